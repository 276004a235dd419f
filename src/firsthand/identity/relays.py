"""The device cookie: it delivers and asks status for everybody enrolled in one browser, and does nothing else."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select, update

from firsthand.identity.sessions import changed, fresh_token, token_hash
from firsthand.identity.tables import Device, DeviceToken, Practitioner

Row = tuple[DeviceToken, Device, Practitioner]


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
    token = cookie if cookie and _rows(session, cookie) else fresh_token()
    for own in session.exec(select(DeviceToken).where(DeviceToken.device == device.id)).all():
        session.delete(own)
    session.flush()
    session.add(DeviceToken(token_hash=token_hash(token), device=device.id))
    changed(session)
    return token


def find(session: Session, cookie: str) -> Relay | None:
    """One statement. The last who enrolled there and was not revoked, else the last one."""
    rows = _rows(session, cookie)
    return _relay(next((row for row in rows if row[1].revoked_at is None), rows[0]), rows) if rows else None


def enrolled(session: Session, cookie: str, email: str) -> Relay | None:
    """The device as that account's own, if it is enrolled there; `email` is normalised."""
    rows = _rows(session, cookie)
    own = next((row for row in rows if row[2].email == email and row[1].revoked_at is None), None)
    return _relay(own, rows) if own else None


def devices(session: Session, cookie: str) -> list[Device]:
    """Every enrolment of that browser, the latest first."""
    return [device for _, device, _ in _rows(session, cookie)]


def _relay(row: Row, rows: list[Row]) -> Relay:
    token, device, author = row
    standing = {person.id for _, known, person in rows if known.revoked_at is None}
    revoked_for = frozenset(person.id for _, _, person in rows) - standing
    return Relay(author.id, author.agency, device.id, device.revoked_at is not None, token.last_seen, revoked_for)


def _rows(session: Session, cookie: str) -> list[Row]:
    joined = select(DeviceToken, Device, Practitioner).join(Device, col(Device.id) == DeviceToken.device)
    whose = joined.join(Practitioner, col(Practitioner.id) == Device.practitioner)
    known = whose.where(DeviceToken.token_hash == token_hash(cookie))
    return list(session.exec(known.order_by(col(Device.enrolled_at).desc())))


def seen(session: Session, moments: dict[str, datetime]) -> None:
    """Moves on when device cookies, by their tokens, were last used."""
    for token, moment in moments.items():
        used = update(DeviceToken).where(col(DeviceToken.token_hash) == token_hash(token))
        session.exec(used.values(last_seen=moment))


def last_seen(session: Session, person: UUID) -> dict[UUID, datetime]:
    """When each device of somebody was last heard of."""
    mine = select(DeviceToken).join(Device, col(Device.id) == DeviceToken.device).where(Device.practitioner == person)
    return {token.device: token.last_seen for token in session.exec(mine)}
