"""Which encounter a verified submission belongs to, and what it adds to it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.encounters import rules
from firsthand.encounters.tables import Encounter
from firsthand.people import persons
from firsthand.people.rules import Address, Description
from firsthand.people.tables import Person


@dataclass(frozen=True)
class Told:
    """What one submission says of its encounter. `started_at` is corrected by the phone's clock offset."""

    kind: str | None
    started_at: datetime | None
    place: Address | None
    people: dict[UUID, Description]


def join(session: Session, named: UUID, *, author: UUID, agency: UUID, received_at: datetime) -> Encounter:
    """The encounter that this author or their agency began under this name, else a new one, flagged if others did."""
    begun = session.exec(select(Encounter).where(Encounter.named == named).with_for_update()).all()
    own = next((each for each in begun if agency == each.agency or author == each.author), None)
    if own is None:
        own = Encounter(named=named, author=author, agency=agency, received_at=received_at)
        own.flags = ["names_encounter"] if begun else []
        session.add(own)
        session.flush()
    own.received_at = min(own.received_at, received_at)
    return own


def tell(session: Session, encounter: Encounter, told: Told, *, submission: UUID, at: datetime) -> list[Person]:
    """Adds what a submission says; where it differs from an earlier one, both stay and a flag says so.

    Answers the persons of whom it says something new.
    """
    _tell_kind(encounter, told.kind)
    _tell_start(encounter, told.started_at)
    if told.place:
        persons.note_address(session, encounter.id, told.place)
    changed = persons.record(session, encounter.id, told.people, submission=submission, at=at)
    if any(_differs(session, encounter, person) for person in changed):
        _flag(encounter, "versions_differ")
    encounter.children = sum(person.is_child for person in persons.of_encounter(session, encounter.id))
    return changed


def _differs(session: Session, encounter: Encounter, person: Person) -> bool:
    """Guests of a meeting are told less of each person than the chair knows: there, to say less is no other account."""
    if encounter.kind == "meeting":
        return bool(persons.accounts(persons.versions(session, person.id)))
    return person.versions > 1


def _tell_kind(encounter: Encounter, kind: str | None) -> None:
    if kind is None:
        return
    if encounter.kind not in (None, kind):
        _flag(encounter, "kind_differs")
    if encounter.kind is None or kind == "incident":
        encounter.kind = kind


def _tell_start(encounter: Encounter, started_at: datetime | None) -> None:
    if started_at is None:
        return
    if encounter.started_at not in (None, started_at):
        _flag(encounter, "start_differs")
    encounter.started_at = min(encounter.started_at or started_at, started_at)


def _flag(encounter: Encounter, flag: str) -> None:
    encounter.flags = rules.joined(encounter.flags, [flag])


def named_by(session: Session, encounter: Encounter) -> list[Encounter]:
    """Those of other agencies that go by the same name, the first first."""
    same = select(Encounter).where(Encounter.named == encounter.named, Encounter.id != encounter.id)
    return list(session.exec(same.order_by(col(Encounter.received_at))))
