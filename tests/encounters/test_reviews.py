"""A score that was made without what is on record: marked, its scorer asked again, and answered by one that knows."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlmodel import Session

from firsthand.audit import entries
from firsthand.audit.tables import AuditEntry
from firsthand.base import clock, ids
from firsthand.encounters.rules import SCORED_WITHOUT
from firsthand.encounters.tables import Encounter, MissedEncounter, Reading, Score
from firsthand.people.tables import Link
from firsthand.referrals.tables import Referral
from support.authors import Author, Payload
from support.desk import ANNA, Desk, person

OLA = {"given_name": "Ola", "family_name": "Sample-Wren", "date_of_birth": "2014-05-09"}
FIVE: dict[str, Any] = {"score": {"value": 5}}


@pytest.fixture
def police(desk: Desk) -> Author:
    return desk.author()


@pytest.fixture
def nurse(desk: Desk) -> Author:
    return desk.author()


def called_out(desk: Desk, police: Author, times: int, **more: Any) -> None:
    """So many call-outs to Anna and Ola, a month apart."""
    for month in range(times):
        family = {"people": [person(**ANNA), person("child", **OLA)]}
        desk.deliver(desk.envelope(police, **{"started": timedelta(days=30 * month + 3)} | family | more))
    desk.drain()


def knew(ever: int, *people: Payload) -> Payload:
    return {"from": "server", "at": clock.now().isoformat(), "people": {each["id"]: {"ever": ever} for each in people}}


UNKNOWN: Payload = {"from": "phone", "at": None, "people": {}}


def score(desk: Desk, nurse: Author, encounter: UUID, child: Payload, **more: Any) -> UUID:
    """The submission."""
    about = {"id": str(ids.new())}
    usual: dict[str, Any] = {"form": "signs_of_safety", "version": "2026.2", "kind": "meeting", "said": FIVE}
    desk.send(nurse, encounter=encounter, people=[child], about=about, **usual | more)
    return UUID(about["id"])


def missed(desk: Desk, submission: UUID) -> list[MissedEncounter]:
    (of,) = [each for each in desk.rows(Score) if each.submission == submission]
    return [row for row in desk.rows(MissedEncounter) if row.score == of.id]


def flags(desk: Desk, named: UUID) -> list[str]:
    (encounter,) = [each for each in desk.rows(Encounter) if each.named == named]
    (referral,) = [each for each in desk.rows(Referral) if each.encounter == encounter.id]
    found: list[str] = referral.flags
    return found


def test_a_score_of_five_made_without_eleven_call_outs_is_marked_as_it_arrives(
    desk: Desk, police: Author, nurse: Author
) -> None:
    called_out(desk, police, 11)
    encounter = ids.new()
    sent = score(desk, nurse, encounter, person("child", **OLA), knew=UNKNOWN)
    assert [row.answered_at for row in missed(desk, sent)] == [None] * 11
    assert SCORED_WITHOUT in flags(desk, encounter)
    (asked,) = [entry for entry in desk.rows(AuditEntry) if entry.action == "score.asked_again"]
    assert (asked.subject, asked.detail) == (sent, {"encounters": 11})


def test_what_arrives_afterwards_marks_every_earlier_score(desk: Desk, police: Author, nurse: Author) -> None:
    first, second, doctor = ids.new(), ids.new(), desk.author()
    one = score(desk, nurse, first, person("child", **OLA))
    other = score(desk, doctor, second, person("child", **OLA), knew=UNKNOWN, started=timedelta(days=9))
    assert (len(missed(desk, one)), len(missed(desk, other))) == (1, 1)
    called_out(desk, police, 2)
    assert (len(missed(desk, one)), len(missed(desk, other))) == (3, 3)
    assert SCORED_WITHOUT in flags(desk, first)
    assert SCORED_WITHOUT in flags(desk, second)


def test_a_score_that_was_made_with_it_is_not_marked(desk: Desk, police: Author, nurse: Author) -> None:
    called_out(desk, police, 3)
    encounter, child = ids.new(), person("child", **OLA)
    sent = score(desk, nurse, encounter, child, knew=knew(3, child))
    assert missed(desk, sent) == []
    assert SCORED_WITHOUT not in flags(desk, encounter)


def test_whoever_knew_of_fewer_missed_the_rest(desk: Desk, police: Author, nurse: Author) -> None:
    called_out(desk, police, 2)
    known = {each.id for each in desk.rows(Encounter)}
    called_out(desk, police, 3, started=timedelta(days=1))
    child = person("child", **OLA)
    sent = score(desk, nurse, ids.new(), child, knew=knew(2, child))
    late = {row.encounter for row in missed(desk, sent)}
    assert len(late) == 3
    assert late.isdisjoint(known)


def test_the_same_scorer_answers_by_an_amendment_that_knows(desk: Desk, police: Author, nurse: Author) -> None:
    called_out(desk, police, 11)
    encounter, child = ids.new(), person("child", **OLA)
    first = score(desk, nurse, encounter, child, knew=UNKNOWN)
    again = score(desk, nurse, encounter, child, knew=knew(11, child), said={"score": {"value": 2}}, amends=first)
    (answering,) = [each.id for each in desk.rows(Score) if each.submission == again]
    assert {row.answered_by for row in missed(desk, first)} == {answering}
    assert missed(desk, again) == []
    assert SCORED_WITHOUT not in flags(desk, encounter)
    assert len([each for each in desk.rows(Reading) if each.form == "signs_of_safety"]) == 2
    assert "score.answered" in [entry.action for entry in desk.rows(AuditEntry)]


def test_a_later_score_of_the_same_encounter_answers_too(desk: Desk, police: Author, nurse: Author) -> None:
    called_out(desk, police, 2)
    encounter, child = ids.new(), person("child", **OLA)
    first = score(desk, nurse, encounter, child)
    score(desk, nurse, encounter, child, knew=knew(2, child))
    assert all(row.answered_by for row in missed(desk, first))


def test_one_that_knows_no_more_answers_nothing(desk: Desk, police: Author, nurse: Author) -> None:
    called_out(desk, police, 2)
    encounter, child = ids.new(), person("child", **OLA)
    first = score(desk, nurse, encounter, child)
    score(desk, nurse, encounter, child, amends=first)
    assert [row.answered_at for row in missed(desk, first)] == [None, None]
    assert SCORED_WITHOUT in flags(desk, encounter)


def test_whom_a_scorer_never_named_is_no_news_to_them(desk: Desk, police: Author, nurse: Author) -> None:
    called_out(desk, police, 3, people=[person(**ANNA)])
    encounter, child = ids.new(), person("child", **OLA)
    sent = score(desk, nurse, encounter, child)
    desk.send(desk.author(nurse), encounter=encounter, people=[person(**ANNA)])
    assert missed(desk, sent) == []


def test_one_who_was_told_since_they_were_asked_answers_for_somebody_who_can_not_be_looked_up(
    desk: Desk, police: Author, nurse: Author
) -> None:
    called_out(desk, police, 2)
    encounter, thin = ids.new(), {"id": str(ids.new()), "role": "child"}
    desk.send(desk.author(nurse), encounter=encounter, people=[thin | OLA])
    first = score(desk, nurse, encounter, thin, knew=knew(0))
    assert len(missed(desk, first)) == 2
    again = score(desk, nurse, encounter, thin, knew=knew(0), amends=first)
    assert all(row.answered_by for row in missed(desk, first))
    assert missed(desk, again) == []


def test_somebody_elses_score_answers_for_nobody(desk: Desk, police: Author, nurse: Author) -> None:
    called_out(desk, police, 2)
    encounter, child, colleague = ids.new(), person("child", **OLA), desk.author(nurse)
    first = score(desk, nurse, encounter, child)
    score(desk, colleague, encounter, child, knew=knew(2, child))
    assert [row.answered_at for row in missed(desk, first)] == [None, None]


def test_what_the_scorer_recorded_is_no_news_to_them(desk: Desk, nurse: Author) -> None:
    called_out(desk, nurse, 2)
    assert missed(desk, score(desk, nurse, ids.new(), person("child", **OLA))) == []


def test_what_an_agency_keeps_neither_asks_nor_is_asked(desk: Desk, police: Author, nurse: Author) -> None:
    kept: dict[str, Any] = {"route": {"to": "agency"}, "kind": "home_visit"}
    sent = score(desk, nurse, ids.new(), person("child", **OLA))
    score(desk, desk.author(), ids.new(), person("child", **OLA), **kept)
    assert missed(desk, sent) == []
    assert len(desk.rows(Score)) == 1


def test_a_link_that_was_undone_brings_nothing(desk: Desk, police: Author, nurse: Author) -> None:
    encounter, child = ids.new(), person("child", **OLA)
    first = score(desk, nurse, encounter, child)
    called_out(desk, police, 1)
    assert len(missed(desk, first)) == 1

    def undo(session: Session) -> None:
        for link in desk.rows(Link):
            session.get_one(Link, link.id).undone_at = clock.now()
        entries.record(session, "people.linked")

    desk.write(undo)
    assert missed(desk, score(desk, nurse, encounter, child)) == []
    assert SCORED_WITHOUT not in flags(desk, encounter)


def test_a_form_whose_scale_has_no_number_is_no_score(desk: Desk, police: Author, nurse: Author) -> None:
    desk.send(nurse, form="signs_of_safety", version="2026.2", kind="meeting", people=[person("child", **OLA)],
              said={"score": {"value": None}, "harm": {"value": "Invented"}})  # fmt: skip
    assert desk.rows(Score) == []


def test_an_ordinary_record_of_a_family_costs_one_statement_more_at_most(desk: Desk, police: Author) -> None:
    """And the first of a family, which changes nothing for anybody, none."""
    called_out(desk, police, 2)
    sent: list[str] = []
    event.listen(desk.database.engine, "before_cursor_execute", lambda *told: sent.append(told[2]))
    called_out(desk, police, 1)
    assert len([each for each in sent if "scores" in each or "missed_encounters" in each]) == 1
    sent.clear()
    desk.send(police, people=[person("child", given_name="Nils", family_name="Sample", date_of_birth="2012-01-01")])
    assert [each for each in sent if "scores" in each or "missed_encounters" in each] == []
