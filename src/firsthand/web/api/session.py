"""`/api/v1/session`: signing in and out, and who is signed in."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.status_codes import HTTP_204_NO_CONTENT
from sqlmodel import Session

from firsthand.identity import passphrases, sessions, throttles
from firsthand.identity.tables import Practitioner
from firsthand.web import callers, cookies, door, guards
from firsthand.web.guards import Signed
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]
Email = Annotated[str, msgspec.Meta(max_length=320, description="Case does not matter.")]
Passphrase = Annotated[str, msgspec.Meta(max_length=4096, description="12 characters or more, at most 1 kB in UTF-8.")]
Code = Annotated[str, msgspec.Meta(max_length=64, description="A one-time code, such as 7K3M-Q9TC-XF2A.")]


class Credentials(msgspec.Struct):
    """`code`: the first sign-in, and the one after a reset, set `password` by a one-time code."""

    email: Email
    password: Passphrase
    code: Code | None = None


class Who(msgspec.Struct):
    """`agency` is its name; `csrf` goes into `X-CSRF-Token` of unsafe requests."""

    id: UUID
    name: str
    role: str
    agency: str
    csrf: str


@post(
    "/api/v1/session",
    status_code=HTTP_204_NO_CONTENT,
    opt={"public": True, "problems": ("wrong-credentials", "wrong-code", "invalid", "slow-down")},
    summary="Sign in",
    description="Answers with a new session cookie. 401 is the same for an unknown account as for a wrong passphrase; "
    "429 says in `Retry-After` how many seconds to wait.",
)
async def sign_in(request: AnyRequest, data: Credentials, world: World) -> Response[None]:
    tried = await door.knock(request, world, data.email)
    if data.code:
        await door.accept(world, tried, data.code, data.password)
    refused = "wrong-code" if data.code else "wrong-credentials"
    person = await door.prove(world, tried, data.password, refused)
    return await _let_in(request, world, tried, person, await _renewed(person, data.password))


async def _renewed(person: Practitioner, passphrase: str) -> str | None:
    """A new hash, where the parameters have changed since the one that is kept."""
    if person.passphrase_hash and not passphrases.is_outdated(person.passphrase_hash):
        return None
    return await passphrases.aside(lambda: passphrases.hashed(passphrase))


async def _let_in(
    request: AnyRequest, world: World, tried: door.Try, person: Practitioner, renewed: str | None
) -> Response[None]:
    settings, device_token = world.settings, guards.device_cookie(request)
    earlier = request.cookies.get(cookies.session_name(settings))
    device = tried.relay.device if tried.relay else None

    def begin(session: Session) -> str:
        throttles.give_back(session, tried.attempt)
        if renewed:
            passphrases.renew(session, person.id, renewed)
        return sessions.begin(session, person, callers.lives(world), device=device, replacing=earlier)

    given = [cookies.session(settings, await world.writes.run(begin))]
    if device and device_token:
        given.append(cookies.device(settings, device_token))
    return Response(None, status_code=HTTP_204_NO_CONTENT, cookies=given)


@get("/api/v1/session", summary="Who is signed in", sync_to_thread=False)
def who(practitioner: Signed) -> Who:
    signed = practitioner
    return Who(signed.id, signed.name, signed.role, signed.agency_name, signed.csrf)


@delete("/api/v1/session", summary="Sign out", description="The server forgets the session.")
async def sign_out(practitioner: Signed, world: World) -> Response[None]:
    await world.writes.run(lambda session: sessions.end(session, practitioner.session, by=practitioner.id))
    return _left(world)


@delete("/api/v1/sessions", summary="Sign out everywhere", description="Ends every session, this one too.")
async def sign_out_everywhere(practitioner: Signed, world: World) -> Response[None]:
    await world.writes.run(lambda session: sessions.end_everywhere(session, practitioner.id))
    return _left(world)


def _left(world: World) -> Response[None]:
    return Response(None, status_code=HTTP_204_NO_CONTENT, cookies=[cookies.no_session(world.settings)])


routes = [sign_in, who, sign_out, sign_out_everywhere]
