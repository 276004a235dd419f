"""`/api/v1/meetings` as any client sees it."""

import re
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from firsthand.audit.tables import AuditEntry
from firsthand.base import ids
from firsthand.meetings import rules
from support.client import Client
from support.meetings import Round, asking, call
from support.unit import Unit, child, victim


@pytest.fixture
def round_(unit: Unit) -> Round:
    return Round(unit.service)


def opening(who: Client, **circumstances: Any) -> Any:
    body = {"encounter": str(ids.new()), "circumstances": circumstances}
    return call(who, "POST", "/api/v1/meetings", json=body)


@pytest.mark.parametrize("role", ["practitioner", "assessor", "supervisor", "partner", "manager"])
def test_anybody_who_is_signed_in_opens_a_meeting_and_comes_to_one(unit: Unit, round_: Round, role: str):
    who = unit.at_desk(role)
    answer = opening(who, people=[])
    assert answer.status_code == 201 and re.fullmatch("[0-9A-Z]{4}-[0-9A-Z]{4}", answer.json()["code"])
    assert round_.ask(who).json() == {"meeting": round_.id, "standing": "asked"}


def test_asked_again_it_is_the_same_meeting(round_: Round):
    again = round_.opened()
    assert (again.status_code, again.json()["id"], again.json()["code"]) == (201, round_.id, round_.code)


def test_who_is_in_is_told_of_whom_it_is_and_who_waits_is_not(unit: Unit, round_: Round):
    asking, member = unit.at_desk(), round_.member()
    round_.ask(asking)
    assert round_.seen(asking).json().keys() == {"id", "standing", "state", "ends_at"}
    told = round_.seen(member).json()
    assert (told["standing"], told["state"]) == ("admitted", "open")
    assert (told["encounter"], told["circumstances"]) == (round_.encounter, round_.circumstances)
    assert round_.seen(round_.chair).json()["standing"] == "chair"


def test_who_the_people_are_is_told_and_nothing_else_of_them(unit: Unit):
    """Not where, nor how to reach them; and nothing that a later phone may say of somebody."""
    reach = {"phones": ["07700 900123"], "addresses": [{"lines": ["1 Invented Way"]}], "gp": "Dr Elsewhere"}
    where = {
        "school": "Elsewhere Primary",
        "lives_here": True,
        "safe_contact": {"how": "text"},
        "hidden_at": "Elsewhere",
    }
    round_ = Round(unit.service, people=[victim(**reach, **where), child()])
    round_.circumstances["place"] = {"lines": ["1 Invented Way"], "postcode": "ZZ99 3WZ"}
    round_.encounter = str(ids.new())
    opened = round_.opened().raise_for_status().json()
    round_.id, round_.code = opened["id"], opened["code"]
    told = round_.seen(round_.member())
    assert not [
        word for word in ("07700 900123", "Invented Way", "ZZ99", "Elsewhere", "lives_here") if word in told.text
    ]
    people = told.json()["circumstances"]["people"]
    assert people == [victim() | {"id": people[0]["id"]}, child() | {"id": people[1]["id"]}]


def test_a_meeting_that_one_never_came_to_is_not_there(unit: Unit, round_: Round):
    stranger = unit.at_desk()
    for path in (f"/api/v1/meetings/{round_.id}", f"/meetings/{round_.id}/changes"):
        assert stranger.http.get(path).status_code == 404
    assert round_.page(stranger).status_code == 404
    for act in ("admissions", "abstention", "reveal"):
        typed = {"practitioner": str(stranger.practitioner), "act": "admit"}
        assert round_.act(act, stranger, **typed).status_code == 404
    assert round_.seen(stranger).json() == unit.at_desk().http.get(f"/api/v1/meetings/{ids.new()}").json()


def test_a_wrong_code_says_what_to_do_and_the_sixth_is_not_judged(unit: Unit, round_: Round):
    guesser = unit.at_desk()
    for _ in range(5):
        answer = round_.ask(guesser, "ZZZZ-ZZZZ")
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
        assert answer.json()["detail"] == rules.NO_SUCH_CODE.sentence
    answer = round_.ask(guesser)
    assert (answer.status_code, answer.json()["code"]) == (429, "slow-down")
    assert 0 < int(answer.headers["Retry-After"]) == answer.json()["retry_after"] <= 600


