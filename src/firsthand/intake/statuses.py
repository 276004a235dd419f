"""Who may know how a submission stands, and how much of it."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.intake.submissions import Courier
from firsthand.intake.tables import Submission


@dataclass(frozen=True)
class Standing:
    """`whole`: for its verified author; else `status` alone may be told."""

    row: Submission
    whole: bool


def find(session: Session, submission: UUID, asker: Courier) -> Standing | None:
    """None: there is nothing, or nothing that the asker may know of."""
    same_id = select(Submission).where(Submission.submission == submission)
    rows = session.exec(same_id.order_by(col(Submission.received_at), col(Submission.id))).all()
    own = [row for row in rows if row.verified and row.author == asker.practitioner]
    if own:
        return Standing(min(own, key=_is_a_copy), whole=True)
    told = [row for row in rows if _may_hear(row, asker)]
    return Standing(told[0], whole=False) if told else None


def _is_a_copy(row: Submission) -> bool:
    return "same-words" in row.flags


def _may_hear(row: Submission, asker: Courier) -> bool:
    """Whoever is named as author stops hearing of it once it turned out not to be theirs."""
    named = asker.practitioner is not None and row.author == asker.practitioner
    by_person = asker.practitioner is not None and row.relayed_by == asker.practitioner
    by_device = asker.device is not None and row.relayed_device == asker.device
    return row.verified is None if named else by_person or by_device
