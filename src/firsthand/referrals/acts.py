"""What every act at the desk shares: the referral under lock, refusals raised, the flags kept true."""

from uuid import UUID

from sqlmodel import Session

from firsthand.base import clock
from firsthand.base.problems import Problem, Refusal
from firsthand.base.settings import Deadlines
from firsthand.referrals import rules
from firsthand.referrals.tables import Referral


def locked(session: Session, referral: UUID) -> Referral:
    """For changing, by nobody else meanwhile. Raises Problem `not-found`."""
    found = session.get(Referral, referral, with_for_update=True)
    if found is None:
        raise Problem("not-found")
    return found


def allow(*refusals: Refusal | None, code: str = "not-allowed") -> None:
    """Raises the first refusal as a problem of this code."""
    for refusal in refusals:
        if refusal is not None:
            raise refusal.raised(code)


def target(act: str, referral: Referral) -> str:
    """The stage that follows. Raises Problem `conflict`."""
    stage = rules.target(act, referral.stage)
    if isinstance(stage, Refusal):
        raise stage.raised("conflict")
    return stage


def move(referral: Referral, stage: str) -> None:
    referral.stage = stage
    referral.waiting = stage in rules.WAITING
    referral.changed_at = clock.now()


def flag(referral: Referral, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
    kept = [code for code in referral.flags if code not in remove and code not in add]
    referral.flags = [*kept, *add]
    referral.needs_attention = rules.needs_attention(referral.flags)
    referral.changed_at = clock.now()


def set_due(referral: Referral, deadlines: Deadlines, *levels: str) -> None:
    """By these levels, or by the one that counts."""
    counted = levels or (rules.standing(referral.level, referral.graded),)
    referral.due_at = rules.due(referral.clock_at, counted, deadlines.model_dump())
