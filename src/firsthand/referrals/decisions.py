"""Deciding what happens with a referral, and closing it."""

from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.referrals import acts, gradings, rules
from firsthand.referrals.rules import Viewer
from firsthand.referrals.tables import Decision, Referral


def record(session: Session, referral: UUID, viewer: Viewer, *, outcome: str, reason: str) -> Decision:
    """A further decision stands beside the earlier ones: MARAC never replaces a referral of a child. Raises Problem."""
    decided = acts.locked(session, referral)
    acts.allow(rules.may_act(viewer, decided.holder))
    acts.allow(rules.outcome_known(outcome), rules.reason_given(reason), code="invalid")
    acts.move(decided, acts.target("decide", decided))
    gradings.withdraw(session, decided)
    acts.flag(decided, remove=("new_information",))
    decided.holder = viewer.id
    decision = Decision(referral=referral, by=viewer.id, outcome=outcome, reason=reason.strip())
    session.add(decision)
    detail = {"decision": str(decision.id), "outcome": outcome}
    entries.record(
        session,
        "referral.decided",
        actor=viewer.id,
        agency=viewer.agency,
        subject=referral,
        detail=detail,
        reason=decision.reason,
    )
    return decision


def close(session: Session, referral: UUID, viewer: Viewer) -> Referral:
    """Nothing is left to do; it stays readable and can be reopened. Raises Problem."""
    closed = acts.locked(session, referral)
    acts.allow(rules.may_act(viewer, closed.holder))
    acts.move(closed, acts.target("close", closed))
    closed.holder = None
    entries.record(session, "referral.closed", actor=viewer.id, agency=viewer.agency, subject=referral)
    return closed


def of(session: Session, referral: UUID) -> list[Decision]:
    """Every decision, the first first."""
    query = select(Decision).where(Decision.referral == referral)
    return list(session.exec(query.order_by(col(Decision.at), col(Decision.id))))
