"""The device cookie: it delivers and asks status for everybody enrolled in one browser, and does nothing else."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select, update

from firsthand.identity.sessions import changed, fresh_token, token_hash
from firsthand.identity.tables import Device, DeviceToken, Practitioner


class _Enrolment(NamedTuple):
    """One of those who are enrolled in the browser of a cookie, or were."""

    last_seen: datetime
    device: UUID
    revoked_at: datetime | None
    author: UUID
    agency: UUID
    email: str


_ENROLMENTS = (
    select_columns(
        *(col(DeviceToken.last_seen), col(Device.id), col(Device.revoked_at)),
        *(col(Practitioner.id), col(Practitioner.agency), col(Practitioner.email)),
    )
    .select_from(DeviceToken)
    .join(Device, col(Device.id) == DeviceToken.device)
    .join(Practitioner, col(Practitioner.id) == Device.practitioner)
    .where(col(DeviceToken.token_hash) == bindparam("token"))
    .order_by(col(Device.enrolled_at).desc())
)
"""Made once: building a statement takes longer than running it."""


@dataclass(frozen=True)
class Relay:
    """Whose device delivers. `revoked`: nobody is enrolled there any more, and what it brings is still kept.

    `revoked_for` are those who were enrolled there and are not any more.
    """

    practitioner: UUID
    agency: UUID
    device: UUID
    revoked: bool
    last_seen: datetime
    revoked_for: frozenset[UUID]


def cookie_for(session: Session, device: Device, cookie: str | None) -> str:
    """The token for a device; the one that the browser has already, where we gave it."""
    token = cookie if cookie and _enrolments(session, cookie) else fresh_token()
    for own in session.exec(select(DeviceToken).where(DeviceToken.device == device.id)).all():
        session.delete(own)
    session.flush()
    session.add(DeviceToken(token_hash=token_hash(token), device=device.id))
    changed(session)
    return token


def find(session: Session, cookie: str) -> Relay | None:
    """One statement. The last who enrolled there and was not revoked, else the last one."""
    found = _enrolments(session, cookie)
    return _relay(next((each for each in found if each.revoked_at is None), found[0]), found) if found else None


def enrolled(session: Session, cookie: str, email: str) -> Relay | None:
    """The device as that account's own, if it is enrolled there; `email` is normalised."""
    found = _enrolments(session, cookie)
    own = next((each for each in found if each.email == email and each.revoked_at is None), None)
    return _relay(own, found) if own else None


def devices(session: Session, cookie: str) -> list[Device]:
    """Every enrolment of that browser, the latest first."""
    joined = select(Device).join(DeviceToken, col(Device.id) == DeviceToken.device)
    known = joined.where(DeviceToken.token_hash == token_hash(cookie))
    return list(session.exec(known.order_by(col(Device.enrolled_at).desc())))


def _relay(one: _Enrolment, found: list[_Enrolment]) -> Relay:
    standing = {each.author for each in found if each.revoked_at is None}
    revoked_for = frozenset(each.author for each in found) - standing
    return Relay(one.author, one.agency, one.device, one.revoked_at is not None, one.last_seen, revoked_for)


def _enrolments(session: Session, cookie: str) -> list[_Enrolment]:
    return [_Enrolment(*row) for row in session.execute(_ENROLMENTS, {"token": token_hash(cookie)})]


def seen(session: Session, moments: dict[str, datetime]) -> None:
    """Moves on when device cookies, by their tokens, were last used."""
    for token, moment in moments.items():
        used = update(DeviceToken).where(col(DeviceToken.token_hash) == token_hash(token))
        session.exec(used.values(last_seen=moment))


def last_seen(session: Session, person: UUID) -> dict[UUID, datetime]:
    """When each device of somebody was last heard of."""
    mine = select(DeviceToken).join(Device, col(Device.id) == DeviceToken.device).where(Device.practitioner == person)
    return {token.device: token.last_seen for token in session.exec(mine)}
