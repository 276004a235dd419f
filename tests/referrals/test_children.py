"""One child across encounters: who may look, what is written down, what is among it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from firsthand.audit.tables import AuditEntry
from firsthand.base import ids
from firsthand.base.problems import Problem
from firsthand.encounters.tables import Reading
from firsthand.people.tables import Person
from firsthand.referrals import children
from firsthand.referrals.children import Child
from support.authors import Author
from support.desk import ANNA, Desk, Viewer, person

OLA = {"given_name": "Ola", "family_name": "Sample-Wren", "date_of_birth": "2016-05-09"}


@pytest.fixture
def author(desk: Desk) -> Author:
    return desk.author()


def voice(desk: Desk, author: Author, words: str, **more: Any) -> dict[str, Any]:
    """An encounter with the child, who says this."""
    child = person("child", **OLA)
    said = {"exact_words": {"value": [{"words": words, "prompt": "Tell me", "language": "en"}]}}
    desk.send(author, people=[person(**ANNA), child], form="child_voice", subject=child["id"], said=said, **more)
    return child


def row(desk: Desk, child: dict[str, Any]) -> UUID:
    return next(each.id for each in desk.rows(Person) if str(each.named) == child["id"])


def opened(desk: Desk, child: UUID, viewer: Viewer | None = None) -> Child:
    seen = desk.write(lambda session: children.look(session, child, viewer or Viewer()))
    found: Child = desk.read(lambda session: children.open(session, seen))
    return found


def test_what_a_child_said_in_any_encounter_stands_together_the_latest_first(desk: Desk, author: Author) -> None:
    first = voice(desk, author, "He shouted", started=timedelta(days=1))
    voice(desk, desk.author(), "I hid")
    found = opened(desk, row(desk, first))
    said = [[words.said["words"] for record in each.records for words in record.words] for each in found.chapters]
    assert said == [["I hid"], ["He shouted"]]
    assert found.history.ever == 2


def test_the_look_is_written_down_before_anything_opens(desk: Desk, author: Author) -> None:
    child, viewer = row(desk, voice(desk, author, "I hid")), Viewer("supervisor")
    desk.write(lambda session: children.look(session, child, viewer))
    looks = [entry for entry in desk.rows(AuditEntry) if entry.action == "child.viewed"]
    assert [(entry.actor, entry.subject) for entry in looks] == [(viewer.id, child)]
    assert looks[0].detail == {"referrals": [str(desk.referral().id)]}


@pytest.mark.parametrize("role", ["practitioner", "partner", "manager"])
def test_nobody_else_sees_a_child_across_encounters(desk: Desk, author: Author, role: str) -> None:
    child = row(desk, voice(desk, author, "I hid"))
    with pytest.raises(Problem) as refused:
        opened(desk, child, Viewer(role, id=author.practitioner))
    assert refused.value.code == "not-allowed"


def test_an_adult_has_no_such_page(desk: Desk, author: Author) -> None:
    voice(desk, author, "I hid")
    adult = next(each for each in desk.rows(Person) if not each.is_child)
    with pytest.raises(Problem) as refused:
        opened(desk, adult.id)
    assert refused.value.code == "not-found"


def test_what_was_kept_for_its_authors_agency_is_not_among_it(desk: Desk, author: Author) -> None:
    child = row(desk, voice(desk, author, "I hid"))
    people = [person(**ANNA), person("child", **OLA)]
    enquiry: dict[str, Any] = {"form": "routine_enquiry", "kind": "enquiry", "route": {"to": "agency"}}
    desk.send(desk.author(), people=people, **enquiry)
    assert any(not reading.refers for reading in desk.rows(Reading))
    assert len(opened(desk, child).chapters) == 1


def test_of_very_many_encounters_the_latest_are_opened(
    desk: Desk, author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = row(desk, voice(desk, author, "first", about={"encounter": str(ids.new())}))
    for words in ("second", "third"):
        voice(desk, author, words, about={"encounter": str(ids.new())})
    monkeypatch.setattr(children, "MOST", 2)
    found = opened(desk, child)
    assert len(found.chapters) == 2
    assert len(found.unopened) == 1
