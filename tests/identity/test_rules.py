from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from firsthand.identity import rules, words
from firsthand.identity.rules import Role, Status

NOW = datetime(2026, 3, 1, 2, 14, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["Quill@Firsthand.EXAMPLE", " quill@firsthand.example\n", "ｑuill@firsthand.example"])
def test_one_email_has_one_form(typed):
    assert rules.normalised_email(typed) == "quill@firsthand.example"


@pytest.mark.parametrize("email", ["", "quill", "@", "a@", "@b", "a@b@c", "a b@c", "a\x00@b", "a@" + "b" * 254])
def test_what_is_no_email_is_refused(email):
    assert rules.email_refusal(email) == rules.NO_EMAIL


@pytest.mark.parametrize("email", ["a@b", "o'brien+x@agency.example", "ż@agency.example"])
def test_what_could_be_an_email_is_taken(email):
    assert rules.email_refusal(email) is None


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("Quill Example", None),
        ("Świątek-Łoś", None),
        ("عائشة", None),
        ("", rules.NO_NAME),
        ("x" * 121, rules.LONG_NAME),
        ("a\u202eb", rules.ODD_NAME),
    ],
)
def test_a_name_is_one_line_that_can_be_read(name, refusal):
    assert rules.name_refusal(rules.tidied(name)) == refusal


@pytest.mark.parametrize(
    ("passphrase", "refusal"),
    [
        ("eleven char", rules.TOO_SHORT),
        ("twelve chars", None),
        ("ł" * 512, None),
        ("ł" * 512 + "a", rules.TOO_LONG),
    ],
)
def test_a_passphrase_has_twelve_characters_and_at_most_a_kilobyte(passphrase, refusal):
    assert rules.passphrase_length_refusal(passphrase) == refusal


def test_a_score_below_three_is_too_easy():
    assert [rules.passphrase_strength_refusal(score) for score in range(5)] == [rules.TOO_EASY] * 3 + [None] * 2


def test_recent_is_within_ten_minutes():
    assert rules.is_recent(NOW, NOW + timedelta(minutes=9, seconds=59))
    assert not rules.is_recent(NOW, NOW + timedelta(minutes=10))


def test_nobody_removes_themselves_or_the_last_manager():
    me, other = uuid4(), uuid4()
    assert rules.leaving_refusal(me, me, last_manager=False) == rules.NOT_YOURSELF
    assert rules.leaving_refusal(other, me, last_manager=True) == rules.LAST_MANAGER
    assert rules.leaving_refusal(other, me, last_manager=False) is None


def test_an_account_that_is_deactivated_is_not_reset():
    assert rules.reset_refusal(uuid4(), uuid4(), Status.DEACTIVATED) == rules.NOT_NOW
    assert rules.reset_refusal(uuid4(), None, Status.INVITED) is None


def test_every_role_and_state_has_its_words():
    assert set(words.ROLE_NAMES) == set(words.ROLE_HINTS) == set(Role)
    assert set(words.STATUS_NAMES) == set(Status)
