"""When one encounter changes what is known of others: those whose number of incidents is another now are read again."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.encounters import readings
from firsthand.encounters.histories import YEAR
from firsthand.encounters.tables import Encounter, Reading
from firsthand.people import links, persons
from firsthand.people.tables import Link, Person


def refresh(session: Session, encounter: Encounter) -> None:
    """A few statements, however large the family is."""
    family = links.linked(session, [each.id for each in persons.of_encounter(session, encounter.id)])
    people = list(session.exec(select(Person).where(col(Person.id).in_(family))))
    one_for = _one_for_each(people, links.of(session, family))
    there = select(Encounter).where(col(Encounter.id).in_({each.encounter for each in people}))
    encounters = {each.id: each for each in session.exec(there)}
    readings.make_stale(session, _differing(session, _counts(people, one_for, encounters)))


def _one_for_each(people: Iterable[Person], standing: Iterable[Link]) -> dict[UUID, UUID]:
    """For each row, one id that stands for the human being: the least of those linked."""
    one_for = {person.id: person.id for person in people}
    for link in (link for link in standing if {link.one, link.other} <= one_for.keys()):
        least, most = sorted((one_for[link.one], one_for[link.other]))
        one_for = {row: least if one == most else one for row, one in one_for.items()}
    return one_for


def _counts(people: Iterable[Person], one_for: dict[UUID, UUID], encounters: dict[UUID, Encounter]) -> dict[UUID, int]:
    """Incidents of each encounter's victims in the year up to its start."""
    met: dict[UUID, set[UUID]] = {}
    victims: dict[UUID, set[UUID]] = {}
    for person in people:
        met.setdefault(one_for[person.id], set()).add(person.encounter)
        if person.role == "victim":
            victims.setdefault(person.encounter, set()).add(one_for[person.id])
    pasts = {each: {past for one in ones for past in met[one]} for each, ones in victims.items()}
    return {each: _incidents(encounters[each], [encounters[past] for past in pasts[each]]) for each in pasts}


def _incidents(encounter: Encounter, pasts: Iterable[Encounter]) -> int:
    until = encounter.started_at
    known = [past.started_at for past in pasts if past.kind == "incident" and past.started_at]
    return sum(until - YEAR < start <= until for start in known) if until else 0


def _differing(session: Session, counts: dict[UUID, int]) -> set[UUID]:
    read = select(Reading.encounter, Reading.incidents).where(
        col(Reading.encounter).in_(list(counts)), col(Reading.level).is_not(None)
    )
    return {each for each, incidents in session.exec(read) if each and counts[each] != incidents}
