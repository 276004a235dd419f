"""`/api/v1/devices/report`: what waits on a browser, for everybody who is enrolled in it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, post
from litestar.status_codes import HTTP_200_OK
from sqlmodel import Session

from firsthand.base import clock
from firsthand.identity import devices, relays
from firsthand.identity.tables import Device
from firsthand.intake import reported, reports
from firsthand.intake.reports import Held
from firsthand.web import guards
from firsthand.web.guards import Sender
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]
Installation = Annotated[
    str, msgspec.Meta(pattern=r"^[0-9A-Za-z_-]{1,64}$", description="A random mark, the same for all in one browser.")
]
Waiting = Annotated[list[UUID], msgspec.Meta(max_length=1000, description="Submitted and not received, by id.")]
Drafts = Annotated[int, msgspec.Meta(gt=-1, le=100_000, description="Those that are open.")]


class Holding(msgspec.Struct):
    """What one enrolment of this browser holds; null: its store can't be read, `emptied`: all of it is gone."""

    device: UUID
    waiting: Waiting | None
    drafts: Drafts | None
    emptied: bool = False


class Report(msgspec.Struct):
    """`turn` counts the reports of one installation; one that comes late changes nothing."""

    installation: Installation
    turn: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
    devices: Annotated[list[Holding], msgspec.Meta(max_length=100)]


class Heard(msgspec.Struct):
    """What was heard of an enrolment before this report; `waiting` of it have not arrived."""

    device: UUID
    revoked: bool
    heard_at: datetime | None
    waiting: int
    drafts: int


class Missing(msgspec.Struct):
    """What was on this browser, is not any more, and never arrived; until its author has read of it."""

    submissions: int
    drafts: int
    since: datetime


class Reported(msgspec.Struct):
    """`at` is the service's clock, by which a device can tell that its own is wrong."""

    at: datetime
    devices: list[Heard]
    missing: list[Missing]


@post(
    "/api/v1/devices/report",
    opt={"public": True},
    status_code=HTTP_200_OK,
    summary="Say what waits on this browser",
    description="For every enrolment of it; one of its cookie that is left out counts as gone. What had waited there "
    "and never arrived is told to its author and their manager. Answers which enrolments are revoked; a browser that "
    "has neither session nor device cookie hears of none.",
)
async def report(request: AnyRequest, data: Report, world: World) -> Reported:
    sender = await guards.find_sender(request)
    if sender is None:
        return Reported(clock.now(), [], [])
    cookie = guards.device_cookie(request)
    said = reports.Report(data.installation, data.turn, {each.device: _held(each) for each in data.devices})

    def work(session: Session) -> Reported:
        spoken_of = _spoken_of(session, said, sender, cookie)
        before = reported.of(session, spoken_of)
        reports.take(session, said, spoken_of)
        missing = [_missing(detail) for detail in reported.untold(session, spoken_of)]
        heard = [_heard(device, before.get(device.id)) for device in spoken_of.values()]
        return Reported(clock.now(), heard, missing)

    return await world.writes.run(work)


def _spoken_of(session: Session, said: reports.Report, sender: Sender, cookie: str | None) -> dict[UUID, Device]:
    """Every enrolment of the cookie, and of the session's practitioner those that are named."""
    here = {device.id: device for device in (relays.devices(session, cookie) if cookie else ())}
    own = devices.of(session, sender.practitioner) if sender.by == "session" else ()
    return here | {device.id: device for device in own if device.id in said.held}


def _held(said: Holding) -> Held:
    if said.waiting is None or said.drafts is None:
        return Held(readable=False)
    return Held(frozenset(said.waiting), said.drafts, said.emptied)


def _heard(device: Device, before: reported.Heard | None) -> Heard:
    revoked = device.revoked_at is not None
    if before is None:
        return Heard(device.id, revoked, None, 0, 0)
    return Heard(device.id, revoked, before.at, before.waiting, before.drafts)


def _missing(detail: dict[str, Any]) -> Missing:
    return Missing(detail["submissions"], detail["drafts"], datetime.fromisoformat(detail["since"]))


routes = [report]
