from typing import Any

import pytest
from hypothesis import given, settings
from tests.forms import generated

from firsthand.forms import answers
from firsthand.forms.definitions import Form
from firsthand.forms.library import Library

DASH = Library.load().form("dash", "2026.1")


def odd(form: Form, said: dict[str, Any]) -> set[tuple[str, str]]:
    blank = {"unfinished", "unfinished_factor", "act_not_recorded"}
    return {(each.code, each.question) for each in answers.check(form, said, {}) if each.code not in blank}


def test_every_unfinished_factor_is_named(dash: Form) -> None:
    said = {name: {"value": "declined"} for name in dash.factors[3:]}
    found = answers.unfinished(dash, said, {})
    assert {question.id for question in found if question.factor} == set(dash.factors[:3])


def test_judgement_and_its_reason_are_always_expected(dash: Form) -> None:
    expected = {question.id for question in answers.unfinished(dash, {}, {})}
    assert {"judgement", "judgement_reason"} <= expected


def test_an_act_that_was_called_for_and_not_recorded_is_named(dash: Form) -> None:
    codes = {each.question: each.code for each in answers.check(dash, {"strangled": {"value": "yes"}}, {})}
    assert codes["medical_check"] == "act_not_recorded"


@pytest.mark.parametrize("source", ["victim", "practitioner", "child", "records", "other", None])
def test_any_of_the_five_sources_is_fine(dash: Form, source: str | None) -> None:
    assert odd(dash, {"animals": {"value": "no", "source": source, "note": "x"}}) == set()


@pytest.mark.parametrize(
    ("question", "entry", "code"),
    [
        ("horoscope", {"value": "yes"}, "unknown_question"),
        ("animals", "yes", "unreadable_answer"),
        ("animals", {"source": "victim"}, "unreadable_answer"),
        ("animals", {"value": "maybe"}, "unexpected_value"),
        ("animals", {"value": ["yes"]}, "unexpected_value"),
        ("animals", {"value": "no", "source": "neighbour"}, "unknown_source"),
        ("animals_detail", {"value": "words"}, "not_open"),
    ],
)
def test_what_is_odd_is_found_and_nothing_is_refused(dash: Form, question: str, entry: Any, code: str) -> None:
    assert (code, question) in odd(dash, {question: entry})


@pytest.mark.parametrize(
    ("form", "question", "good", "bad"),
    [
        ("signs_of_safety", "score", [0, 5, 10], [11, -1, "5", 5.5, True]),
        ("signs_of_safety", "known", [["school"], ["school", "family_words"]], ["school", ["rumours"]]),
        ("child_voice", "mode", ["unborn"], ["asleep", 1]),
        (
            "child_voice",
            "exact_words",
            [[{"words": "mum", "prompt": None}]],
            ["mum", [{"prompt": "x"}], [{"words": 1}]],
        ),
        ("dash", "account", ["anything"], [7, ["x"]]),
    ],
)
def test_each_kind_has_its_shape(library: Library, form: str, question: str, good: list[Any], bad: list[Any]) -> None:
    definition = library.current(form)
    for value in good:
        assert odd(definition, {question: {"value": value}}) == set()
    for value in bad:
        assert odd(definition, {question: {"value": value}}) == {("unexpected_value", question)}


@pytest.mark.parametrize(("date", "fits"), [("2026", True), ("2026-05", True), ("2026-05-31", True), ("May", False)])
def test_a_date_may_be_partial(dash: Form, date: str, fits: bool) -> None:
    said = {"separation": {"value": "yes"}, "separation_when": {"value": date}}
    assert odd(dash, said) == (set() if fits else {("unexpected_value", "separation_when")})


@settings(max_examples=40, derandomize=True, database=None, deadline=None)
@given(generated.answers(DASH), generated.known)
def test_any_answers_at_all_can_be_checked(said: dict[str, Any], known: dict[str, Any]) -> None:
    assert all(finding.question for finding in answers.check(DASH, said, known))
