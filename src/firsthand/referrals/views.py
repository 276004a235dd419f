"""What the desk sees of a referral once it is opened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from firsthand.audit.tables import AuditEntry
from firsthand.encounters.histories import History
from firsthand.encounters.missed import Missed
from firsthand.encounters.payload import Payload
from firsthand.encounters.tables import Encounter, Reading
from firsthand.intake.tables import Submission
from firsthand.people.tables import Link, Person
from firsthand.referrals.settlements import Conflict
from firsthand.referrals.tables import Decision, Grading, Referral, Reopening


@dataclass(frozen=True)
class Look:
    """Proof that somebody entitled was written down as having looked; nothing opens without it."""

    referral: UUID | None
    submission: UUID | None
    viewer: UUID
    at: datetime


@dataclass(frozen=True)
class Words:
    """What somebody said, as they said it. `child` is the id of the form's subject; `said` as in the payload."""

    child: UUID | None
    form: str
    question: str
    said: dict[str, Any]


@dataclass(frozen=True)
class Record:
    """One submission. `payload` is none where it can't be read; `raw` is what was signed, whole.

    `author` only if verified; `row.author` is whoever it claims to be from. `findings` are codes of the FLAGS of intake
    and of encounters. `missed` is what a score was made without.
    """

    row: Submission
    reading: Reading | None
    payload: Payload | None
    raw: dict[str, Any] | None
    findings: list[str]
    missed: Missed | None = None

    @property
    def verified(self) -> bool:
        return bool(self.row.verified)

    @property
    def author(self) -> UUID | None:
        return self.row.author if self.verified else None

    @property
    def clock_ahead(self) -> timedelta:
        """What the times of the phone are corrected by."""
        return timedelta(minutes=self.reading.clock_ahead if self.reading else 0)

    @property
    def words(self) -> Iterator[Words]:
        """Exact words, in the order of the form."""
        said = self.payload
        for question, answer in said.answers.items() if said else ():
            for each in answer.value if isinstance(answer.value, list) else ():
                if isinstance(each, dict) and each.get("words"):
                    yield Words(said.subject if said else None, self.row.form or "", question, each)


@dataclass(frozen=True)
class Known:
    """A person of the encounter, and what is known from earlier."""

    person: Person
    history: History


@dataclass(frozen=True)
class Whole:
    """Everything of one referral. `records` in order of arrival.

    `household`: encounters at the same addresses, of people who are not linked. `referrals`: of every encounter named
    here, by encounter id. `others`: encounters of other agencies that go by the same id.
    """

    referral: Referral
    encounter: Encounter | None
    records: list[Record]
    people: list[Known]
    household: list[Encounter]
    links: list[Link]
    referrals: dict[UUID, Referral]
    others: list[Encounter]
    gradings: list[Grading]
    decisions: list[Decision]
    reopenings: list[Reopening]
    timeline: list[AuditEntry]
    conflicts: list[Conflict]

    @property
    def words(self) -> list[Words]:
        """Exact words, those in a form about a child first."""
        return sorted((words for record in self.records for words in record.words), key=lambda each: not each.child)

    @property
    def proposal(self) -> Grading | None:
        """The lowering that waits for a second person."""
        return next((each for each in self.gradings if each.state == "proposed"), None)
