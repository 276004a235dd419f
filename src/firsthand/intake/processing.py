"""What still has to be opened, and how it went: `received` becomes `processed` or `needs_attention`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, or_, select

from firsthand.base import clock
from firsthand.intake.tables import Submission

_PROGRESS = load_only(Submission.attempts, Submission.retry_at)  # type: ignore[arg-type]
LONGEST_PAUSE = timedelta(minutes=5)
MANY = 8
"""So many at once share a commit, and hold up no longer whoever delivers meanwhile."""
HOLD = timedelta(seconds=30)
"""What a process took up and didn't bring to its end in this time is another's: it was killed, or is no better off."""
HELD = -1
"""In place of a number of attempts: kept from going further until `retry_at`."""
_HELD = col(Submission.status) == "received", col(Submission.attempts) == HELD


def take_up(session: Session, limit: int = MANY) -> list[UUID]:
    """Row ids of envelopes whose turn has come, the oldest first; nobody else gets them before `HOLD` is over."""
    now = clock.now()
    due = or_(col(Submission.retry_at).is_(None), col(Submission.retry_at) <= now)
    query = select(Submission).where(Submission.status == "received", due).options(_PROGRESS)
    oldest = query.order_by(col(Submission.received_at), col(Submission.id)).limit(limit)
    rows = session.exec(oldest.with_for_update(skip_locked=True)).all()
    for row in rows:
        row.attempts, row.retry_at = max(row.attempts, 0), now + HOLD
    return [row.id for row in rows]


def let_go(session: Session) -> None:
    """What somebody took up and has not come to the end of is anybody's at once."""
    held = select(Submission).where(Submission.status == "received", Submission.attempts == 0).options(_PROGRESS)
    for row in session.exec(held.where(col(Submission.retry_at).is_not(None)).with_for_update(skip_locked=True)):
        row.retry_at = None


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


def hold(row: Submission, until: datetime) -> None:
    """Verified, and kept from going further until then, or until `release`."""
    row.attempts, row.retry_at = HELD, until


def is_held(row: Submission) -> bool:
    """Whose it is has been settled, and what it says goes nowhere yet."""
    return row.attempts == HELD


def held_beside(session: Session, row: Submission) -> datetime | None:
    """Until when another envelope of the same author is held that has its id, or the one that it amends."""
    beside = col(Submission.submission).in_([row.submission, *([row.amends] if row.amends else [])])
    held = select(Submission.retry_at).where(beside, *_HELD, Submission.author == row.author, Submission.id != row.id)
    return session.exec(held.order_by(col(Submission.retry_at).desc())).first()


def under_way(session: Session, author: UUID) -> set[tuple[UUID | None, str | None]]:
    """The encounter and the form of each of theirs that came and has not been read yet."""
    query = select(Submission.encounter, Submission.form).where(
        Submission.author == author, Submission.status == "received", col(Submission.verified).is_not(False)
    )
    return set(session.exec(query))


def authors_held(session: Session, until: datetime) -> Sequence[UUID | None]:
    """Whose each is that is held until that very moment."""
    return session.exec(select(Submission.author).where(*_HELD, Submission.retry_at == until)).all()


def release(session: Session, until: datetime) -> None:
    """What is held until that very moment is anybody's to take up now."""
    for row in session.exec(
        select(Submission).where(*_HELD, Submission.retry_at == until).options(_PROGRESS).with_for_update()
    ):
        row.attempts, row.retry_at = 0, None
