"""Who calls: looked up by cookie, remembered for a moment, and noted as last seen in batches."""

import asyncio
import hmac
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Generic, Literal, TypeVar
from uuid import UUID

from litestar import Litestar
from sqlmodel import Session

from firsthand.base import clock, keyring
from firsthand.base.problems import Problem
from firsthand.identity import relays, sessions
from firsthand.identity.relays import Relay
from firsthand.identity.sessions import Found, Lives
from firsthand.web.world import World

T = TypeVar("T")
_REMEMBERED = timedelta(seconds=5)
_MOST = 10_000
_NOTED_EVERY = timedelta(minutes=1)
_NOTED_AFTER = 0.05


@dataclass(frozen=True)
class Signed:
    """A signed-in practitioner. `device` is where they are enrolled, if they signed in there; `notices` are unseen."""

    id: UUID
    name: str
    email: str
    role: str
    agency: UUID
    agency_name: str
    session: UUID
    signed_in_at: datetime
    csrf: str
    locale: str
    device: UUID | None
    notices: int


@dataclass(frozen=True)
class Sender:
    """Who delivers, by session or by device cookie alone. It says nothing of who wrote what is delivered."""

    practitioner: UUID
    agency: UUID
    device: UUID | None
    by: Literal["session", "device"]
    revoked: bool = False


def csrf_token(session: UUID) -> str:
    """The token of a session; it follows from the key ring, so that nothing need be stored."""
    return hmac.new(keyring.current().session, b"csrf" + session.bytes, sha256).hexdigest()


def _signed(found: Found) -> Signed:
    person, session = found.practitioner, found.session
    return Signed(
        id=person.id,
        name=person.name,
        email=person.email,
        role=person.role,
        agency=person.agency,
        agency_name=found.agency.name,
        session=session.id,
        signed_in_at=session.signed_in_at,
        csrf=csrf_token(session.id),
        locale=person.locale,
        device=session.device,
        notices=found.notices,
    )


def lives(world: World) -> Lives:
    return Lives(world.settings.session_idle, world.settings.session_absolute)


class Memory(Generic[T]):
    """What was found by a token, for some seconds, and not beyond a change of this process to anybody's rights."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[T, datetime, int]] = {}

    def find(self, token: str) -> T | None:
        if (kept := self._kept.get(token)) is None:
            return None
        what, until, change = kept
        return what if until > clock.now() and change == sessions.change() else None

    def keep(self, token: str, what: T, change: int) -> None:
        """`change` is that of before the look-up."""
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[token] = what, clock.now() + _REMEMBERED, change


class Callers:
    """One per process."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._signed, self._relays = Memory[Signed](), Memory[Relay]()
        self._seen_sessions: dict[UUID, datetime] = {}
        self._seen_tokens: dict[str, datetime] = {}
        self._noting: asyncio.Task[None] | None = None

    async def signed(self, token: str, *, quietly: bool = False) -> Signed | None:
        """`quietly`: a page that keeps itself up to date is no use of its session."""
        if remembered := self._signed.find(token):
            return remembered
        change = sessions.change()
        found = await self._world.reads.run(lambda session: sessions.find(session, token, lives(self._world)))
        if found is None:
            return None
        if not quietly and _is_due(found.session.last_seen):
            self._seen_sessions[found.session.id] = clock.now()
            self._note()
        self._signed.keep(token, signed := _signed(found), change)
        return signed

    async def relay(self, token: str) -> Relay | None:
        if remembered := self._relays.find(token):
            return remembered
        change = sessions.change()
        relay = await self._world.reads.run(lambda session: relays.find(session, token))
        if relay is None:
            return None
        if _is_due(relay.last_seen):
            self._seen_tokens[token] = clock.now()
            self._note()
        self._relays.keep(token, relay, change)
        return relay

    def _note(self) -> None:
        if self._noting is None or self._noting.done():
            self._noting = asyncio.create_task(self._write_down())

    async def _write_down(self) -> None:
        await asyncio.sleep(_NOTED_AFTER)
        used, self._seen_sessions = self._seen_sessions, {}
        tokens, self._seen_tokens = self._seen_tokens, {}

        def note(session: Session) -> None:
            sessions.seen(session, used)
            relays.seen(session, tokens)

        with suppress(Problem):
            await self._world.writes.run(note)


def _is_due(last_seen: datetime) -> bool:
    return clock.now() - last_seen > _NOTED_EVERY


def of(app: Litestar) -> Callers:
    if "callers" not in app.state:
        app.state.callers = Callers(app.state.world)
    callers: Callers = app.state.callers
    return callers
