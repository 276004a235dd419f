from typing import Any

import pytest

from firsthand.forms import conditions
from firsthand.forms.definitions import Form
from firsthand.forms.library import Library


def yes(*names: str) -> dict[str, Any]:
    return {name: {"value": "yes"} for name in names}


def test_a_trigger_opens_its_set(dash: Form) -> None:
    always = {section.id for section in dash.sections if section.opens_when is None}
    assert conditions.opened(dash, {}, {}).sections == always
    for trigger, opens in {"stalked": "stalking", "isolated": "honour", "controlling": "honour"}.items():
        assert conditions.opened(dash, yes(trigger), {}).sections == always | {opens}


def test_the_sets_have_11_and_10_questions(dash: Form) -> None:
    sizes = {
        section.id: sum(question.kind == "answer" for question in section.questions)
        for section in dash.sections
        if section.opens_when
    }
    assert sizes == {"stalking": 11, "honour": 10}


def test_a_follow_up_opens_by_its_answer_and_closes_by_another(dash: Form) -> None:
    assert "injured_now_detail" in conditions.opened(dash, yes("injured_now"), {}).questions
    assert "injured_now_detail" not in conditions.opened(dash, {"injured_now": {"value": "declined"}}, {}).questions


def test_follow_ups_of_follow_ups_need_both(dash: Form) -> None:
    acts = {"not_left_alone", "crisis_route"}
    assert acts <= conditions.opened(dash, yes("low_mood", "suicidal"), {}).questions
    assert not acts & conditions.opened(dash, yes("suicidal"), {}).questions


@pytest.mark.parametrize(
    ("answers", "acts"),
    [
        (("strangled",), {"medical_check"}),
        (("low_mood", "suicidal"), {"health_referral", "not_left_alone", "crisis_route"}),
        (("others_frighten", "honour_threats"), {"no_relative_contact", "interpreter_checked"}),
        (("others_frighten",), set()),
        (("sexual_harm",), {"specialist_route"}),
    ],
)
def test_an_answer_calls_for_its_acts(dash: Form, answers: tuple[str, ...], acts: set[str]) -> None:
    now_open = conditions.opened(dash, yes(*answers), {}).questions
    assert {name for name in now_open if dash.questions[name].act} == acts


@pytest.mark.parametrize(("known", "asked"), [({}, True), ({"age": 17}, True), ({"age": 18}, False)])
def test_what_is_not_known_is_asked(dash: Form, known: dict[str, Any], asked: bool) -> None:
    assert ("honour_school" in conditions.opened(dash, yes("isolated"), known).questions) == asked


def test_the_reason_for_leaving_gaps_is_asked_while_there_are_gaps(dash: Form) -> None:
    full = {name: {"value": "declined"} for name in dash.factors}
    assert "unfinished_reason" not in conditions.opened(dash, full, {}).questions
    full.pop("animals")
    assert "unfinished_reason" in conditions.opened(dash, full, {}).questions


@pytest.mark.parametrize(
    ("mode", "shown", "hidden"),
    [
        (None, {"words", "seen"}, {"pre_verbal", "unborn"}),
        ("unborn", {"unborn", "environment"}, {"words", "seen", "demeanour", "appearance", "pre_verbal"}),
        ("pre_verbal", {"pre_verbal", "demeanour"}, {"words", "unborn"}),
        ("no_speech", {"pre_verbal", "words"}, {"unborn"}),
        ("older", {"words"}, {"pre_verbal", "unborn"}),
    ],
)
def test_the_childs_form_follows_how_the_child_communicates(
    library: Library, mode: str | None, shown: set[str], hidden: set[str]
) -> None:
    sections = conditions.opened(library.current("child_voice"), {"mode": {"value": mode}}, {}).sections
    assert shown <= sections
    assert not hidden & sections


def test_nothing_is_asked_of_somebody_who_is_not_alone(library: Library) -> None:
    enquiry = library.current("routine_enquiry")
    open_now = conditions.opened(enquiry, {"alone_together": {"value": "no"}}, {})
    assert open_now.sections == {"gate", "noticed", "again"}
    assert {"not_alone_why", "ask_again"} <= open_now.questions
    assert enquiry.questions["not_alone_why"].required
    assert enquiry.questions["ask_again"].required


def test_what_leads_to_a_form_leads_to_one_that_is_there(library: Library) -> None:
    led = {rule.prompt: rule.leads_to for rule in library.current("routine_enquiry").rules if rule.leads_to}
    assert led == {"disclosure": "dash", "children_there": "child_voice"}
