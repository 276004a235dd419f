"""Whoever guesses is slowed, learns nothing, and keeps nobody else out."""

from datetime import timedelta

import pytest

from firsthand.base import clock
from firsthand.identity import passphrases, sessions, throttles
from firsthand.identity.rules import Status
from support.staff import Partnership, Person

WRONG = "somebody else's five words"


def tries(partnership: Partnership, who: Person, times: int) -> list[int]:
    """Wrong tries from one browser, by their status."""
    browser = partnership.browser()
    return [browser.sign_in(who, WRONG).status_code for _ in range(times)]


def test_too_many_tries_from_one_place_have_to_wait_and_are_told_how_long(partnership: Partnership) -> None:
    who = partnership.appoint()
    assert tries(partnership, who, 6) == [401] * 5 + [429]
    refused = partnership.browser().sign_in(who, WRONG)
    seconds = int(refused.headers["retry-after"])
    assert 0 < seconds <= throttles.PAIR.each.total_seconds()
    with clock.shifted(timedelta(seconds=seconds)):
        assert partnership.browser().sign_in(who).status_code == 204


def test_a_good_sign_in_clears_the_slips_before_it(partnership: Partnership) -> None:
    who = partnership.appoint()
    for _ in range(2):
        assert tries(partnership, who, 4) == [401] * 4
        assert partnership.browser().sign_in(who).status_code == 204


def test_guessing_at_many_accounts_from_one_address_is_slowed(partnership: Partnership) -> None:
    people = [partnership.appoint() for _ in range(8)]
    answers = [status for who in people for status in tries(partnership, who, 5)]
    assert throttles.ADDRESS.burst <= answers.count(401) < len(answers) - 3
    assert answers[-1] == 429


def test_a_stranger_keeps_nobody_from_their_own_device(partnership: Partnership) -> None:
    who = partnership.appoint()
    phone = partnership.browser(who)
    assert phone.enrol().status_code == 201
    assert phone.send("DELETE", "/api/v1/session").status_code == 204
    assert tries(partnership, who, 8)[-1] == 429
    assert phone.sign_in(who).status_code == 204


def test_a_thief_of_the_device_is_slowed_like_anybody(partnership: Partnership) -> None:
    who = partnership.appoint()
    phone = partnership.browser(who)
    phone.enrol()
    assert [phone.sign_in(who, WRONG).status_code for _ in range(6)] == [401] * 5 + [429]


def test_another_practitioners_device_gives_no_free_tries(partnership: Partnership) -> None:
    stranger, who = partnership.appoint(), partnership.appoint()
    browser = partnership.browser(stranger)
    browser.enrol()
    assert [browser.sign_in(who, WRONG).status_code for _ in range(6)] == [401] * 5 + [429]


def test_an_unknown_account_is_answered_as_a_wrong_passphrase_is(partnership: Partnership) -> None:
    known = partnership.browser().sign_in(partnership.appoint(), WRONG)
    nobody = Person(partnership.agency(), "Nobody", "nobody@firsthand.example", "manager")
    unknown = partnership.browser().sign_in(nobody, WRONG)
    assert known.status_code == unknown.status_code == 401
    assert known.content == unknown.content
    assert {*known.headers} == {*unknown.headers}


@pytest.mark.parametrize("status", [Status.ACTIVE, Status.INVITED, Status.DEACTIVATED, None])
def test_every_refusal_takes_the_same_steps(
    partnership: Partnership, monkeypatch: pytest.MonkeyPatch, status: Status | None
) -> None:
    """`None`: nobody has that e-mail."""
    email = "nobody@firsthand.example"
    if status:
        who = partnership.appoint()
        partnership.set_status(who, status)
        email = who.email
    steps: list[str] = []
    matches, refuse = passphrases.matches, sessions.refuse
    monkeypatch.setattr(passphrases, "matches", lambda *given: steps.append("hash") or matches(*given))
    monkeypatch.setattr(sessions, "refuse", lambda *given: steps.append("write") or refuse(*given))
    refused = partnership.browser().post("/api/v1/session", json={"email": email, "password": WRONG})
    assert (refused.status_code, refused.json()["code"]) == (401, "wrong-credentials")
    assert steps == ["hash", "write"]


def test_somebody_deactivated_is_refused_with_the_right_passphrase_too(partnership: Partnership) -> None:
    who = partnership.appoint()
    partnership.set_status(who, Status.DEACTIVATED)
    assert partnership.browser().sign_in(who).json()["code"] == "wrong-credentials"
