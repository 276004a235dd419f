from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forms import generated

from firsthand.forms import rules
from firsthand.forms.library import Library
from firsthand.forms.vocabulary import ANSWERS, LEVELS

DASH = Library.load().form("dash", "2026.1")
quick = settings(max_examples=40, derandomize=True, database=None, deadline=None)


def answered(yes: int = 0, no: int = 0, declined: int = 0, **others: Any) -> dict[str, Any]:
    """So many factors of each answer, in their order, and other answers by id."""
    said = ["yes"] * yes + ["no"] * no + ["declined"] * declined
    given_answers = dict(zip(DASH.factors, said, strict=False)) | others
    return {name: {"value": value} for name, value in given_answers.items()}


def test_there_are_27_factors_numbered_as_in_the_practice_guide() -> None:
    assert len(DASH.factors) == 27
    assert (DASH.factors[0], DASH.factors[17]) == ("injured_now", "strangled")


@pytest.mark.parametrize(
    ("yes", "no", "level", "reasons"),
    [
        (0, 27, "standard", ()),
        (9, 18, "standard", ()),
        (10, 17, "medium", ("medium_count",)),
        (13, 14, "medium", ("medium_count",)),
        (14, 13, "high", ("visible_high_risk", "medium_count")),
        (7, 0, "not_established", ("not_enough_answered",)),
        (10, 7, "not_established", ("not_enough_answered", "medium_count")),
        (14, 0, "high", ("visible_high_risk", "not_enough_answered", "medium_count")),
        (0, 0, "not_established", ("not_enough_answered",)),
    ],
)
def test_the_count_gives_a_level_and_says_why(yes: int, no: int, level: str, reasons: tuple[str, ...]) -> None:
    found = rules.evaluate(DASH, answered(yes, no), {})
    assert (found.level, found.reasons) == (level, reasons)


@pytest.mark.parametrize("answer", [answer for answer in ANSWERS if answer not in ("yes", "no")])
def test_everything_unanswered_is_never_standard(answer: str) -> None:
    refused = {name: {"value": answer} for name in DASH.factors}
    assert rules.evaluate(DASH, refused, {}).level == "not_established"


def test_a_blank_is_not_a_no() -> None:
    counts = rules.evaluate(DASH, answered(yes=7, no=0), {}).counts
    assert (counts["yes"], counts["no"], counts["answered"], counts["not_answered"]) == (7, 0, 7, 20)


@pytest.mark.parametrize(
    ("yes", "judged", "level"),
    [(0, "high", "high"), (0, "medium", "medium"), (14, "standard", "high"), (10, "standard", "medium")],
)
def test_judgement_raises_and_never_lowers(yes: int, judged: str, level: str) -> None:
    found = rules.evaluate(DASH, answered(yes, 27 - yes, judgement=judged), {})
    assert found.level == level
    assert (rules.JUDGED in found.reasons) == (yes == 0)


def test_judging_medium_does_not_end_not_established() -> None:
    assert rules.evaluate(DASH, answered(judgement="medium"), {}).level == "not_established"


@quick
@given(generated.answers(DASH), generated.known)
def test_no_answer_lowers_what_judgement_gave(answers: dict[str, Any], known: dict[str, Any]) -> None:
    without = rules.evaluate(DASH, {**answers, "judgement": {"value": "standard"}}, known).level
    for judged in ("medium", "high"):
        level = rules.evaluate(DASH, {**answers, "judgement": {"value": judged}}, known).level
        assert LEVELS.index(level) >= max(LEVELS.index(without), LEVELS.index(judged))


@quick
@given(generated.answers(DASH), st.sampled_from(DASH.factors))
def test_one_more_yes_never_takes_a_prompt_away(answers: dict[str, Any], factor: str) -> None:
    before = rules.evaluate(DASH, answers, {}).prompts
    after = rules.evaluate(DASH, {**answers, factor: {"value": "yes"}}, {}).prompts
    assert set(before) <= set(after)


def test_unknown_inputs_fire_nothing_and_are_named() -> None:
    found = rules.evaluate(DASH, {}, {})
    assert found.unknown == ("age", "incidents_in_12_months")
    assert found.prompts == ()


def test_repeated_incidents_prompt_at_the_partnerships_number() -> None:
    elsewhere = Library.load(thresholds={"repeat_incidents": 5}).form("dash", "2026.1")
    prompts = {
        (form.thresholds["repeat_incidents"], times): rules.evaluate(
            form, {}, {"incidents_in_12_months": times}
        ).prompts
        for form in (DASH, elsewhere)
        for times in (2, 3, 4, 5)
    }
    fired = {key for key, found in prompts.items() if "potential_escalation" in found}
    assert fired == {(3, 3), (3, 4), (3, 5), (5, 5)}


def test_separation_control_and_violence_together_prompt() -> None:
    cluster = {name: {"value": "yes"} for name in ("separation", "controlling", "sexual_harm")}
    assert "separation_control_violence" in rules.evaluate(DASH, cluster, {}).prompts
    for missing in cluster:
        less = {name: answer for name, answer in cluster.items() if name != missing}
        assert "separation_control_violence" not in rules.evaluate(DASH, less, {}).prompts


@pytest.mark.parametrize(
    ("question", "value", "prompt"),
    [
        ("strangled", "yes", "strangulation"),
        ("threats_to_kill", "yes", "threats_to_kill"),
        ("stalked", "yes", "stalking"),
        ("fear_level", "extremely", "own_fear"),
        ("feared_killing", ["children"], "own_fear"),
        ("suicidal", "yes", "suicidal"),
        ("children_threatened", "yes", "children_at_risk"),
        ("honour_taken_abroad", "yes", "honour_based"),
    ],
)
def test_a_critical_factor_prompts_by_itself(question: str, value: Any, prompt: str) -> None:
    assert rules.evaluate(DASH, {question: {"value": value}}, {}).prompts == (prompt,)


def test_a_prompt_that_two_rules_give_is_said_once() -> None:
    both = {"fear_level": {"value": "extremely"}, "feared_killing": {"value": ["self"]}}
    assert rules.evaluate(DASH, both, {}).prompts == ("own_fear",)


def test_a_victim_under_18_is_a_child() -> None:
    ages = {age: "victim_is_a_child" in rules.evaluate(DASH, {}, {"age": age}).prompts for age in (17, 17.9, 18)}
    assert ages == {17: True, 17.9: True, 18: False}


def test_only_the_two_instruments_say_that_they_assess(library: Library) -> None:
    assert {form.id for form in library.offered() if form.assesses} == {"dash", "control_frequency"}
