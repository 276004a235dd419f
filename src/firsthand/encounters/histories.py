"""What happened before to the people of an encounter, and at its addresses: facts and dates, never a probability."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.encounters import pasts
from firsthand.encounters.pasts import Past
from firsthand.encounters.rules import YEAR
from firsthand.encounters.tables import Encounter
from firsthand.people import links, persons
from firsthand.people.tables import Person


@dataclass(frozen=True)
class History(Past):
    """With the encounters of one person, this one among them, the latest first."""

    person: UUID
    encounters: list[Encounter]


def of_person(session: Session, person: Person) -> list[Encounter]:
    """All encounters of the persons linked to this one, the latest first."""
    return _encounters(session, [person.id])


def counted(person: Person, encounters: list[Encounter], until: datetime) -> History:
    """The counts take those that started by `until`, the start of the encounter that is looked at."""
    past = pasts.counted(encounters, until, itself=person.encounter)
    return History(**vars(past), person=person.id, encounters=encounters)


def _encounters(session: Session, people: Iterable[UUID]) -> list[Encounter]:
    linked = links.linked(session, people)
    theirs = select(Person.encounter).where(col(Person.id).in_(linked))
    query = select(Encounter).where(col(Encounter.id).in_(theirs))
    return list(session.exec(query.order_by(col(Encounter.started_at).desc(), col(Encounter.id).desc())))


def incidents_in_12_months(session: Session, encounter: Encounter) -> int | None:
    """Incident encounters of its victims in the year up to its start, itself among them; none without a victim."""
    victims = [each.id for each in persons.of_encounter(session, encounter.id) if each.role == "victim"]
    start = encounter.started_at
    if not victims or start is None:
        return None
    found = _encounters(session, victims)
    return pasts.incidents(each for each in found if each.started_at and start - YEAR < each.started_at <= start)


def at_same_address(session: Session, encounter: UUID) -> list[Encounter]:
    """Encounters at an address that this one names, the latest first: the household, not necessarily the person."""
    there = select(Encounter).where(col(Encounter.id).in_(persons.households(session, encounter)))
    return list(session.exec(there.order_by(col(Encounter.started_at).desc())))
