"""How a submission stands, for whoever wrote it: its stage at the desk and what was decided."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.encounters import missed
from firsthand.encounters.missed import Missed
from firsthand.encounters.tables import Reading
from firsthand.intake import processing
from firsthand.intake.tables import Submission
from firsthand.referrals import decisions
from firsthand.referrals.tables import Decision, Referral


@dataclass(frozen=True)
class Standing:
    """`referral` is none for what was kept with the author's own agency, or has not been read yet."""

    row: Submission
    reading: Reading | None
    referral: Referral | None
    decisions: list[Decision]

    @property
    def held(self) -> bool:
        """A score whose meeting has not been revealed."""
        return processing.is_held(self.row)


def by_author(session: Session, author: UUID, limit: int = 100) -> list[Standing]:
    """What was verified as theirs, the latest first."""
    query = select(Submission).where(Submission.author == author, col(Submission.verified).is_(True))
    rows = session.exec(query.order_by(col(Submission.received_at).desc(), col(Submission.id)).limit(limit))
    return [of_row(session, row) for row in rows if "same-words" not in row.flags]


def of_row(session: Session, row: Submission) -> Standing:
    """Of one envelope, whatever else has its id."""
    reading = session.exec(select(Reading).where(Reading.envelope == row.id)).first()
    referral = _referral(session, reading) if reading and reading.refers else None
    return Standing(row, reading, referral, decisions.of(session, referral.id) if referral else [])


def referrals_of(session: Session, submission: UUID) -> set[UUID]:
    """Where whatever came under this id stands at the desk."""
    rows = session.exec(select(Submission).where(Submission.submission == submission)).all()
    return {found.referral.id for found in (of_row(session, row) for row in rows) if found.referral}


@dataclass(frozen=True)
class Asked:
    """A score that its author is asked to give again."""

    row: Submission
    missed: Missed


def asked_again(session: Session, author: UUID) -> list[Asked]:
    """The latest first; one for each encounter. Not what they gave again a moment ago, while it is being read."""
    given = processing.under_way(session, author)
    open_ = [Asked(session.get_one(Submission, each.score.envelope), each) for each in missed.open_of(session, author)]
    return [each for each in open_ if (each.row.encounter, each.row.form) not in given]


def _referral(session: Session, reading: Reading) -> Referral | None:
    """The encounter's, or its own where it names no encounter."""
    own = Referral.encounter == reading.encounter if reading.encounter else Referral.envelope == reading.envelope
    return session.exec(select(Referral).where(own)).first()
