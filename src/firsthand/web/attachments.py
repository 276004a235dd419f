"""A child's drawing or sound at the desk: opened for whoever has the right to, and written down before it opens."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from markupsafe import Markup
from sqlmodel import Session

from firsthand.attachments import drawings, objects, openings
from firsthand.attachments.drawings import Odd
from firsthand.attachments.objects import Missing, Objects
from firsthand.attachments.openings import NotOpened
from firsthand.base import log
from firsthand.base.problems import Problem
from firsthand.base.wording import marked as _
from firsthand.referrals import files
from firsthand.referrals.files import Key, Opening
from firsthand.referrals.rules import DESK
from firsthand.web import desk
from firsthand.web.desk import desk_page
from firsthand.web.guards import Signed
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]
_PATH = "/referrals/{referral:uuid}/attachments/{envelope:uuid}/{attachment:uuid}"
_NOT_OPENED = _("It does not open: its key is missing, or it is not what was sealed. It is kept as it came.")
_ODD = _("It opens, and is no drawing as agreed. It is kept as it came, and not shown: ask whoever sent it.")
_OTHER = _("It is of a kind that is not shown here. It is kept as it came.")


@dataclass(frozen=True)
class Place:
    """What an address names."""

    referral: UUID
    envelope: UUID
    attachment: UUID


@get(_PATH, opt={"roles": DESK})
async def show_attachment(
    request: AnyRequest, world: World, practitioner: Signed, referral: UUID, envelope: UUID, attachment: UUID
) -> Response[str]:
    """A drawing as we draw it; a sound to be played."""
    opening = await _open(world, practitioner, Place(referral, envelope, attachment), "attachment.opened")
    drawing, wrong = None, ""
    if opening.file.kind == "drawing":
        drawing, wrong = await _drawn(world, opening)
    elif opening.file.kind == "other":
        wrong = _OTHER
    top, names = await world.reads.run(
        lambda session: (desk.pressing(session, practitioner, world.settings.zone), desk.staff(session))
    )
    shown = {"opening": opening, "drawing": drawing, "wrong": wrong, "referral": referral, "top": top, "names": names}
    return desk_page(request, practitioner, "attachments/show.html", **shown)


@get(f"{_PATH}/sound", opt={"roles": DESK}, include_in_schema=False)
async def play_sound(
    request: AnyRequest, world: World, practitioner: Signed, referral: UUID, envelope: UUID, attachment: UUID
) -> Response[bytes]:
    """Its bytes, for the player on its page and for no address bar. Each time it is fetched is in the audit log."""
    if request.headers.get("sec-fetch-dest", "empty") != "empty":
        raise Problem("not-found")
    opening = await _open(world, practitioner, Place(referral, envelope, attachment), "attachment.played")
    try:
        content = await _content(world, opening)
    except NotOpened:
        raise Problem("not-found", _NOT_OPENED) from None
    return Response(content, media_type=opening.file.media_type, headers={"Content-Disposition": "inline"})


async def _open(world: World, signed: Signed, place: Place, action: str) -> Opening:
    def note(session: Session) -> Opening:
        return files.note_opening(session, place.referral, place.envelope, place.attachment, signed, action)

    return await world.writes.run(note)


async def _drawn(world: World, opening: Opening) -> tuple[Markup | None, str]:
    """Or why not."""
    try:
        content = await _content(world, opening)
        drawn = await asyncio.to_thread(lambda: drawings.svg(drawings.read(content)))
    except NotOpened:
        return None, _NOT_OPENED
    except Odd:
        return None, _ODD
    return Markup(drawn), ""  # noqa: S704 - of numbers and of our own words only


async def _content(world: World, opening: Opening) -> bytes:
    """Raises NotOpened."""
    key = await world.reads.run(lambda session: files.key(session, opening))
    return await asyncio.to_thread(_opened, world.objects, opening.upload, key)


def _opened(kept: Objects, upload: UUID, key: Key) -> bytes:
    try:
        return openings.opened(kept.get(objects.whole(upload)), key.key, key.submission, key.attachment)
    except Missing:
        log.error("object_missing", upload=str(upload))
        raise NotOpened from None


routes = [show_attachment, play_sound]
