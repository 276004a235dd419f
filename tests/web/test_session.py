"""Signing in and out, from the outside."""

from datetime import timedelta
from time import sleep

import pytest
from argon2 import PasswordHasher
from sqlmodel import Session, func, select

from firsthand.audit import entries
from firsthand.base import clock
from firsthand.identity import passphrases
from firsthand.identity.sessions import token_hash
from firsthand.identity.tables import Practitioner, SignIn
from firsthand.web import cookies
from support.staff import PASSPHRASE, Browser, Partnership


def test_under_tls_the_cookies_are_bound_to_the_host(partnership: Partnership) -> None:
    settings = partnership.world.settings.model_copy(update={"origin": "https://firsthand.example"})
    session, device = cookies.session(settings, "a"), cookies.device(settings, "b")
    assert (session.key, device.key) == ("__Host-firsthand", "__Host-firsthand-device")
    assert all(cookie.secure and cookie.path == "/" and cookie.domain is None for cookie in (session, device))


def test_the_session_says_who_is_signed_in_and_no_more(partnership: Partnership) -> None:
    who = partnership.appoint("assessor", "Ochre Example")
    said = partnership.browser(who).get("/api/v1/session").json()
    assert said.pop("csrf")
    assert said == {"id": str(who.id), "name": who.name, "role": who.role, "agency": "Invented Constabulary"}


def test_signed_out_the_session_is_a_401_problem(partnership: Partnership) -> None:
    answer = partnership.browser().get("/api/v1/session")
    assert answer.status_code == 401
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["code"] == "sign-in"


def test_an_email_is_known_however_it_is_written(partnership: Partnership) -> None:
    who = partnership.appoint()
    typed = {"email": f"  {who.email.upper()} ", "password": PASSPHRASE}
    assert partnership.browser().post("/api/v1/session", json=typed).status_code == 204


def test_signing_out_makes_the_server_forget_the_session(partnership: Partnership) -> None:
    browser = partnership.browser(partnership.appoint())
    cookie = browser.cookies.get("firsthand")
    assert browser.send("DELETE", "/api/v1/session").status_code == 204
    assert browser.cookies.get("firsthand") is None
    thief = partnership.browser()
    answer = thief.get("/api/v1/session", headers={"Cookie": f"firsthand={cookie}"})
    assert answer.status_code == 401


def test_signing_out_everywhere_ends_each_session_of_that_practitioner_only(partnership: Partnership) -> None:
    who, other = partnership.appoint(), partnership.appoint()
    first, second, others = partnership.browser(who), partnership.browser(who), partnership.browser(other)
    assert second.get("/api/v1/session").status_code == 200
    assert first.send("DELETE", "/api/v1/sessions").status_code == 204
    assert [browser.get("/api/v1/session").status_code for browser in (first, second, others)] == [401, 401, 200]


@pytest.mark.parametrize("expired", ["session_idle", "session_absolute"])
def test_a_session_expires(partnership: Partnership, expired: str) -> None:
    browser = partnership.browser(partnership.appoint())
    life: timedelta = getattr(partnership.world.settings, expired)
    with clock.shifted(life + timedelta(seconds=1)):
        assert browser.get("/api/v1/session").status_code == 401


def test_a_hash_of_other_parameters_is_renewed_at_the_next_sign_in(partnership: Partnership) -> None:

    who = partnership.appoint()
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSPHRASE)

    def set_old(session: Session) -> None:
        session.get_one(Practitioner, who.id).passphrase_hash = old
        entries.record(session, "passphrase.changed", subject=who.id)

    partnership.write(set_old)
    assert partnership.browser().sign_in(who).status_code == 204
    kept = partnership.read(lambda session: session.get_one(Practitioner, who.id).passphrase_hash)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert partnership.browser().sign_in(who).status_code == 204


@pytest.mark.parametrize("body", [b"", b"[]", b'{"email": 5, "password": null}', b"{", b'{"email": "a@b.example"}'])
def test_a_body_that_makes_no_sense_is_a_problem_that_repeats_nothing(partnership: Partnership, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = partnership.browser().post("/api/v1/session", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_a_session_in_use_lives_on_but_not_for_ever(partnership: Partnership) -> None:
    browser = partnership.browser(partnership.appoint())
    settings = partnership.world.settings
    step, passed = settings.session_idle / 2, timedelta()
    while (passed := passed + step) < settings.session_absolute:
        with clock.shifted(passed):
            assert browser.get("/api/v1/session").status_code == 200
            wait_until_noted(partnership, browser)
    with clock.shifted(settings.session_absolute):
        assert browser.get("/api/v1/session").status_code == 401


def wait_until_noted(partnership: Partnership, browser: Browser) -> None:
    """That a session was used is written a moment after the answer."""
    mine = SignIn.token_hash == token_hash(str(browser.cookies.get("firsthand")))
    used = select(SignIn.last_seen).where(mine)
    for _ in range(200):
        if clock.now() - partnership.read(lambda session: session.exec(used).one()) < timedelta(seconds=10):
            return
        sleep(0.01)
    pytest.fail("the last use of the session was never written")


def test_signing_in_again_ends_the_session_that_the_browser_held(partnership: Partnership) -> None:
    who = partnership.appoint()
    browser = partnership.browser(who)
    before = browser.cookies.get("firsthand")
    assert browser.sign_in(who).status_code == 204
    assert browser.cookies.get("firsthand") != before
    kept = select(func.count()).where(SignIn.practitioner == who.id)
    assert partnership.read(lambda session: session.exec(kept).one()) == 1


def test_a_passphrase_of_many_kilobytes_is_refused_unhashed(
    partnership: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes: list[str] = []
    monkeypatch.setattr(passphrases, "matches", lambda *_: hashes.append("hash"))
    assert partnership.browser().sign_in(partnership.appoint(), "a" * 5000).status_code == 400
    assert hashes == []
