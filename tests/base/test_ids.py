"""Ids and references."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.base import clock, ids


def test_an_id_is_a_version_7_uuid_of_its_millisecond() -> None:
    moment = datetime(2026, 3, 4, 5, 6, 7, 891000, UTC)
    with clock.at(moment):
        made = ids.new()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert abs((made.int >> 80) - moment.timestamp() * 1000) < 1000


def test_a_reference_checks_itself() -> None:
    assert ids.is_reference(ids.references(1)[0])


@given(
    st.text(ids.CROCKFORD, min_size=7, max_size=7),
    st.integers(0, 6),
    st.sampled_from(ids.CROCKFORD),
)
def test_one_character_read_wrongly_is_noticed(body: str, place: int, other: str) -> None:
    whole = body + ids.check_character(body)
    wrong = whole[:place] + other + whole[place + 1 :]
    assert ids.is_reference(f"FH-{wrong[:4]}-{wrong[4:]}") == (wrong == whole)


@pytest.mark.parametrize(("typed", "meant"), [("fh-olil-uuuu", "FH0111VVVV"), (" 7k3m q9tc", "7K3MQ9TC")])
def test_lookalikes_are_read_as_what_was_drawn(typed: str, meant: str) -> None:
    assert ids.as_typed(typed) == meant
