import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.intake import rules
from support.anything import JSON


@pytest.mark.parametrize(
    ("one", "other"), [(True, 1), (1, 1.0), (False, 0), (None, False), ([1], [1, 1]), ({"a": 1}, {})]
)
def test_what_python_calls_equal_json_may_not(one: object, other: object) -> None:
    assert not rules.same(one, other)
    assert not rules.same({"in": [one]}, {"in": [other]})


@settings(deadline=None)
@given(JSON)
def test_a_value_is_the_same_as_itself(value: object) -> None:
    assert rules.same(value, value)


def test_the_order_of_members_says_nothing_and_that_of_items_does() -> None:
    assert rules.same({"a": 1, "b": 2}, {"b": 2, "a": 1})
    assert not rules.same([1, 2], [2, 1])


@pytest.mark.parametrize(
    "text", ["{018f0000-0000-7000-8000-000000000000}", "018f00000000700080000000000000000", "x", 7, None]
)
def test_only_the_hyphened_form_is_a_uuid(text: object) -> None:
    assert rules.uuid(text) is None


@pytest.mark.parametrize("text", ["2026-02-03", "2026-02-03T10:00", "0001-01-01T00:00Z", "9999-12-31T23:59Z", "", 3])
def test_a_time_without_an_offset_or_out_of_range_is_no_moment(text: object) -> None:
    assert rules.moment(text) is None


def test_what_nests_without_end_is_like_nothing() -> None:
    nested: list[object] = []
    for _ in range(600):
        nested = [nested]
    assert not rules.same(nested, nested)


@settings(deadline=None)
@given(st.text() | st.integers() | st.lists(JSON) | st.dictionaries(st.text(), JSON))
def test_reading_a_clear_member_never_fails(value: object) -> None:
    rules.uuid(value), rules.code(value), rules.moment(value), rules.attachments(value)


def test_at_most_twenty_attachments_are_announced_and_only_whole_ones() -> None:
    one = {"id": "018f0000-0000-7000-8000-000000000000", "sha256": "0" * 64, "size": 3, "media_type": "audio/mp4"}
    broken = [{**one, "size": True}, {**one, "size": -1}, {**one, "name": "x"}, {**one, "sha256": "A" * 64}, 7, None]
    assert rules.attachments([*broken, one]) == [one]
    assert len(rules.attachments([one] * 30)) == 20
