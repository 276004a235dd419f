"""Recording who was there, as each submission describes them."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.base.sealed import keyed_hash
from firsthand.people import rules
from firsthand.people.rules import Address, Description
from firsthand.people.tables import AddressKey, Person, PersonKey, PersonVersion


def record(
    session: Session, encounter: UUID, named: UUID, description: Description, *, submission: UUID, at: datetime
) -> Person:
    """The person of this encounter; a description that differs from the earlier ones is kept beside them."""
    person = find(session, encounter, named) or _added(session, encounter, named, description)
    said = keyed_hash("people.said", str(person.id), description.whole)
    if not session.exec(
        select(PersonVersion.id).where(PersonVersion.person == person.id, PersonVersion.said == said)
    ).first():
        _add_version(session, person, description, said, submission, at)
    return person


def find(session: Session, encounter: UUID, named: UUID) -> Person | None:
    return session.exec(select(Person).where(Person.encounter == encounter, Person.named == named)).first()


def _added(session: Session, encounter: UUID, named: UUID, description: Description) -> Person:
    person = Person(encounter=encounter, named=named, role=description.role, is_child=description.is_child)
    session.add(person)
    session.flush()
    return person


def _add_version(
    session: Session, person: Person, told: Description, said: str, submission: UUID, at: datetime
) -> None:
    person.versions += 1
    person.is_child = person.is_child or told.is_child
    version = PersonVersion(
        person=person.id, number=person.versions, submission=submission, at=at, said=said, role=told.role
    )
    version.given_name = told.given_name or None
    version.family_name = told.family_name or None
    version.date_of_birth = told.date_of_birth or None
    version.nhs_number = told.nhs_number or None
    version.phone = next(iter(told.phones), None)
    version.address = next((_written(each) for each in told.addresses), None)
    session.add(version)
    _add_keys(session, person, told)


def _written(address: Address) -> str:
    return ", ".join(filter(None, (*address.lines, address.postcode)))


def _add_keys(session: Session, person: Person, told: Description) -> None:
    for kind, words in rules.person_keys(told):
        key = keyed_hash(f"people.{kind}", *words)
        held = select(PersonKey.id).where(PersonKey.kind == kind, PersonKey.key == key, PersonKey.person == person.id)
        if session.exec(held).first() is None:
            session.add(PersonKey(kind=kind, key=key, person=person.id))
    for address in told.addresses:
        note_address(session, person.encounter, address, person.id)


def note_address(session: Session, encounter: UUID, address: Address, person: UUID | None = None) -> None:
    """Makes an encounter findable by an address: a person's, or where it happened."""
    words = rules.address_key(address)
    if words is None:
        return
    key = keyed_hash("people.address", *words)
    held = select(AddressKey.id).where(
        AddressKey.key == key, AddressKey.encounter == encounter, col(AddressKey.person) == person
    )
    if session.exec(held).first() is None:
        session.add(AddressKey(key=key, encounter=encounter, person=person))
        session.flush()


def of_encounter(session: Session, encounter: UUID) -> list[Person]:
    """In the order in which they were named."""
    named = select(Person).where(Person.encounter == encounter).order_by(col(Person.id))
    return list(session.exec(named))


def versions(session: Session, person: UUID) -> list[PersonVersion]:
    """Everything that was said of a person, the first first; more than one means that accounts differ."""
    said = select(PersonVersion).where(PersonVersion.person == person)
    return list(session.exec(said.order_by(col(PersonVersion.number))))


def households(session: Session, encounter: UUID) -> set[UUID]:
    """Other encounters at any address that this one names."""
    here = select(AddressKey.key).where(AddressKey.encounter == encounter)
    there = select(AddressKey.encounter).where(col(AddressKey.key).in_(here), AddressKey.encounter != encounter)
    return set(session.exec(there.distinct()))
