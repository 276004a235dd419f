"""What a board says to whoever reads it: in their language, of what they may still do, and for nothing in vain."""

import pytest

from support.client import Client
from support.meetings import Round, asking
from support.unit import Unit


@pytest.fixture
def round_(unit: Unit) -> Round:
    return Round(unit.service)


@pytest.fixture
def member(round_: Round) -> Client:
    return round_.member()


def _in_polish(round_: Round) -> str:
    return round_.chair.http.get(f"/pl/meetings/{round_.id}/board", headers=asking(round_.chair)).text


def test_the_ends_of_the_scale_are_in_the_readers_language(round_: Round, member: Client) -> None:
    round_.send(round_.chair, 3)
    round_.send(member, 6)
    assert '<span lang="en" dir="ltr">The child is not safe at home' in round_.reveal()
    assert '<span lang="pl" dir="ltr">Dziecko nie jest w domu bezpieczne' in _in_polish(round_)


def test_a_chair_who_does_not_score_still_can(round_: Round, member: Client) -> None:
    round_.send(member, 6)
    board = round_.act("abstention").text
    assert 'data-score="yes"' in board and "You can still give a score." in board
    assert "1 of 1 have scored." in board
    round_.send(round_.chair, 3)
    board = round_.board(round_.chair)
    assert "You can still give a score." not in board
    assert "2 of 2 have scored." in board


def test_the_reveal_takes_a_second_step(round_: Round, member: Client) -> None:
    for who in (member, round_.member()):
        round_.send(who, 6)
    before, after = round_.board(round_.chair), round_.act("abstention").text
    assert 'id="press-abstention"' in before and 'id="press-reveal"' not in before
    drawer = after.split('<details id="board-reveal">')[1].split("</details>")[0]
    assert "The reveal is final." in drawer and 'id="press-reveal"' in drawer


@pytest.mark.parametrize("answer", ["decline", ""], ids=["declined", "asked"])
def test_whoever_is_not_in_at_the_reveal_waits_no_longer(
    unit: Unit, round_: Round, member: Client, answer: str
) -> None:
    late = unit.service.phone()
    round_.ask(late)
    if answer:
        round_.answer(late, answer)
    assert "nobody new comes in" not in round_.board(late)
    for who in (round_.chair, member):
        round_.send(who, 3)
    round_.reveal()
    board = round_.board(late)
    assert "The scores are revealed, and nobody new comes in." in board
    assert "lets you in" not in board and "did not let you in" not in board


def test_people_are_counted_as_people(round_: Round, member: Client) -> None:
    round_.member()
    for who in (round_.chair, member):
        round_.send(who, 3)
    assert "1 person has not scored yet." in round_.board(round_.chair)
    round_.member()
    assert "2 people have not scored yet." in round_.board(round_.chair)
