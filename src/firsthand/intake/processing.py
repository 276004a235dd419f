"""What still has to be opened, and how it went: `received` becomes `processed` or `needs_attention`."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, or_, select

from firsthand.base import clock
from firsthand.intake.tables import Submission

LONGEST_PAUSE = timedelta(minutes=5)


def waiting(session: Session, limit: int = 25) -> list[UUID]:
    """Row ids of envelopes whose turn has come, the oldest first."""
    due = or_(col(Submission.retry_at).is_(None), col(Submission.retry_at) <= clock.now())
    query = select(Submission.id).where(Submission.status == "received", due)
    return list(session.exec(query.order_by(col(Submission.received_at), col(Submission.id)).limit(limit)))


def take(session: Session, row_id: UUID) -> Submission | None:
    """The row under lock; none where another process has it, or had it."""
    query = select(Submission).where(Submission.id == row_id, Submission.status == "received")
    return session.exec(query.with_for_update(skip_locked=True)).first()


def finish(row: Submission, *, needs_attention: bool = False) -> None:
    row.status = "needs_attention" if needs_attention else "processed"
    row.retry_at = None


def postpone(row: Submission) -> None:
    """After a failure that may pass: tried again after 1, 2, 4… seconds, never given up."""
    row.attempts += 1
    row.retry_at = clock.now() + min(timedelta(seconds=2 ** min(row.attempts - 1, 20)), LONGEST_PAUSE)
