"""Who works on a referral now: taking and releasing it."""

from uuid import UUID

from sqlmodel import Session

from firsthand.audit import entries
from firsthand.base import clock
from firsthand.referrals import acts, rules
from firsthand.referrals.rules import Viewer
from firsthand.referrals.tables import Referral


def take(session: Session, referral: UUID, viewer: Viewer) -> Referral:
    """A supervisor may take it from whoever holds it. Raises Problem."""
    taken = acts.locked(session, referral)
    acts.allow(rules.may_take(viewer, taken.holder))
    detail = {"from": str(taken.holder)} if taken.holder not in (None, viewer.id) else None
    return _hold(session, taken, viewer, viewer.id, "referral.taken", detail)


def release(session: Session, referral: UUID, viewer: Viewer) -> Referral:
    """Raises Problem."""
    released = acts.locked(session, referral)
    acts.allow(rules.may_release(viewer, released.holder))
    return _hold(session, released, viewer, None, "referral.released", None)


def _hold(
    session: Session,
    referral: Referral,
    viewer: Viewer,
    holder: UUID | None,
    action: str,
    detail: dict[str, str] | None,
) -> Referral:
    referral.holder, referral.changed_at = holder, clock.now()
    entries.record(session, action, actor=viewer.id, agency=viewer.agency, subject=referral.id, detail=detail)
    return referral
