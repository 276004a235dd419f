"""Recording who was there, as each submission describes them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.base.sealed import keyed_hash
from firsthand.people import rules
from firsthand.people.rules import Address, Description
from firsthand.people.tables import AddressKey, Person, PersonKey, PersonVersion

_DESCRIBED = ("role", "given_name", "family_name", "date_of_birth", "nhs_number", "phone", "address")


def record(
    session: Session, encounter: UUID, told: Mapping[UUID, Description], *, submission: UUID, at: datetime
) -> list[Person]:
    """Those of whom something new is said, kept beside what was said before. `told` is by the phone's ids."""
    people = {person.named: person for person in of_encounter(session, encounter)}
    known = list(people.values())
    for named in (named for named in told if named not in people):
        people[named] = Person(encounter=encounter, named=named, role=told[named].role)
        session.add(people[named])
    session.flush()
    held = _held(session, known)
    changed = []
    for named, description in told.items():
        person = people[named]
        said = keyed_hash("people.said", str(person.id), description.whole)
        if (person.id, said) not in held:
            _add_version(session, person, description, said, submission, at)
            changed.append(person)
    session.flush()
    return changed


def _held(session: Session, people: Iterable[Person]) -> set[tuple[UUID, str]]:
    ids = [person.id for person in people]
    query = select(PersonVersion.person, PersonVersion.said).where(col(PersonVersion.person).in_(ids))
    return set(session.exec(query).all()) if ids else set()


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
    held: set[str] = set()
    if person.versions > 1:
        held = set(session.exec(select(PersonKey.key).where(PersonKey.person == person.id)))
    for kind, key in keys(told):
        if key not in held:
            session.add(PersonKey(kind=kind, key=key, person=person.id))
    for address in told.addresses:
        note_address(session, person.encounter, address)


def keys(told: Description) -> list[tuple[str, str]]:
    """Each (kind, keyed hash) by which a person so described is found again."""
    return [(kind, keyed_hash(f"people.{kind}", *words)) for kind, words in rules.person_keys(told)]


def note_address(session: Session, encounter: UUID, address: Address) -> None:
    """Makes an encounter findable by an address: where it happened, or where somebody lives."""
    words = rules.address_key(address)
    if words is None:
        return
    key = keyed_hash("people.address", *words)
    held = select(AddressKey.id).where(AddressKey.key == key, AddressKey.encounter == encounter)
    if session.exec(held).first() is None:
        session.add(AddressKey(key=key, encounter=encounter))


def of_encounter(session: Session, encounter: UUID) -> list[Person]:
    """In the order in which they were named."""
    named = select(Person).where(Person.encounter == encounter).order_by(col(Person.id))
    return list(session.exec(named))


def versions(session: Session, person: UUID) -> list[PersonVersion]:
    """Everything that was said of a person, the first first; the accounts may differ, or one say more."""
    said = select(PersonVersion).where(PersonVersion.person == person)
    return list(session.exec(said.order_by(col(PersonVersion.number))))


def accounts(versions: Iterable[PersonVersion]) -> list[tuple[str, list[str]]]:
    """Where what was said of a person differs: the field, and each of its values, in the order of the versions."""
    versions = list(versions)
    said = {name: [str(value) for each in versions if (value := getattr(each, name))] for name in _DESCRIBED}
    return [(name, list(dict.fromkeys(values))) for name, values in said.items() if len(set(values)) > 1]


def households(session: Session, encounter: UUID) -> set[UUID]:
    """Other encounters at any address that this one names."""
    here = select(AddressKey.key).where(AddressKey.encounter == encounter)
    there = select(AddressKey.encounter).where(col(AddressKey.key).in_(here), AddressKey.encounter != encounter)
    return set(session.exec(there.distinct()))
