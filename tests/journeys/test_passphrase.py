"""A passphrase changed on the phone opens it from then on, and no draft is lost."""

from collections.abc import Callable

from playwright.sync_api import expect

from journeys.phone import Phone

NEXT = "Inventedly purple 4 lanterns under snow"


def test_a_passphrase_changed_on_the_phone_opens_its_drafts_with_no_signal(new_phone: Callable[[], Phone]) -> None:
    phone = new_phone().enrol()
    phone.start_incident(language="pl")
    phone.follow("/")
    page = phone.page
    page.get_by_text("Change my passphrase").first.click()
    page.locator("#passphrase-current").fill(phone.who["password"])
    page.locator("#passphrase-next").fill("too short")
    page.locator("[data-form='passphrase'] button").click()
    expect(page.locator("#passphrase-problem")).to_be_visible()
    page.locator("#passphrase-next").fill(NEXT)
    page.locator("[data-form='passphrase'] button").click()
    expect(page.locator("[data-form='passphrase'] [data-done]")).to_be_visible()
    phone.offline()
    phone.unlock(NEXT)
    expect(page.locator("[data-drafts] [data-act='open']")).to_be_visible()
    assert phone.server.arrived() == []
