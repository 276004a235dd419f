"""Which score stands, what it is marked with, and when all may see it."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest

from firsthand.base import ids
from firsthand.meetings import rules
from firsthand.meetings.rules import Given
from support.desk import library

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CHAIR, OTHER, THIRD = (ids.new() for _ in range(3))
FAMILY = ("signs_of_safety", None)


def given(author: UUID = OTHER, *, after: int = 0, amends: UUID | None = None, late: bool = False, **other) -> Given:
    at = NOON + timedelta(minutes=after)
    return Given(author, other.pop("about", FAMILY), ids.new(), amends, at, at, late)


@pytest.mark.parametrize(
    ("revealed", "hours", "state"),
    [
        (None, 0, "open"),
        (None, 3.9, "open"),
        (None, 4, "ended"),
        (3, 3.5, "revealed"),
        (3, 6.9, "revealed"),
        (3, 7, "ended"),
    ],
)
def test_a_meeting_is_open_then_revealed_or_over(revealed: float | None, hours: float, state: str):
    at = None if revealed is None else NOON + revealed * HOUR
    assert rules.state(at, NOON + rules.LIFE, NOON + hours * HOUR) == state


def test_only_forms_with_a_scale_are_scores_and_none_that_assesses_a_risk():
    scored = {form.id for form in library().forms.values() if rules.scale(form)}
    assert scored == {"signs_of_safety"}
    dash = library().current("dash")
    scales = library().current("signs_of_safety").section[-1]
    assert rules.scale(dash.model_copy(update={"section": (*dash.section, scales)})) is None


@pytest.mark.parametrize(
    ("scored", "abstains", "refused"),
    [
        (set(), False, rules.CHAIR_FIRST),
        ({OTHER, THIRD}, False, rules.CHAIR_FIRST),
        ({CHAIR}, False, rules.TOO_FEW),
        ({OTHER}, True, rules.TOO_FEW),
        ({OTHER, THIRD}, True, None),
        ({CHAIR, OTHER}, False, None),
    ],
)
def test_the_reveal_needs_the_chairs_word_and_two_scores(scored: set[UUID], abstains: bool, refused: object):
    assert rules.may_reveal(scored=scored, chair=CHAIR, abstains=abstains) == refused


@pytest.mark.parametrize(
    ("minutes", "flag"), [(-1, "scored_in_meeting"), (0, "after_seeing_others"), (1, "after_seeing_others")]
)
def test_what_arrived_with_the_reveal_or_later_is_marked(minutes: int, flag: str):
    assert rules.marks(NOON + timedelta(minutes=minutes), NOON) == (flag,)
    assert rules.marks(NOON, None) == ("not_revealed",)


def test_the_last_score_of_each_stands_and_says_that_it_replaces():
    first, second, other = given(), given(after=5), given(CHAIR)
    for order in permutations((first, second, other)):
        assert rules.standing(order) == {second: True, other: False}


def test_a_correction_stands_whichever_came_first():
    """As from an outbox that sends in any order."""
    first = given(after=5)
    second = given(amends=first.submission)
    assert rules.standing([second, first]) == rules.standing([first, second]) == {second: True}


def test_what_came_after_the_reveal_stands_beside_what_was_given_before():
    blind, late = given(), given(after=9, late=True)
    assert rules.standing([blind, late]) == {blind: False, late: True}
    assert rules.standing([late]) == {late: False}


def test_a_score_of_another_child_replaces_none():
    one, other = given(about=("signs_of_safety", CHAIR)), given(about=("signs_of_safety", OTHER))
    assert rules.standing([one, other]) == {one: False, other: False}


def test_corrections_in_a_circle_lose_nobodys_score():
    one, other = ids.new(), ids.new()
    circle = [Given(OTHER, FAMILY, one, other, NOON, NOON), Given(OTHER, FAMILY, other, one, NOON, NOON)]
    assert len(rules.standing(circle)) == 1
