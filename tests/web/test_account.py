"""One's own account."""

import pytest
from sqlmodel import select

from firsthand.identity import words
from firsthand.identity.tables import SignIn
from support.staff import OURS, PASSPHRASE, Browser, Partnership, Person

NEW = "lanterns above a narrow ford"


@pytest.fixture
def me(partnership: Partnership) -> Person:
    return partnership.appoint()


@pytest.fixture
def browser(partnership: Partnership, me: Person) -> Browser:
    return partnership.browser(me)


@pytest.mark.parametrize("role", ["practitioner", "assessor", "supervisor", "partner", "manager"])
def test_everybody_has_an_account_page(partnership: Partnership, role: str) -> None:
    who = partnership.appoint(role)
    page = partnership.browser(who).get("/account")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert who.email in page.text


def test_the_passphrase_is_changed_and_other_sessions_end(
    partnership: Partnership, me: Person, browser: Browser
) -> None:
    other = partnership.browser(me)
    answer = browser.send("POST", "/api/v1/passphrase", json={"current": PASSPHRASE, "new": NEW})
    assert answer.status_code == 204
    assert browser.get("/api/v1/session").status_code == 200
    assert other.get("/api/v1/session").status_code == 401
    assert other.sign_in(me).status_code == 401
    assert other.sign_in(me, NEW).status_code == 204


@pytest.mark.parametrize(
    ("current", "new", "code"),
    [
        ("not my passphrase", NEW, "wrong-passphrase"),
        (PASSPHRASE, "too short", "invalid"),
        (PASSPHRASE, "passwordpassword", "invalid"),
        (PASSPHRASE, "Quill Example 1", "invalid"),
        (PASSPHRASE, "é" * 513, "invalid"),
    ],
)
def test_a_change_that_would_not_do_says_why(browser: Browser, current: str, new: str, code: str) -> None:
    answer = browser.send("POST", "/api/v1/passphrase", json={"current": current, "new": new})
    assert answer.json()["code"] == code
    assert new not in answer.text


def test_a_plain_form_changes_the_passphrase_too(partnership: Partnership, me: Person, browser: Browser) -> None:
    wrong = browser.submit("/account/passphrase", current="not it", new=NEW)
    assert (wrong.status_code, 'id="current-error"' in wrong.text) == (422, True)
    weak = browser.submit("/account/passphrase", current=PASSPHRASE, new="weak")
    assert (weak.status_code, 'id="new-error"' in weak.text) == (422, True)
    assert browser.submit("/account/passphrase", current=PASSPHRASE, new=NEW).status_code == 303
    assert partnership.browser().sign_in(me, NEW).status_code == 204


def test_no_passphrase_is_ever_given_back(browser: Browser) -> None:
    for typed in ({"current": "quite wrong indeed", "new": NEW}, {"current": PASSPHRASE, "new": "weakling"}):
        page = browser.submit("/account/passphrase", **typed).text
        assert not any(secret in page for secret in typed.values())


def test_guessing_the_current_passphrase_is_slowed(browser: Browser) -> None:
    guess = {"current": "not my passphrase", "new": NEW}
    answers = [browser.send("POST", "/api/v1/passphrase", json=guess).status_code for _ in range(6)]
    assert answers == [403] * 5 + [429]


def test_the_language_is_chosen_from_those_offered(browser: Browser) -> None:
    assert browser.submit("/account/language", locale="pl").status_code == 303
    assert '<html lang="pl"' in browser.get("/account").text
    assert browser.submit("/account/language", locale="../../etc").status_code == 422


def test_leaving_ends_this_session_and_leaving_everywhere_each(
    partnership: Partnership, me: Person, browser: Browser
) -> None:
    other = partnership.browser(me)
    assert browser.submit("/account/departure").headers["location"] == "/sign-in"
    assert browser.get("/account").status_code == 303
    third = partnership.browser(me)
    assert other.submit("/account/departure/everywhere").status_code == 303
    assert third.get("/account").status_code == 303
    mine = select(SignIn).where(SignIn.practitioner == me.id)
    assert partnership.read(lambda session: session.exec(mine).all()) == []


def test_devices_and_sessions_are_shown(browser: Browser) -> None:
    browser.enrol("Blue phone <3")
    page = browser.get("/account").text
    assert "Blue phone &lt;3" in page
    assert "(this one)" in page


def test_nothing_changes_without_the_token(browser: Browser) -> None:
    for path in ("passphrase", "language", "notices", "departure", "departure/everywhere"):
        assert browser.post(f"/account/{path}", data={"locale": "pl"}, headers=OURS).status_code == 403
    assert browser.get("/account").status_code == 200


def test_notices_are_told_to_the_phone_until_they_are_read(browser: Browser) -> None:
    browser.enrol()
    (notice,) = browser.get("/api/v1/notices").json()["notices"]
    assert notice["kind"] == "device_enrolled"
    assert browser.send("DELETE", "/api/v1/notices").status_code == 204
    assert browser.get("/api/v1/notices").json() == {"notices": []}


def test_notices_are_told_to_nobody_else(partnership: Partnership, browser: Browser) -> None:
    browser.enrol()
    other = partnership.browser(partnership.appoint())
    assert other.get("/api/v1/notices").json() == {"notices": []}
    other.send("DELETE", "/api/v1/notices")
    assert len(browser.get("/api/v1/notices").json()["notices"]) == 1
    assert partnership.browser().get("/api/v1/notices").status_code == 401


def test_every_kind_of_notice_has_its_sentence_on_the_phone(partnership: Partnership) -> None:
    page = partnership.browser().get("/").text
    for kind, sentence in words.NOTICES.items():
        assert f'data-words="notice-{kind}">{sentence}' in page
