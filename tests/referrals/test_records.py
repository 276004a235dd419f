"""Opening what is sealed: for whom, what they see, and the look written down."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from firsthand.audit.tables import AuditEntry
from firsthand.base import ids
from firsthand.base.problems import Problem
from firsthand.people.tables import PersonVersion
from firsthand.referrals import records, standings
from firsthand.referrals.views import Whole
from support.authors import Author
from support.desk import ANNA, Desk, Viewer, answers, person

SAID = [{"words": "Schowałam się pod łóżkiem", "prompt": "Tell me", "language": "pl", "english": "I hid under the bed"}]
HOME = [{"lines": ["12 Invented Rd"], "postcode": "ZZ99 3WZ"}]


@pytest.fixture
def author(desk: Desk) -> Author:
    return desk.author()


def opened(desk: Desk, referral: UUID, viewer: Viewer | None = None) -> Whole:
    seen = desk.write(lambda session: records.look(session, referral, viewer or Viewer()))
    whole: Whole = desk.read(lambda session: records.open(session, seen))
    return whole


def test_a_referral_opens_with_the_childs_words_first(desk: Desk, author: Author) -> None:
    encounter, child = ids.new(), person("child", given_name="Ola", date_of_birth="2016-05-09")
    shared: dict[str, Any] = {"encounter": encounter, "people": [person(**ANNA), child]}
    desk.send(author, **shared, said=answers(15))
    voice = {"exact_words": {"value": SAID}}
    desk.send(author, **shared, form="child_voice", subject=child["id"], said=voice)
    whole = opened(desk, desk.referral().id)
    assert [words.said["english"] for words in whole.words] == ["I hid under the bed"]
    assert str(whole.words[0].child) == child["id"]
    assert [known.person.role for known in whole.people] == ["child", "victim"]
    assert [record.row.form for record in whole.records] == ["dash", "child_voice"]
    assert whole.records[0].author == author.practitioner


def test_every_look_is_written_down_before_anything_opens(desk: Desk, author: Author) -> None:
    desk.send(author)
    viewer = Viewer("supervisor")
    opened(desk, desk.referral().id, viewer)
    looks = [entry for entry in desk.rows(AuditEntry) if entry.action == "referral.viewed"]
    assert [(entry.actor, entry.subject) for entry in looks] == [(viewer.id, desk.referral().id)]


@pytest.mark.parametrize("role", ["practitioner", "partner", "manager"])
def test_nobody_else_opens_a_referral(desk: Desk, author: Author, role: str) -> None:
    desk.send(author)
    with pytest.raises(Problem) as refused:
        opened(desk, desk.referral().id, Viewer(role, id=author.practitioner))
    assert refused.value.code == "not-allowed"


def test_authors_read_their_own_and_do_not_learn_of_others(desk: Desk, author: Author) -> None:
    about = {"id": str(ids.new())}
    desk.send(author, about=about)
    own = Viewer("practitioner", id=author.practitioner)
    seen = desk.write(lambda session: records.look_at_own(session, UUID(about["id"]), own))
    (record,) = desk.read(lambda session: records.open_one(session, seen))
    assert record.payload.answers["injured_now"].value == "yes"
    with pytest.raises(Problem) as refused:
        desk.write(lambda session: records.look_at_own(session, UUID(about["id"]), Viewer("practitioner")))
    assert refused.value.code == "not-found"


def test_two_authors_under_one_id_each_read_their_own(desk: Desk, author: Author) -> None:
    about, other = {"id": str(ids.new())}, desk.author()
    for each in (author, other):
        desk.send(each, about=about)
    for each in (author, other):
        own = Viewer("practitioner", id=each.practitioner)
        seen = desk.write(lambda session, own=own: records.look_at_own(session, UUID(about["id"]), own))
        (record,) = desk.read(lambda session, seen=seen: records.open_one(session, seen))
        standing = desk.read(lambda session, row=record.row: standings.of_row(session, row))
        assert record.author == standing.referral.author == each.practitioner


def test_history_counts_calls_and_names_other_people_of_the_same_house_apart(desk: Desk, author: Author) -> None:
    for days in (400, 40, 10):
        desk.send(author, started=timedelta(days=days), people=[person(**ANNA)])
    maria = person(given_name="Maria", family_name="Nowak", date_of_birth="1980-01-01", addresses=HOME)
    desk.send(author, started=timedelta(days=5), people=[maria])
    desk.send(author, people=[person(**ANNA)])
    whole = opened(desk, desk.referrals()[-1].id)
    history = whole.people[0].history
    assert (history.in_12_months, history.ever, history.incidents_ever, history.days_since_last) == (3, 4, 4, 9)
    assert len(whole.household) == 1
    assert whole.referrals[whole.household[0].id].reference
    assert whole.links[0].because == ["name_born", "nhs_number"]


def test_what_an_agency_keeps_is_neither_shown_nor_counted_at_the_desk(desk: Desk, author: Author) -> None:
    kept: dict[str, Any] = {"form": "signs_of_safety", "kind": "home_visit", "route": {"to": "agency"}}
    desk.send(author, **kept, people=[person(**ANNA)], started=timedelta(days=2))
    encounter = ids.new()
    desk.send(author, encounter=encounter, people=[person(**ANNA)], kind="home_visit")
    unknown = person("other", given_name="Jan", family_name="Wilk", date_of_birth="1988-08-08")
    desk.send(author, **kept, encounter=encounter, people=[unknown])
    whole = opened(desk, desk.referral().id)
    assert [known.history.ever for known in whole.people] == [1]
    assert "Wilk" not in [version.family_name for version in desk.rows(PersonVersion)]
    assert [record.row.form for record in whole.records] == ["dash"]


def test_a_forgery_opens_as_what_it_claims(desk: Desk, author: Author) -> None:
    forger = Author(practitioner=author.practitioner, device=author.device)
    desk.send(forger, said=answers(20))
    (record,) = opened(desk, desk.referral().id).records
    assert (record.verified, record.author, record.row.author) == (False, None, author.practitioner)
    assert record.findings[0] == "key-unknown"
    assert record.raw is not None
    assert desk.read(lambda session: standings.by_author(session, author.practitioner)) == []


def test_authors_see_stage_and_decision_of_what_they_sent(desk: Desk, author: Author) -> None:
    desk.send(author)
    (standing,) = desk.read(lambda session: standings.by_author(session, author.practitioner))
    assert (standing.referral.stage, standing.decisions) == ("needs_grading", [])
