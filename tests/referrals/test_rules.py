"""Stages, deadlines, and who may do what."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.base import ids
from firsthand.base.problems import Refusal
from firsthand.base.settings import Deadlines
from firsthand.encounters.rules import FLAGS, LEVELS
from firsthand.referrals import rules
from support.desk import Viewer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DEADLINES = Deadlines().model_dump()


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_has_a_deadline(level: str) -> None:
    assert rules.allowance(level, DEADLINES) <= timedelta(hours=24)


@pytest.mark.parametrize("level", ["not_established", "not_verified"])
def test_what_nobody_knows_is_due_as_high(level: str) -> None:
    assert rules.allowance(level, DEADLINES) == rules.allowance("high", DEADLINES)


def test_a_deadline_starts_no_later_than_the_arrival() -> None:
    assert rules.clock_starts(NOW + timedelta(days=1), NOW) == NOW
    assert rules.clock_starts(NOW - timedelta(days=1), NOW) == NOW - timedelta(days=1)
    assert rules.clock_starts(None, NOW) == NOW


def test_the_shortest_of_several_deadlines_counts() -> None:
    assert rules.due(NOW, ["standard", "unreadable"], DEADLINES) == NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("act", "stage", "then"),
    [
        ("grade", "needs_grading", "graded"),
        ("grade", "graded", "graded"),
        ("decide", "graded", "decided"),
        ("decide", "decided", "decided"),
        ("close", "decided", "closed"),
        ("reopen", "closed", "needs_grading"),
        ("reopen", "graded", "needs_grading"),
        ("decide", "needs_grading", None),
        ("grade", "closed", None),
        ("close", "graded", None),
        ("reopen", "needs_grading", None),
    ],
)
def test_an_act_leads_on_or_is_refused_with_a_sentence(act: str, stage: str, then: str | None) -> None:
    found = rules.target(act, stage)
    assert found == then if then else isinstance(found, Refusal)


def test_every_act_is_drawn() -> None:
    arrows = {f"{source} --> {t.target}: {t.act}" for t in rules.TRANSITIONS for source in t.sources}
    assert arrows < {line.strip() for line in rules.diagram().splitlines()}


@pytest.mark.parametrize(
    ("level", "graded", "wanted", "two"),
    [
        ("medium", None, "medium", False),
        ("medium", None, "high", False),
        ("medium", None, "standard", True),
        ("not_established", None, "medium", True),
        ("not_established", None, "high", False),
        ("not_verified", None, "standard", True),
        ("standard", "high", "medium", True),
        ("high", "medium", "medium", False),
    ],
)
def test_lowering_takes_two(level: str, graded: str | None, wanted: str, two: bool) -> None:
    assert rules.wants_second_person(level, graded, wanted) is two


@pytest.mark.parametrize("role", ["practitioner", "partner", "manager"])
def test_only_the_unit_works_on_referrals_and_opens_them(role: str) -> None:
    assert rules.may_work(Viewer(role))
    assert rules.may_open(Viewer(role))


def test_nobody_works_on_what_a_colleague_holds_but_a_supervisor_may_take_it() -> None:
    holder, assessor, supervisor = ids.new(), Viewer(), Viewer("supervisor")
    assert rules.may_act(assessor, holder)
    assert rules.may_take(assessor, holder)
    assert rules.may_take(supervisor, holder) is None
    assert rules.may_act(assessor, assessor.id) is rules.may_act(assessor, None) is None


def test_whoever_proposed_is_not_the_second_person() -> None:
    one, other = Viewer(), Viewer("supervisor")
    assert rules.may_second(one, one.id, "proposed")
    assert rules.may_second(other, one.id, "proposed") is None
    assert rules.may_second(other, one.id, "standing")


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 4001])
def test_a_reason_is_asked_for(reason: str) -> None:
    assert rules.reason_given(reason)


def test_every_flag_that_wants_attention_has_its_words() -> None:
    own = {"level_raised", "lowering_proposed", "new_information"}
    assert rules.ATTENTION - own <= set(FLAGS)
