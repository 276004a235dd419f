"""What is known from before of somebody who is described, as counts and days."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlmodel import Session

from firsthand.audit import entries
from firsthand.base import clock, ids
from firsthand.encounters import pasts
from firsthand.encounters.pasts import Past
from firsthand.people.rules import Description
from firsthand.people.tables import Link
from support.authors import Author
from support.desk import ANNA, Desk, person

DESCRIBED = Description("victim", "Anna", "Świątek-Łoś", "1990-02-03")
NUMBERED = Description("victim", nhs_number="9990000018")
STRANGER = Description("other", "Jan", "Wilk", "1988-08-08")


@pytest.fixture
def author(desk: Desk) -> Author:
    return desk.author()


def past(desk: Desk, described: Description = DESCRIBED, besides: UUID | None = None) -> Past:
    key = ids.new()
    found = desk.read(lambda session: pasts.found(session, {key: described}).pasts(clock.now(), besides=besides))
    one: Past = found[key]
    return one


def met(desk: Desk, author: Author, days: int, **record: Any) -> None:
    desk.send(author, **{"started": timedelta(days=days), "people": [person(**ANNA)]} | record)


def test_encounters_and_incidents_are_counted_by_name_and_birth_date_or_by_nhs_number(
    desk: Desk, author: Author
) -> None:
    met(desk, author, 400)
    met(desk, author, 40)
    met(desk, author, 10, kind="home_visit", form="signs_of_safety")
    assert past(desk) == past(desk, NUMBERED) == Past(2, 3, 1, 2, 10)


def test_somebody_whom_nobody_knows_has_zeros(desk: Desk, author: Author) -> None:
    met(desk, author, 10)
    assert past(desk, STRANGER) == pasts.NOTHING


def test_whoever_is_described_too_little_to_be_looked_up_has_no_counts_at_all(desk: Desk, author: Author) -> None:
    met(desk, author, 10)
    with pytest.raises(KeyError):
        past(desk, Description("child", "Baby"))


def test_each_of_several_has_their_own_counts(desk: Desk, author: Author) -> None:
    jan = person("other", given_name="Jan", family_name="Wilk", date_of_birth="1988-08-08")
    met(desk, author, 20, people=[person(**ANNA), jan])
    met(desk, author, 10)
    one, other, third = ids.new(), ids.new(), ids.new()
    wanted = {one: DESCRIBED, other: STRANGER, third: NUMBERED}
    found = desk.read(lambda session: pasts.found(session, wanted).pasts(clock.now()))
    assert [found[each].ever for each in (one, other, third)] == [2, 1, 2]


def test_what_an_agency_keeps_is_not_even_counted(desk: Desk, author: Author) -> None:
    met(desk, author, 10, form="signs_of_safety", kind="home_visit", route={"to": "agency"})
    assert past(desk) == pasts.NOTHING


def test_a_link_that_was_undone_leads_nowhere(desk: Desk, author: Author) -> None:
    met(desk, author, 20)
    met(desk, author, 10, people=[person(nhs_number="9990000018")])
    assert past(desk).ever == 2

    def undo(session: Session) -> None:
        (link,) = desk.rows(Link)
        (session.get_one(Link, link.id)).undone_at = clock.now()
        entries.record(session, "people.linked")

    desk.write(undo)
    assert past(desk).ever == 1


def test_the_encounter_that_is_being_recorded_does_not_count(desk: Desk, author: Author) -> None:
    encounter = ids.new()
    met(desk, author, 1, encounter=encounter)
    met(desk, author, 9)
    assert past(desk, besides=encounter) == Past(1, 1, 1, 1, 9)


def test_a_large_family_takes_as_many_statements_as_a_small_one(desk: Desk, author: Author) -> None:
    def counted() -> int:
        sent: list[str] = []
        event.listen(desk.database.engine, "before_cursor_execute", lambda *told: sent.append(told[2]))
        past(desk)
        return len(sent)

    for days in (20, 10):
        met(desk, author, days)
    few = counted()
    desk.deliver(*(desk.envelope(author, started=timedelta(days=days)) for days in range(30, 42)))
    desk.drain()
    assert past(desk).ever == 14
    assert counted() == few
