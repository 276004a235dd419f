"""Signing in and out: sessions at the server, known by the hash of their cookie."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, and_, col, delete, func, not_, select, update

from firsthand.audit import entries
from firsthand.base import clock
from firsthand.base.database import after_commit
from firsthand.base.tables import Moment
from firsthand.identity.rules import Status
from firsthand.identity.tables import Agency, Device, Notice, Practitioner, SignIn

_changes = count()
_change = next(_changes)


def change() -> int:
    """Moves on with every commit of this process that may have changed who may do what; for caches."""
    return _change


def changed(session: Session) -> None:
    """Whoever may have ended a session or a right says so in the same work."""
    after_commit(session, _move_on)


def _move_on() -> None:
    global _change
    _change = next(_changes)


@dataclass(frozen=True)
class Lives:
    """How long a session lives without use, and at most."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True)
class Found:
    """A session and whose it is."""

    session: SignIn
    practitioner: Practitioner
    agency: Agency
    notices: int


_STANDS = and_(
    col(SignIn.last_seen) > bindparam("used_after", type_=Moment()),
    col(SignIn.signed_in_at) > bindparam("begun_after", type_=Moment()),
)
_WAITING = select(func.count()).where(Notice.practitioner == SignIn.practitioner, col(Notice.seen_at).is_(None))
_FOUND = (
    select(SignIn, Practitioner, Agency, _WAITING.scalar_subquery())
    .join(Practitioner, col(Practitioner.id) == SignIn.practitioner)
    .join(Agency, col(Agency.id) == Practitioner.agency)
    .where(SignIn.token_hash == bindparam("token"), Practitioner.status == Status.ACTIVE, _STANDS)
)
"""Made once: building a statement takes longer than running it."""


def fresh_token() -> str:
    """256 random bits for a cookie."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def begin(session: Session, person: Practitioner, lives: Lives, *, device: UUID | None, replacing: str | None) -> str:
    """Answers the cookie's token. `replacing` is the token that the same browser held until now."""
    _forget_expired(session, lives)
    changed(session)
    if replacing:
        session.exec(delete(SignIn).where(col(SignIn.token_hash) == token_hash(replacing)))
    token = fresh_token()
    session.add(SignIn(practitioner=person.id, token_hash=token_hash(token), device=device))
    entries.record(session, "session.began", actor=person.id, subject=person.id, agency=person.agency, device=device)
    return token


def refuse(session: Session, practitioner: UUID | None) -> None:
    """Writes down that somebody tried; `practitioner` is none where nobody has that e-mail."""
    entries.record(session, "session.refused", subject=practitioner)


def find(session: Session, token: str, lives: Lives) -> Found | None:
    """One statement. None for a session that expired, or whose practitioner may not sign in any more."""
    row = session.execute(_FOUND, {"token": token_hash(token), **_bounds(lives)}).first()
    return Found(*row) if row else None


def seen(session: Session, moments: dict[UUID, datetime]) -> None:
    """Moves on the last use of sessions."""
    for session_id, moment in moments.items():
        session.exec(update(SignIn).where(col(SignIn.id) == session_id).values(last_seen=moment))


def settle_on(session: Session, session_id: UUID, device: UUID) -> None:
    """The session is on a device that has just been enrolled."""
    session.exec(update(SignIn).where(col(SignIn.id) == session_id).values(device=device))


def end(session: Session, session_id: UUID, *, by: UUID) -> None:
    session.exec(delete(SignIn).where(col(SignIn.id) == session_id))
    changed(session)
    entries.record(session, "session.ended", actor=by, subject=by)


def end_everywhere(session: Session, practitioner: UUID) -> None:
    """By the practitioner."""
    end_all(session, practitioner)
    entries.record(session, "sessions.ended", actor=practitioner, subject=practitioner)


def end_all(session: Session, practitioner: UUID, *, but: UUID | None = None) -> None:
    """Part of something that is audited itself."""
    session.exec(delete(SignIn).where(col(SignIn.practitioner) == practitioner, col(SignIn.id) != but))
    changed(session)


def end_on(session: Session, device: UUID) -> None:
    session.exec(delete(SignIn).where(col(SignIn.device) == device))
    changed(session)


def of(session: Session, practitioner: UUID, lives: Lives) -> list[tuple[SignIn, Device | None]]:
    """Those that stand, the last used first."""
    joined = select(SignIn, Device).join(Device, col(Device.id) == SignIn.device, isouter=True)
    mine = joined.where(col(SignIn.practitioner) == practitioner, _STANDS)
    return list(session.exec(mine.order_by(col(SignIn.last_seen).desc()), params=_bounds(lives)))


def _forget_expired(session: Session, lives: Lives) -> None:
    session.execute(delete(SignIn).where(not_(_STANDS)), _bounds(lives))


def _bounds(lives: Lives) -> dict[str, datetime]:
    """Neither idle for too long nor too old."""
    now = clock.now()
    return {"used_after": now - lives.idle, "begun_after": now - lives.absolute}
