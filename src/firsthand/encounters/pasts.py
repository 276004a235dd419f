"""What is known of a person from before, as counts and days: of somebody described, whom no record here need name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from firsthand.encounters import families
from firsthand.encounters.families import Family
from firsthand.encounters.rules import YEAR
from firsthand.encounters.tables import Encounter
from firsthand.people import links
from firsthand.people.rules import Description


@dataclass(frozen=True)
class Past:
    """`incidents_…` count the encounters of kind incident; the days are none where there was no encounter."""

    in_12_months: int
    ever: int
    incidents_in_12_months: int
    incidents_ever: int
    days_since_last: int | None


NOTHING = Past(0, 0, 0, 0, None)


@dataclass(frozen=True)
class Found:
    """Whom descriptions fit: `rows` by the key of the description, and everybody whom links join to these.

    Whoever was described too little to be looked up is in neither.
    """

    rows: dict[UUID, set[UUID]]
    family: Family

    @property
    def people(self) -> list[UUID]:
        """One row for each human being that was found."""
        return sorted({self.family.one_for[row] for rows in self.rows.values() for row in rows})

    def pasts(self, until: datetime, *, besides: UUID | None = None) -> dict[UUID, Past]:
        """Of everybody who could be looked up, through the links; zeros for whom nobody knows.

        `besides` is the name of an encounter that does not count: the one that is being recorded.
        """
        met, one_for = self.family.met(), self.family.one_for
        there = {each: one for each, one in self.family.encounters.items() if one.named != besides}
        past = {key: {one for row in rows for one in met.get(one_for[row], ())} for key, rows in self.rows.items()}
        return {key: counted((there[one] for one in theirs if one in there), until) for key, theirs in past.items()}


def found(session: Session, people: Mapping[UUID, Description]) -> Found:
    """A few statements for any family."""
    rows = links.of_described(session, people)
    return Found(rows, families.of(session, {row for theirs in rows.values() for row in theirs}))


def counted(encounters: Iterable[Encounter], until: datetime, *, itself: UUID | None = None) -> Past:
    """Of those that started by `until`; the days since the last pass over the encounter `itself`."""
    started = [(each.started_at, each) for each in encounters if each.started_at and each.started_at <= until]
    recent = [each for start, each in started if start > until - YEAR]
    before = [start for start, each in started if each.id != itself]
    return Past(
        in_12_months=len(recent),
        ever=len(started),
        incidents_in_12_months=incidents(recent),
        incidents_ever=incidents(each for _, each in started),
        days_since_last=(until - max(before)).days if before else None,
    )


def incidents(encounters: Iterable[Encounter]) -> int:
    return sum(each.kind == "incident" for each in encounters)
