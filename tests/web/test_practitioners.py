"""The manager's pages about people."""

import re
from uuid import uuid4

import pytest
from sqlmodel import select

from firsthand.audit.tables import AuditEntry
from firsthand.identity import practitioners, words
from firsthand.identity.rules import Status
from support.staff import PASSPHRASE, Browser, Partnership, Person

CODE = re.compile(r"(?<![\w-])[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}(?![\w-])")


@pytest.fixture
def manager(partnership: Partnership) -> Browser:
    return partnership.browser(partnership.appoint("manager", "Slate Example"))


def done_to(partnership: Partnership, who: Person) -> set[str]:
    """The audited actions about somebody."""
    asked = select(AuditEntry.action).where(AuditEntry.subject == who.id)
    return set(partnership.read(lambda session: session.exec(asked).all()))


def status(partnership: Partnership, who: Person) -> str:
    return str(partnership.read(lambda session: practitioners.find(session, who.id)).status)


def test_a_manager_invites_somebody_and_is_shown_the_code_once(partnership: Partnership, manager: Browser) -> None:
    agency, email = str(partnership.agency()), f"{uuid4().hex}@firsthand.example"
    page = manager.submit("/practitioners", name="Teal Example", email=email, agency=agency, role="assessor")
    (code,) = set(CODE.findall(page.text))
    assert code not in manager.get("/practitioners").text
    typed = {"email": email, "password": PASSPHRASE, "code": code}
    assert partnership.browser().post("/api/v1/session", json=typed).status_code == 204


def test_what_was_typed_is_given_back_with_each_mistake_beside_it(partnership: Partnership, manager: Browser) -> None:
    page = manager.submit("/practitioners", name="<b>Teal</b>", email="not an e-mail", agency="x", role="king")
    assert page.status_code == 422
    assert "&lt;b&gt;Teal&lt;/b&gt;" in page.text
    assert 'value="not an e-mail"' in page.text
    for field in ("email", "agency", "role"):
        assert f'href="#{field}"' in page.text
        assert f'id="{field}-error"' in page.text


def test_nobody_is_invited_twice(partnership: Partnership, manager: Browser) -> None:
    who, agency = partnership.appoint(), str(partnership.agency())
    page = manager.submit("/practitioners", name="Again", email=who.email.upper(), agency=agency, role="assessor")
    assert page.status_code == 422
    assert 'id="email-error"' in page.text


def test_people_are_listed_with_agency_role_and_state(partnership: Partnership, manager: Browser) -> None:
    who = partnership.appoint("supervisor", "Sienna Example")
    page = manager.get("/practitioners").text
    assert who.email in page
    assert words.ROLE_NAMES[practitioners.Role.SUPERVISOR] in page
    elsewhere = partnership.agency("Invented Maternity", "maternity")
    assert who.email not in manager.get(f"/practitioners?agency={elsewhere}").text


def test_a_role_is_changed_audited_and_told(partnership: Partnership, manager: Browser) -> None:
    who = partnership.appoint()
    browser = partnership.browser(who)
    assert manager.submit(f"/practitioners/{who.id}/role", role="assessor").status_code == 303
    assert browser.get("/api/v1/session").status_code == 401
    browser.sign_in(who)
    assert browser.get("/api/v1/session").json()["role"] == "assessor"
    assert words.NOTICES["role_changed"] in browser.get("/account").text
    assert "practitioner.role_changed" in done_to(partnership, who)


def test_deactivating_signs_out_at_once_and_reactivating_lets_in_again(
    partnership: Partnership, manager: Browser
) -> None:
    who = partnership.appoint()
    browser = partnership.browser(who)
    assert browser.get("/account").status_code == 200
    manager.submit(f"/practitioners/{who.id}/deactivation")
    assert browser.get("/account").status_code == 303
    assert browser.sign_in(who).status_code == 401
    manager.submit(f"/practitioners/{who.id}/reactivation")
    assert browser.sign_in(who).status_code == 204
    assert {"practitioner.deactivated", "practitioner.reactivated"} <= done_to(partnership, who)


def test_a_reset_needs_the_identity_check(partnership: Partnership, manager: Browser) -> None:
    who = partnership.appoint()
    browser = partnership.browser(who)
    page = manager.submit(f"/practitioners/{who.id}/reset")
    assert page.status_code == 422
    assert 'id="checked-error"' in page.text
    assert browser.get("/account").status_code == 200


