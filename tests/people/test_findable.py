"""The phone says of nobody that nothing is on record whom the service could not look up: one set, run through both."""

from pathlib import Path
from string import digits
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forms import phone

from firsthand.people import rules
from firsthand.people.rules import Description

_NAMES = st.sampled_from(
    ["", "Baby", "N/K", "n.k.", "Not  known", "ÜNKNOWN", "Świątek-Łoś", "O’Neill", "'", "Ola_", "x"]
)
_BORN = st.sampled_from(["", "2016", "2016-05", "2016-05-09", "2016-05-09 "])
_NUMBERS = st.one_of(st.just(""), st.just("999 000 0018"), st.text(digits, min_size=9, max_size=11))
_PEOPLE = st.fixed_dictionaries(
    {"given_name": _NAMES, "family_name": _NAMES, "date_of_birth": _BORN, "nhs_number": _NUMBERS}
)


def test_phone_and_service_agree_on_whom_they_can_find(tmp_path: Path) -> None:
    people = _drawn()
    found = [any(rules.person_keys(Description("child", **each))) for each in people]
    assert {True, False} == set(found)
    assert phone.run("run-findable.mjs", {"people": people}, tmp_path) == found


def _drawn() -> list[dict[str, Any]]:
    people: list[dict[str, Any]] = []

    @settings(max_examples=1000, derandomize=True, database=None, deadline=None)
    @given(_PEOPLE)
    def gather(each: dict[str, Any]) -> None:
        people.append(each)

    gather()
    return people
