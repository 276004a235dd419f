"""The encounters of everybody whom links join to somebody, and what is read again when one of them changes the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.encounters import readings
from firsthand.encounters.rules import YEAR
from firsthand.encounters.tables import Encounter, Reading
from firsthand.people import links, persons
from firsthand.people.tables import Person


@dataclass(frozen=True)
class Family:
    """`one_for` has one id for each human being, by the ids of `people`; `encounters` are by id."""

    people: list[Person]
    one_for: Mapping[UUID, UUID]
    encounters: dict[UUID, Encounter]

    def met(self) -> dict[UUID, set[UUID]]:
        """At which encounters each human being was."""
        met: dict[UUID, set[UUID]] = {}
        for person in self.people:
            met.setdefault(self.one_for[person.id], set()).add(person.encounter)
        return met


def of(session: Session, people: Iterable[UUID]) -> Family:
    """A few statements, however large it is.

    Without what was kept for its author's agency: of that not even the number is told.
    """
    one_for = links.together(session, people)
    rows = session.exec(select(Person).where(col(Person.id).in_(one_for))).all()
    shared = select(Reading.id).where(Reading.encounter == Encounter.id, col(Reading.refers).is_(True)).exists()
    there = select(Encounter).where(col(Encounter.id).in_({each.encounter for each in rows}), shared)
    encounters = {each.id: each for each in session.exec(there)}
    return Family([each for each in rows if each.encounter in encounters], one_for, encounters)


def of_encounter(session: Session, encounter: Encounter) -> Family:
    return of(session, [each.id for each in persons.of_encounter(session, encounter.id)])


def refresh(session: Session, family: Family) -> None:
    """Where the number of incidents is another now, what was made of an encounter is read again."""
    readings.make_stale(session, _differing(session, _counts(family)))


def _counts(family: Family) -> dict[UUID, int]:
    """Incidents of each encounter's victims in the year up to its start."""
    victims: dict[UUID, set[UUID]] = {}
    for person in family.people:
        if person.role == "victim":
            victims.setdefault(person.encounter, set()).add(family.one_for[person.id])
    met, there = family.met(), family.encounters
    pasts = {each: {past for one in ones for past in met[one]} for each, ones in victims.items()}
    return {each: _incidents(there[each], [there[past] for past in pasts[each]]) for each in pasts}


def _incidents(encounter: Encounter, pasts: Iterable[Encounter]) -> int:
    until = encounter.started_at
    known = [past.started_at for past in pasts if past.kind == "incident" and past.started_at]
    return sum(until - YEAR < start <= until for start in known) if until else 0


def _differing(session: Session, counts: dict[UUID, int]) -> set[UUID]:
    read = select(Reading.encounter, Reading.incidents).where(
        col(Reading.encounter).in_(list(counts)), col(Reading.level).is_not(None)
    )
    return {each for each, incidents in session.exec(read) if each and counts[each] != incidents}
