"""What somebody looking over a shoulder, or through the browser, can learn: nothing."""

import re

from playwright.sync_api import expect

from journeys.phone import Phone

WORDS = ("Zuzanna", "Sample-Nowak", "Kubuś", "ZZ99", "lampa")
REVEALING = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}|FH-|abuse|violence|dash|risk|" + "|".join(WORDS), re.IGNORECASE)

# The address of a form names which form it is, as every phone's does, and nothing of what is in it.
FORM = "/forms/dash/2026.1/en"


def _visited(phone: Phone) -> list[str]:
    """Each address and title that the browser keeps in its history of this window."""
    history = phone.context.new_cdp_session(phone.page).send("Page.getNavigationHistory")
    return [f"{entry['url'].removeprefix(phone.server.origin)} {entry['title']}" for entry in history["entries"]]


def test_one_tap_hides_everything_and_the_passphrase_brings_it_back(phone: Phone) -> None:
    page = phone.page
    phone.start_incident("Kubuś", language="en")
    phone.open_form("DASH")
    phone.write("account", "lampa")
    phone.page.locator("header [data-act='privacy']").click()
    cover = page.locator("[data-cover='privacy']")
    expect(cover).to_be_visible()
    expect(page).to_have_title("Notes")
    assert page.locator("body > :visible").count() == 1
    assert not REVEALING.search(page.locator("body").inner_text())
    page.keyboard.press("Escape")
    expect(cover).to_be_visible()
    cover.get_by_label("Find a note").fill("not the passphrase")
    cover.get_by_role("button").click()
    expect(cover.get_by_role("status")).to_be_visible(timeout=30_000)
    cover.get_by_label("Find a note").fill(phone.who["password"])
    cover.get_by_role("button").click()
    expect(cover).to_have_count(0, timeout=30_000)
    expect(page.locator("textarea[name='account']")).to_have_value("lampa")
    phone.submit()
    assert [phone.wait_for_reference()] == phone.server.arrived()


def test_titles_addresses_and_history_say_nothing(phone: Phone) -> None:
    phone.start_incident("Kubuś", language="en")
    phone.open_form("DASH")
    phone.answer("frightened", "yes")
    phone.screen("check")
    phone.submit()
    reference = phone.wait_for_reference()
    phone.follow("/outbox")
    phone.follow("/")
    visited = _visited(phone)
    assert len(visited) >= 6
    assert [each for each in visited if REVEALING.search(each.replace(FORM, ""))] == []
    assert phone.server.arrived() == [reference]


def test_stop_in_the_encounter_hides_it_and_keeps_what_was_typed(phone: Phone) -> None:
    page = phone.page
    phone.start_incident("Kubuś", language="en")
    phone.follow("/encounter#who")
    page.locator("[data-person] summary").first.click()
    page.get_by_label("Given name").first.fill("Zuzanna Anna")
    phone.stop()
    assert not REVEALING.search(page.locator("body").inner_text())
    page.locator("#cover-note").fill(phone.who["password"])
    page.locator("[data-cover='privacy'] button").click()
    expect(page.locator("[data-stopped]")).to_be_visible(timeout=30_000)
    page.reload()
    phone.unlock()
    page.locator("[data-drafts] [data-act='open']").first.click()
    phone.follow("/encounter#who")
    expect(page.locator("[data-people]")).to_contain_text("Zuzanna Anna")
    assert phone.server.arrived() == []


def test_stop_in_a_form_hides_it_and_marks_what_was_not_asked(phone: Phone) -> None:
    page = phone.page
    phone.start_incident(language="en")
    phone.open_form("DASH")
    phone.answer("frightened", "yes")
    phone.write("account", "lampa")
    phone.stop()
    expect(page.get_by_role("heading", name="Put away")).to_be_visible()
    box = page.locator("dialog[data-dialog='stopped']").bounding_box()
    assert box and (box["width"], box["height"]) >= (360, 740)
    page.get_by_role("button", name="Go on", exact=True).click()
    expect(page.locator("input[name='injured_now'][value='not_asked_unsafe']")).to_be_checked()
    expect(page.locator("input[name='frightened'][value='yes']")).to_be_checked()
    expect(page.locator("textarea[name='account']")).to_have_value("lampa")
    phone.submit()
    assert [phone.wait_for_reference()] == phone.server.arrived()
