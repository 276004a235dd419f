"""Enrolling and revoking devices, and what is kept of each for the day its passphrase is lost."""

from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base import clock
from firsthand.base.problems import Problem
from firsthand.identity import author_keys, notices, relays, rules, sessions
from firsthand.identity.tables import Device


def enrol(
    session: Session, person: UUID, name: str, jwk: dict[str, object], *, installation: str | None, cookie: str | None
) -> tuple[Device, str]:
    """The device and the token of its cookie; the same key by the same author answers as before.

    `cookie` is the token that the browser has already. Raises Problem `bad-key`, `invalid`, `key-registered`.
    """
    name = rules.tidied(name)
    rules.insist({"name": rules.name_refusal(name)})
    key_id, members = author_keys.public(jwk)
    device = session.exec(select(Device).where(Device.author_key_id == key_id)).first()
    if device is None:
        device = _register(session, person, name, key_id, members, installation)
    elif device.practitioner != person or device.revoked_at:
        raise Problem("key-registered")
    return device, relays.cookie_for(session, device, cookie)


def _register(
    session: Session, person: UUID, name: str, key_id: str, members: dict[str, str], installation: str | None
) -> Device:
    device = Device(practitioner=person, name=name, author_key_id=key_id, author_key=members, installation=installation)
    session.add(device)
    session.flush()
    entries.record(session, "device.enrolled", actor=person, subject=person, device=device.id)
    notices.tell(session, person, "device_enrolled")
    return device


def keep_recovery(session: Session, person: UUID, device_id: UUID, code: str) -> None:
    """Under it the device has wrapped its vault key. Raises Problem `not-found`."""
    device = _get(session, person, device_id)
    device.recovery_code, device.recovery_shown_at = code, None
    entries.record(session, "device.recovery_kept", actor=person, subject=person, device=device.id)


def show_recovery(session: Session, person: UUID, *, by: UUID) -> list[tuple[Device, str]]:
    """Each device's recovery code, once: what was shown is forgotten here."""
    kept = [(device, str(device.recovery_code)) for device in of(session, person) if device.recovery_code]
    for device, _code in kept:
        device.recovery_code, device.recovery_shown_at = None, clock.now()
        entries.record(session, "device.recovery_shown", actor=by, subject=person, device=device.id)
    if kept:
        notices.tell(session, person, "recovery_shown")
    return kept


def revoke(session: Session, person: UUID, device_id: UUID, *, by: UUID) -> None:
    """The device may still deliver, flagged, and learns it then. Raises Problem `not-found`."""
    device = _get(session, person, device_id)
    if device.revoked_at:
        return
    device.revoked_at = clock.now()
    entries.record(session, "device.revoked", actor=by, subject=person, device=device.id)
    notices.tell(session, person, "device_revoked")
    sessions.end_on(session, device.id)


def of(session: Session, person: UUID) -> list[Device]:
    """The latest first, revoked ones too."""
    mine = select(Device).where(Device.practitioner == person)
    return list(session.exec(mine.order_by(col(Device.enrolled_at).desc())))


def in_one_browser(session: Session, one: UUID | None, other: UUID | None) -> bool:
    """Whether two enrolments, as far as they are known, share a browser, and so a clock."""
    if other is None or one == other:
        return True
    marks = session.exec(select(Device.installation).where(col(Device.id).in_([one, other]))).all()
    return len(marks) == 2 and marks[0] is not None and marks[0] == marks[1]


def _get(session: Session, person: UUID, device_id: UUID) -> Device:
    device = session.get(Device, device_id)
    if device is None or device.practitioner != person:
        raise Problem("not-found")
    return device