def test_a_reset_shows_the_codes_once_signs_out_and_is_told(partnership: Partnership, manager: Browser) -> None:
    who = partnership.appoint()
    phone = partnership.browser(who)
    device = phone.enrol("My phone").json()["device"]
    phone.send("POST", f"/api/v1/devices/{device}/recovery", json={"code": "kept-for-the-bad-day"})
    page = manager.submit(f"/practitioners/{who.id}/reset", checked="yes")
    (code,) = set(CODE.findall(page.text))
    assert "kept-for-the-bad-day" in page.text
    assert "kept-for-the-bad-day" not in manager.submit(f"/practitioners/{who.id}/reset", checked="yes").text
    assert phone.get("/account").status_code == 303
    assert phone.sign_in(who).status_code == 401
    assert {"passphrase.reset", "device.recovery_shown", "invitation.made"} <= done_to(partnership, who)
    used = {"email": who.email, "password": PASSPHRASE, "code": code}
    assert phone.post("/api/v1/session", json=used).status_code == 403, "the second reset made another code"


def test_after_a_reset_the_code_lets_in_and_says_what_was_done(partnership: Partnership, manager: Browser) -> None:
    who = partnership.appoint()
    page = manager.submit(f"/practitioners/{who.id}/reset", checked="yes")
    (code,) = set(CODE.findall(page.text))
    browser = partnership.browser()
    typed = {"email": who.email, "password": "four other words by me", "code": code}
    assert browser.post("/api/v1/session", json=typed).status_code == 204
    assert words.NOTICES["reset"] in browser.get("/account").text
    browser.submit("/account/notices")
    assert words.NOTICES["reset"] not in browser.get("/account").text


def test_a_code_that_ran_out_is_made_again_for_those_who_wait_only(partnership: Partnership, manager: Browser) -> None:
    waiting, active = partnership.appoint(), partnership.appoint()
    partnership.set_status(waiting, Status.INVITED)
    assert CODE.search(manager.submit(f"/practitioners/{waiting.id}/invitation").text)
    assert manager.submit(f"/practitioners/{active.id}/invitation").status_code == 403


def test_no_manager_acts_on_themselves(partnership: Partnership) -> None:
    me = partnership.appoint("manager")
    browser = partnership.browser(me)
    for act, typed in (("role", {"role": "assessor"}), ("deactivation", {}), ("reset", {"checked": "yes"})):
        answer = browser.submit(f"/practitioners/{me.id}/{act}", **typed)
        assert answer.status_code == 422, act
    assert status(partnership, me) == Status.ACTIVE


def test_an_odd_role_is_refused_beside_its_field(partnership: Partnership, manager: Browser) -> None:
    who = partnership.appoint()
    page = manager.submit(f"/practitioners/{who.id}/role", role="king")
    assert page.status_code == 422
    assert 'id="role-error"' in page.text


@pytest.mark.parametrize("role", ["practitioner", "assessor", "supervisor", "partner"])
def test_only_managers_see_people(partnership: Partnership, role: str) -> None:
    browser, who = partnership.browser(partnership.appoint(role)), partnership.appoint()
    for path in ("/practitioners", "/practitioners/invitation", f"/practitioners/{who.id}", "/agencies", "/audit"):
        assert browser.get(path).status_code == 403
    for act in ("role", "deactivation", "reset", "invitation", "reactivation"):
        assert browser.submit(f"/practitioners/{who.id}/{act}", role="manager", checked="yes").status_code == 403
    assert status(partnership, who) == Status.ACTIVE


def test_somebody_unknown_is_not_found(manager: Browser) -> None:
    assert manager.get(f"/practitioners/{uuid4()}").status_code == 404
    assert manager.submit(f"/practitioners/{uuid4()}/deactivation").status_code == 404
    assert manager.submit(f"/practitioners/{uuid4()}/reset", checked="yes").status_code == 404


def test_a_form_without_the_token_changes_nothing(partnership: Partnership, manager: Browser) -> None:
    who = partnership.appoint()
    assert manager.post(f"/practitioners/{who.id}/deactivation").status_code == 403
    assert status(partnership, who) == Status.ACTIVE