def test_a_meeting_of_five_too_many_is_refused_in_words(unit: Unit):
    chair = unit.service.phone()
    answers = [opening(chair, people=[]) for _ in range(6)]
    assert [each.status_code for each in answers] == [201] * 5 + [409]
    assert answers[-1].json()["code"] == "too-many-meetings"


@pytest.mark.parametrize(
    ("circumstances", "field"),
    [
        ({"people": [{"role": "child"}]}, "people.0.id"),
        ({"started_at": "yesterday"}, "started_at"),
        ({"people": 7}, "people"),
    ],
    ids=["nameless", "when", "nobody"],
)
def test_circumstances_that_do_not_fit_are_refused_by_their_place(unit: Unit, circumstances: Any, field: str):
    answer = opening(unit.at_desk(), **circumstances)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_circumstances_are_not_without_end(unit: Unit):
    for people in ([victim(given_name="x" * rules.LARGEST_CIRCUMSTANCES)], [victim() for _ in range(21)]):
        assert opening(unit.at_desk(), people=people).status_code == 413


def test_whom_a_meeting_is_about_counts_as_asked_after(unit: Unit):
    """Once, however often it is opened, and however many take part; with what the chair asks after otherwise."""
    chair, encounter = unit.service.phone(), str(ids.new())
    family = {"people": [victim() for _ in range(20)]}
    first = {"encounter": encounter, "circumstances": family}
    for body in (first, first, first, *({"encounter": str(ids.new()), "circumstances": family} for _ in range(4))):
        assert call(chair, "POST", "/api/v1/meetings", json=body).status_code == 201
    asked = {"people": [victim() for _ in range(20)]}
    assert call(chair, "POST", "/api/v1/histories", json=asked).status_code == 200
    refused = call(chair, "POST", "/api/v1/histories", json=asked)
    assert (refused.status_code, refused.json()["code"]) == (429, "slow-down")


def test_who_asked_after_too_many_opens_no_meeting_on_more(unit: Unit):
    chair = unit.service.phone()
    asked = {"people": [victim() for _ in range(20)]}
    for _ in range(6):
        call(chair, "POST", "/api/v1/histories", json=asked).raise_for_status()
    refused = opening(chair, **asked)
    assert (refused.status_code, refused.json()["code"]) == (429, "slow-down")
    assert int(refused.headers["Retry-After"]) > 0
    assert opening(chair, people=[]).status_code == 201


def test_who_was_found_stands_in_the_log_of_each_look(unit: Unit):
    known = {
        "given_name": "Wanda",
        "family_name": "Invented",
        "date_of_birth": "1991-01-01",
        "nhs_number": "9990000018",
    }
    unit.sent(circumstances={"people": [victim(**known)]})
    round_ = Round(unit.service, people=[victim(**known), child()])
    member = round_.member()
    call(member, "POST", "/api/v1/histories", json={"people": round_.people}).raise_for_status()
    round_.seen(member), round_.board(member), round_.seen(member)

    def details(session: Session) -> dict[str, list[Any]]:
        theirs = session.exec(select(AuditEntry).where(AuditEntry.actor == UUID(str(member.practitioner)))).all()
        kinds = "meeting.people_viewed", "histories.viewed"
        return {kind: [each.detail for each in theirs if each.action == kind] for kind in kinds}

    found = unit.service.read(details)
    assert found["meeting.people_viewed"] == found["histories.viewed"]
    assert [(each["people"], len(each["found"])) for each in found["histories.viewed"]] == [(2, 1)]


@pytest.mark.parametrize("name", ["\\ud800", "\\u0000", "שרה"], ids=["half", "nothing", "hebrew"])
def test_any_name_can_be_told(unit: Unit, name: str):
    chair = unit.at_desk()
    person = f'{{"id": "{ids.new()}", "role": "victim", "given_name": "{name}"}}'
    body = f'{{"encounter": "{ids.new()}", "circumstances": {{"people": [{person}]}}}}'.encode()
    answer = call(chair, "POST", "/api/v1/meetings", {"Content-Type": "application/json"}, content=body)
    assert answer.status_code in (201, 400)
    for path in (f"/api/v1/meetings/{answer.json().get('id')}", f"/meetings/{answer.json().get('id')}/board"):
        assert chair.http.get(path, headers=asking(chair)).status_code == (200 if answer.status_code == 201 else 404)
