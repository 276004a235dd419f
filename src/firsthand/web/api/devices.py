"""`/api/v1/devices`: enrolling a device, and keeping its recovery code; `reports` hears what waits on it."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, post
from litestar.status_codes import HTTP_201_CREATED, HTTP_204_NO_CONTENT
from sqlmodel import Session

from firsthand.base import clock
from firsthand.base.problems import Problem
from firsthand.identity import devices, rules, sessions
from firsthand.identity.tables import Device
from firsthand.intake.reports import remind
from firsthand.web import cookies, guards
from firsthand.web.api import reports
from firsthand.web.api.reports import Installation
from firsthand.web.guards import Signed
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]
Jwk = Annotated[dict[str, Any], msgspec.Meta(description="The public half of an EC P-256 key (RFC 7517).")]
RecoveryCode = Annotated[str, msgspec.Meta(min_length=8, max_length=128, pattern=r"^[0-9A-Za-z-]+$")]


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
        remind(session, device)
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


routes = [enrol, keep_recovery, *reports.routes]
