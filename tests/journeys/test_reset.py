"""A forgotten passphrase: the manager resets it in person, and nothing on the phone is lost."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright, expect

from journeys.handset import ARGUMENTS
from journeys.phone import Phone
from journeys.server import Server

PATIENT = 30_000
NEW = "lanterns above a narrow ford"
CODE = re.compile(r"^\w{4}-\w{4}-\w{4}$")


@pytest.fixture
def desk(playwright: Playwright, browser: str, server: Server) -> Iterator[Page]:
    """The invented manager, signed in at a desk."""
    chromium = playwright.chromium.launch(executable_path=browser, args=ARGUMENTS)
    page = chromium.new_page()
    page.goto(f"{server.origin}/sign-in")
    manager = server.sign_in("manager")
    page.locator("#sign-in-email").fill(manager["email"])
    page.locator("#sign-in-passphrase").fill(manager["password"])
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="People")).to_be_visible(timeout=PATIENT)
    yield page
    chromium.close()


def _reset(desk: Page, email: str) -> tuple[str, str]:
    """The one-time code and the recovery code of the only device, as the manager reads them out."""
    desk.get_by_role("row", name=re.compile(re.escape(email))).get_by_role("link").click()
    desk.get_by_label("I have checked in person who this is").check()
    desk.get_by_role("button", name="Reset the passphrase").click()
    code = desk.get_by_text(CODE)
    expect(code).to_be_visible(timeout=PATIENT)
    return code.inner_text(), desk.locator("dd code").inner_text()


def _sign_in_by_code(phone: Phone, code: str) -> None:
    phone.go("/sign-in#sign-in")
    phone.button("I have a one-time code").click()
    page = phone.page
    page.locator("#invitation-email").fill(phone.who["email"])
    page.locator("#invitation-code").fill(code.lower())
    page.locator("#invitation-passphrase").fill(NEW)
    phone.button("Set the passphrase and sign in").click()


def test_a_reset_loses_no_draft_and_is_told(phone: Phone, desk: Page) -> None:
    phone.start_incident()
    phone.open_form("DASH")
    phone.write("account", "Invented: typed before the passphrase was forgotten.")
    phone.answer("frightened", "yes")
    code, recovery = _reset(desk, phone.who["email"])
    _sign_in_by_code(phone, code)
    page = phone.page
    page.locator("#old-passphrase").fill(recovery)
    phone.button("Open").click()
    expect(page.get_by_text("A manager reset your passphrase and signed you out everywhere.")).to_be_visible(
        timeout=PATIENT
    )
    phone.button("I have read this").click()
    phone.carry_on("DASH")
    expect(page.locator("textarea[name='account']")).to_have_value(re.compile("before the passphrase was forgotten"))
    phone.submit()
    reference = phone.wait_for_reference()
    assert phone.server.arrived() == [reference]


def test_after_a_reset_the_new_passphrase_opens_the_phone_with_no_signal(phone: Phone, desk: Page) -> None:
    code, recovery = _reset(desk, phone.who["email"])
    _sign_in_by_code(phone, code)
    phone.page.locator("#old-passphrase").fill(recovery)
    phone.button("Open").click()
    expect(phone.page.get_by_text("New incident")).to_be_visible(timeout=PATIENT)
    phone.offline()
    phone.unlock(NEW)
    expect(phone.page.get_by_text("New incident")).to_be_visible(timeout=PATIENT)
