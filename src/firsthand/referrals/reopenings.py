"""Reopening a referral: by a person with a reason, or because something new arrived."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base import clock
from firsthand.base.settings import Deadlines
from firsthand.referrals import acts, rules
from firsthand.referrals.rules import Viewer
from firsthand.referrals.tables import Referral, Reopening


def record(session: Session, referral: UUID, viewer: Viewer, *, reason: str, deadlines: Deadlines) -> Reopening:
    """Its clock begins again now, at the level that it had. Raises Problem."""
    reopened = acts.locked(session, referral)
    acts.allow(rules.may_work(viewer))
    acts.allow(rules.reason_given(reason), code="invalid")
    acts.target("reopen", reopened)
    reopening = Reopening(referral=referral, by=viewer.id, stage=reopened.stage)
    reopening.reason = reason.strip()
    _reopen(session, reopened, reopening, clock.now(), deadlines)
    entries.record(
        session,
        "referral.reopened",
        actor=viewer.id,
        agency=viewer.agency,
        subject=referral,
        detail={"stage": reopening.stage},
        reason=reopening.reason,
    )
    return reopening


def by_arrival(
    session: Session, referral: Referral, *, submission: UUID, arrived: datetime, deadlines: Deadlines
) -> None:
    """What arrives after the decision is new to whoever decided."""
    reopening = Reopening(referral=referral.id, stage=referral.stage, submission=submission)
    detail = {"stage": reopening.stage, "submission": str(submission)}
    _reopen(session, referral, reopening, arrived, deadlines)
    entries.record(session, "referral.reopened_by_arrival", subject=referral.id, detail=detail)


def _reopen(
    session: Session, referral: Referral, reopening: Reopening, clock_at: datetime, deadlines: Deadlines
) -> None:
    session.add(reopening)
    acts.move(referral, acts.target("reopen", referral))
    referral.clock_at = clock_at
    acts.set_due(referral, deadlines)


def of(session: Session, referral: UUID) -> list[Reopening]:
    """Every reopening, the first first."""
    return list(
        session.exec(
            select(Reopening).where(Reopening.referral == referral).order_by(col(Reopening.at), col(Reopening.id))
        )
    )
