"""The desk while it lives: what arrives, what is decided, and how the author learns of it."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import expect

from journeys.desk import Desk
from journeys.phone import Phone

REASON = "Invented: seen before, and it gets worse."


def _send(phone: Phone, began: str = "") -> str:
    phone.start_incident(language="en", began=began)
    phone.open_form("DASH")
    phone.answer("frightened", "yes")
    phone.answer("judgement", "high")
    phone.write("judgement_reason", "Invented: because of the door.")
    phone.submit()
    return phone.wait_for_reference()


def _act(desk: Desk, choice: str, button: str) -> None:
    step = desk.page.locator("section.app-step")
    step.get_by_label(choice).check()
    step.get_by_label("Why").fill(REASON)
    step.get_by_role("button", name=button).click()


def test_what_arrives_appears_without_taking_focus_or_words(phone: Phone, at_desk: Callable[..., Desk]) -> None:
    queue, reading = at_desk("assessor"), at_desk("supervisor")
    held = queue.page.locator(".app-queue__link").first
    held.focus()
    reading.page.locator(".app-queue__link").first.click()
    box = reading.page.locator("section.app-step textarea").first
    box.fill("Half a sen")
    box.focus()
    address = held.get_attribute("href")
    yesterday = datetime.now().astimezone() - timedelta(days=1)
    reference = _send(phone, began=f"{yesterday:%Y-%m-%dT%H:%M}")
    expect(queue.row(reference)).to_be_visible(timeout=60_000)
    held = queue.page.locator(f".app-queue__link[href='{address}']")
    expect(held).to_be_focused()
    reading.page.keyboard.type("tence")
    expect(box).to_have_value("Half a sentence")
    assert phone.server.arrived() == [reference]


def test_a_referral_is_taken_graded_decided_closed_and_reopened(phone: Phone, at_desk: Callable[..., Desk]) -> None:
    reference = _send(phone)
    desk = at_desk("assessor")
    page = desk.page
    desk.open(reference)
    desk.button("Take it").click()
    expect(desk.button("Release it")).to_be_visible()
    desk.button("Record this grade").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    _act(desk, "High", "Record this grade")
    expect(page.get_by_role("heading", name="Next: decide")).to_be_visible()
    step = page.locator("section.app-step")
    step.get_by_role("radio").first.check()
    step.get_by_label("Why").fill(REASON)
    step.get_by_role("button", name="Record this decision").click()
    expect(page.get_by_role("heading", name="Next: close it")).to_be_visible()
    desk.button("Close this referral").click()
    expect(page.get_by_role("heading", name="This referral is closed")).to_be_visible()
    page.get_by_label("Why it must be looked at again").fill(REASON)
    desk.button("Reopen").click()
    expect(page.get_by_role("heading", name=re.compile("^Next: "))).to_be_visible()
    expect(page.locator("#people")).to_contain_text(REASON)
    assert phone.server.arrived() == [reference]


def test_the_author_sees_the_decision_and_amends_and_prints(phone: Phone, at_desk: Callable[..., Desk]) -> None:
    reference = _send(phone)
    desk = at_desk("assessor")
    desk.open(reference)
    _act(desk, "High", "Record this grade")
    step = desk.page.locator("section.app-step")
    outcome = step.get_by_role("radio").first
    outcome.check()
    step.get_by_label("Why").fill(REASON)
    step.get_by_role("button", name="Record this decision").click()
    expect(desk.page.get_by_role("heading", name="Next: close it")).to_be_visible()

    page = phone.page
    phone.follow("/")
    expect(page.locator("[data-returned]")).to_contain_text(f"{reference}Decided: open it to read why")
    phone.follow("/submissions")
    page.locator(".app-sent-row__forms a").first.click()
    expect(page.locator("main")).to_contain_text(REASON)
    expect(page.locator(".app-mark--paper")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".app-mark--paper")).to_contain_text(reference)
    expect(page.locator("main .app-actions")).to_be_hidden()
    page.emulate_media(media="screen")

    phone.button("Amend this").click()
    expect(page.locator("[data-section]:visible").first).to_be_visible()
    expect(page.locator("input[name='frightened'][value='yes']")).to_be_checked()
    phone.answer("injured_now", "yes")
    phone.submit()
    assert phone.wait_for_reference() == reference
    assert phone.server.arrived() == [reference] * 2
    desk.open(reference)
    expect(desk.page.locator(".app-sheet")).to_have_count(2)
    phone.follow("/")
    phone.follow("/submissions")
    expect(page.locator(".app-sent-row").first.locator("li")).to_have_count(2)
    expect(page.locator(".app-sent-row").first).to_contain_text("amends an earlier one")
