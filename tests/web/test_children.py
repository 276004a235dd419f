"""The page of one child: the words first, the numbers with their reasons, each encounter, and who may open it."""

import re
from typing import Any

import pytest

from firsthand.base import ids
from support.unit import Unit, child, submit, victim

SAID = [{"words": "Boję się nocą", "prompt": "Opowiedz mi", "language": "pl", "english": "I am afraid at night"}]


@pytest.fixture
def seen(unit: Unit) -> str:
    """The path of a child who was met twice: heard at an incident, and a home visit that gave a 5."""
    born = {"family_name": f"Sample-{ids.new()}", "date_of_birth": "2019-05-04"}
    heard = child(**born)
    people = {"people": [victim(), heard]}
    voice: dict[str, Any] = {"form": "child_voice", "form_version": "2026.2"}
    unit.sent(about=voice, circumstances=people, subject=heard["id"], answers={"exact_words": {"value": SAID}})
    scale: dict[str, Any] = {"form": "signs_of_safety", "form_version": "2026.2"}
    scored = {"score": {"value": 5}, "score_why": {"value": "Mum copes <b>well</b>"}}
    visit = {"kind": "home_visit", "people": [victim(), child(**born, no_record_reason="asleep")]}
    path = unit.sent(about=scale, circumstances=visit, answers=scored)
    found = re.search(r'href="(/children/[0-9a-f-]+)"', unit.reader.http.get(path).text)
    assert found
    return found[1]


def test_a_page_begins_with_the_childs_words_and_says_how_safe_who_scored_found_it(unit: Unit, seen: str) -> None:
    page = unit.reader.http.get(seen).raise_for_status().text
    assert page.index("Boję się nocą") < page.index("5 / 10") < page.index("Each encounter</h2>")
    assert "I am afraid at night" in page
    assert "Mum copes &lt;b&gt;well&lt;/b&gt;" in page
    assert "The child is not safe at home" in page


def test_where_a_child_was_not_heard_the_page_says_why(unit: Unit, seen: str) -> None:
    page = unit.reader.http.get(seen).text
    assert len(re.findall("This child’s voice was not recorded", page)) == 1
    assert "asleep" in page


def test_a_form_that_is_unknown_here_is_shown_as_it_came(unit: Unit) -> None:
    somebody = child(family_name=f"Sample-{ids.new()}")
    about: dict[str, Any] = {"form": "child_voice", "form_version": "2099.1"}
    people = {"people": [victim(), somebody]}
    path = unit.sent(
        about=about, circumstances=people, subject=somebody["id"], answers={"new": {"value": "as it came"}}
    )
    found = re.search(r'href="(/children/[0-9a-f-]+)"', unit.reader.http.get(path).text)
    assert found
    assert "as it came" in unit.reader.http.get(found[1]).raise_for_status().text


def test_the_page_prints_whole(unit: Unit, seen: str) -> None:
    page = unit.reader.http.get(f"{seen}/print").raise_for_status().text
    assert "Boję się nocą" in page
    assert "<details" not in page
    assert "Official-sensitive" in page


@pytest.mark.parametrize("role", ["practitioner", "partner", "manager"])
def test_only_the_referral_unit_opens_it(unit: Unit, seen: str, role: str) -> None:
    assert unit.at_desk(role).http.get(seen).status_code == 403


def test_a_child_whom_nobody_knows_is_not_found(unit: Unit) -> None:
    assert unit.reader.http.get(f"/children/{ids.new()}").status_code == 404


def test_no_form_can_be_sent_to_it(unit: Unit, seen: str) -> None:
    assert submit(unit.reader, seen).status_code == 405
