"""`/api/v1/devices`: enrolling a device, keeping its recovery code, and hearing what waits on it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, post
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED, HTTP_204_NO_CONTENT
from sqlmodel import Session

from firsthand.base import clock
from firsthand.base.problems import Problem
from firsthand.identity import devices, relays, rules, sessions
from firsthand.identity.tables import Device
from firsthand.intake import reported, reports
from firsthand.intake.reports import Held
from firsthand.web import cookies, guards
from firsthand.web.guards import Sender, Signed
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]
Jwk = Annotated[dict[str, Any], msgspec.Meta(description="The public half of an EC P-256 key (RFC 7517).")]
Installation = Annotated[
    str, msgspec.Meta(pattern=r"^[0-9A-Za-z_-]{1,64}$", description="A random mark, the same for all in one browser.")
]
RecoveryCode = Annotated[str, msgspec.Meta(min_length=8, max_length=128, pattern=r"^[0-9A-Za-z-]+$")]

Waiting = Annotated[list[UUID], msgspec.Meta(max_length=1000, description="Submitted and not received, by id.")]
Drafts = Annotated[int, msgspec.Meta(gt=-1, le=100_000, description="Those that are open.")]


class Enrolment(msgspec.Struct):
    """`name` is how the practitioner will know the device again."""

    name: Annotated[str, msgspec.Meta(max_length=400)]
    author_key: Jwk
    installation: Installation | None = None


class Enrolled(msgspec.Struct):
    """`author_key_id` is the key's RFC 7638 thumbprint."""

    device: UUID
    author_key_id: str


class Recovery(msgspec.Struct):
    """The code under which the device has wrapped its vault key."""

    code: RecoveryCode


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
    "/api/v1/devices",
    status_code=HTTP_201_CREATED,
    opt={"problems": ("sign-in-again", "invalid", "bad-key", "key-registered")},
    summary="Enrol a device",
    description="Answers with the device cookie too. Needs a sign-in within 10 minutes, else 403 `sign-in-again`. "
    "The same key by the same author answers as before, by another 409.",
)
async def enrol(request: AnyRequest, data: Enrolment, practitioner: Signed, world: World) -> Response[Enrolled]:
    if not rules.is_recent(practitioner.signed_in_at, clock.now()):
        raise Problem("sign-in-again")
    cookie = guards.device_cookie(request)

    def work(session: Session) -> tuple[Device, str]:
        device, token = devices.enrol(
            session, practitioner.id, data.name, data.author_key, installation=data.installation, cookie=cookie
        )
        sessions.settle_on(session, practitioner.session, device.id)
        reports.remind(session, device)
        return device, token

    device, token = await world.writes.run(work)
    return Response(
        Enrolled(device.id, device.author_key_id),
        status_code=HTTP_201_CREATED,
        cookies=[cookies.device(world.settings, token)],
    )


@post(
    "/api/v1/devices/{device:uuid}/recovery",
    status_code=HTTP_204_NO_CONTENT,
    opt={"problems": ("not-found",)},
    summary="Keep a device's recovery code",
    description="Kept sealed, instead of an earlier one, until a manager is shown it once after an identity check.",
)
async def keep_recovery(device: UUID, data: Recovery, practitioner: Signed, world: World) -> None:
    await world.writes.run(lambda session: devices.keep_recovery(session, practitioner.id, device, data.code))


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


routes = [enrol, keep_recovery, report]
