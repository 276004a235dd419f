"""One-time codes, for managers: the first one, another one, and one after a reset. Each is shown on one page only."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from sqlmodel import Session

from firsthand.base.problems import Problem
from firsthand.base.wording import marked as _
from firsthand.identity import agencies, devices, invitations, practitioners, rules, words
from firsthand.identity.tables import Device, Practitioner
from firsthand.web.desk import MANAGERS, desk_page
from firsthand.web.guards import Signed
from firsthand.web.practitioners import refused, show_page
from firsthand.web.typed import FORM, errors, with_errors
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]
_NOT_CHECKED = _("Tick the box once you know for certain who is asking. Do not do this by telephone.")


class Invited(msgspec.Struct):
    """As typed."""

    name: str = ""
    email: str = ""
    agency: str = ""
    role: str = ""


class Reset(msgspec.Struct):
    """`checked` is there where the box was ticked."""

    checked: str = ""


@get("/practitioners/invitation", opt={"roles": MANAGERS})
async def invitation(request: AnyRequest, world: World, practitioner: Signed) -> Response[str]:
    return await _invitation(request, world, practitioner, Invited(role=rules.Role.PRACTITIONER.value), {})


@post("/practitioners", opt={"roles": MANAGERS})
async def invite(
    request: AnyRequest, world: World, practitioner: Signed, data: Annotated[Invited, FORM]
) -> Response[str]:
    """The code is on this one page, and nowhere else."""

    def work(session: Session) -> tuple[Practitioner, str]:
        agency, by = _uuid(data.agency), practitioner.id
        person = practitioners.add(session, agency, data.name, data.email, data.role, by=by)
        return person, invitations.make(session, person.id, by=by)

    try:
        person, code = await world.writes.run(work)
    except Problem as problem:
        return await _invitation(request, world, practitioner, data, errors(problem))
    return _code(request, practitioner, person, code)


async def _invitation(
    request: AnyRequest, world: World, signed: Signed, typed: Invited, wrong: dict[str, str]
) -> Response[str]:
    known = await world.reads.run(agencies.everyone)
    shown = {"typed": typed, "errors": wrong, "agencies": known, "words": words}
    return with_errors(desk_page(request, signed, "practitioners/invitation.html", **shown), wrong)


def _code(
    request: AnyRequest, signed: Signed, person: Practitioner, code: str, kept: list[tuple[Device, str]] | None = None
) -> Response[str]:
    hours = int(rules.INVITATION_LIFE.total_seconds() // 3600)
    return desk_page(request, signed, "practitioners/code.html", person=person, code=code, kept=kept, hours=hours)


@post("/practitioners/{person:uuid}/invitation", opt={"roles": MANAGERS})
async def invite_again(request: AnyRequest, world: World, practitioner: Signed, person: UUID) -> Response[str]:
    """A new code for somebody whose earlier one ran out."""

    def work(session: Session) -> tuple[Practitioner, str]:
        return _known(session, person), invitations.repeat(session, person, by=practitioner.id)

    return _code(request, practitioner, *await world.writes.run(work))


@post("/practitioners/{person:uuid}/reset", opt={"roles": MANAGERS})
async def reset(
    request: AnyRequest, world: World, practitioner: Signed, person: UUID, data: Annotated[Reset, FORM]
) -> Response[str]:
    """Shows the one-time code and the recovery codes of the devices, once, after an identity check."""
    if not data.checked:
        return await show_page(request, world, practitioner, person, {"checked": _NOT_CHECKED})

    def work(session: Session) -> tuple[Practitioner, str, list[tuple[Device, str]]]:
        code = invitations.reset(session, person, by=practitioner.id)
        return _known(session, person), code, devices.show_recovery(session, person, by=practitioner.id)

    try:
        done = await world.writes.run(work)
    except Problem as problem:
        return await refused(request, world, practitioner, person, problem, "checked")
    return _code(request, practitioner, *done)


def _known(session: Session, person: UUID) -> Practitioner:
    found = practitioners.find(session, person)
    if found is None:
        raise Problem("not-found")
    return found


def _uuid(text: str) -> UUID:
    """Of what was chosen from a list; no agency has the id that stands for nonsense."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


routes = [invitation, invite, invite_again, reset]
