"""What is known of a person from before, as counts and days: of somebody described, whom no record here need name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from firsthand.encounters import families
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


def of_described(
    session: Session, people: Mapping[UUID, Description], until: datetime, *, besides: UUID | None = None
) -> dict[UUID, Past]:
    """Of everybody in `people`, through the links; zeros for whom nobody knows. A few statements for any family.

    `besides` is the name of an encounter that does not count: the one that is being recorded.
    """
    found = links.of_described(session, people)
    family = families.of(session, {row for rows in found.values() for row in rows})
    met = family.met()
    pasts = {each: {one for row in rows for one in met.get(family.one_for[row], ())} for each, rows in found.items()}
    there = {each: one for each, one in family.encounters.items() if one.named != besides}
    return {each: counted((there[one] for one in past if one in there), until) for each, past in pasts.items()}
