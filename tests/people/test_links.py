"""Who is found again, and who is not."""

from uuid import UUID

import pytest
from sqlmodel import Session

from firsthand.audit import entries
from firsthand.base import clock, ids
from firsthand.base.database import Database
from firsthand.people import links, persons
from firsthand.people.rules import Address, Description
from firsthand.people.tables import Link, Person

ANNA = Description("victim", "Anna", "Świątek", "1990-02-03", "999 000 0018", (), (), False, "anna")


@pytest.fixture
def people(database: Database) -> "People":
    return People(database)


class People:
    def __init__(self, database: Database) -> None:
        self.database = database

    def met(self, description: Description, encounter: UUID | None = None) -> Person:
        def work(session: Session) -> Person:
            entries.record(session, "submission.read")
            there, named = encounter or ids.new(), ids.new()
            told = persons.record(session, there, {named: description}, submission=ids.new(), at=clock.now())
            links.make(session, told)
            return told[0]

        return self.database.writes.run_sync(work)

    def linked(self, person: Person) -> set[UUID]:
        return self.database.reads.run_sync(lambda session: links.linked(session, [person.id]))


def described(given: str = "", family: str = "", born: str = "", nhs: str = "") -> Description:
    return Description("victim", given, family, born, nhs, whole=f"{given}{family}{born}{nhs}")


def test_the_same_name_and_birth_date_is_the_same_person(people: People) -> None:
    one, other = people.met(ANNA), people.met(described("ANNA", "Swiatek", "1990-02-03"))
    assert people.linked(one) == {one.id, other.id}


def test_the_same_nhs_number_is_the_same_person_whatever_the_name(people: People) -> None:
    one, other = people.met(ANNA), people.met(described("A.", "Nowak", "", "9990000018"))
    assert people.linked(one) == {one.id, other.id}


def test_the_same_name_alone_is_not(people: People) -> None:
    one, _ = people.met(ANNA), people.met(described("Anna", "Świątek", "1991-02-03"))
    assert people.linked(one) == {one.id}


def test_links_lead_on_to_whoever_is_linked_in_turn(people: People) -> None:
    first = people.met(described("Anna", "Świątek", "1990-02-03"))
    people.met(ANNA)
    last = people.met(described("Ania", "Kowalska", "", "9990000018"))
    assert people.linked(last) >= {first.id, last.id}


def test_a_link_that_was_undone_leads_nowhere(people: People) -> None:
    one, _ = people.met(ANNA), people.met(ANNA)

    def undo(session: Session) -> None:
        (link,) = links.of(session, [one.id])
        link.undone_at = clock.now()
        entries.record(session, "people.linked")

    people.database.writes.run_sync(undo)
    assert people.linked(one) == {one.id}


def test_two_people_of_one_encounter_are_never_linked(people: People) -> None:
    encounter = ids.new()
    one, _ = people.met(ANNA, encounter), people.met(ANNA, encounter)
    assert people.linked(one) == {one.id}


def test_a_link_says_which_keys_agreed(people: People) -> None:
    one, _ = people.met(ANNA), people.met(ANNA)
    found: list[Link] = people.database.reads.run_sync(lambda session: links.of(session, [one.id]))
    assert found[0].because == ["name_born", "nhs_number"]


def test_encounters_at_one_address_are_a_household_not_a_person(people: People) -> None:
    home = (Address(("12 Invented Rd",), "ZZ99 3WZ"),)
    one = people.met(Description("victim", "Anna", addresses=home, whole="1"))
    other = people.met(Description("victim", "Maria", addresses=home, whole="2"))
    assert people.linked(one) == {one.id}
    assert people.database.reads.run_sync(lambda session: persons.households(session, one.encounter)) == {
        other.encounter
    }
