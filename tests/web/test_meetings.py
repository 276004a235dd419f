"""A meeting's board: everybody alone, then all together."""

import pytest

from support.client import Client
from support.meetings import Round, asking, call
from support.unit import Unit


@pytest.fixture
def round_(unit: Unit) -> Round:
    return Round(unit.service)


@pytest.fixture
def member(round_: Round) -> Client:
    return round_.member()


def test_all_see_the_range_and_each_reason_together(round_: Round, member: Client):
    round_.send(round_.chair, 3, "Eleven call-outs")
    round_.send(member, 8, "The school sees a happy child")
    before = round_.board(member)
    assert "Eleven call-outs" not in before and "happy child" not in before
    shown = round_.reveal()
    for board in (shown, round_.board(member)):
        assert "From 3 to 8." in board
        assert "Eleven call-outs" in board and "The school sees a happy child" in board
        assert "The child is not safe at home" in board and "safe enough" in board
