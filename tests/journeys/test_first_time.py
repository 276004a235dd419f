"""The first time on a device: told plainly without a signal, ready after one visit with it."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from journeys.phone import Phone


def test_somebody_never_enrolled_and_offline_is_told_what_to_do(new_phone: Callable[..., Phone]) -> None:
    phone = new_phone()
    phone.go("/")
    phone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.offline()
    phone.page.reload()
    told = phone.page.locator("[data-first-time]")
    expect(told.get_by_text("There is no signal now. Find Wi-Fi or a signal first")).to_be_visible()
    expect(told).to_contain_text(re.compile(r"telephone .+: [\d ]{9,}"))
    told.get_by_role("link", name="Set up this device").click()
    expect(phone.page.get_by_text("nobody is enrolled on this device yet")).to_be_visible()
    phone.page.locator("#sign-in-email").fill(phone.who["email"])
    phone.page.locator("#sign-in-passphrase").fill(phone.who["password"])
    phone.button("Sign in").click()
    expect(phone.page.locator("#sign-in-problem")).to_contain_text("There is no connection")
    assert phone.server.arrived() == []


def test_one_visit_with_a_signal_is_enough_for_a_restart_without(new_phone: Callable[..., Phone]) -> None:
    phone = new_phone().enrol()
    phone.close()
    phone.open().offline()
    phone.unlock()
    phone.start_incident("Kubuś")
    phone.open_form("DASH")
    phone.answer("frightened", "yes")
    phone.submit()
    expect(phone.status).to_contain_text("1 waiting")
    assert phone.server.arrived() == []
    phone.online()
    reference = phone.wait_for_reference()
    assert phone.server.arrived() == [reference]
    assert phone.errors == []
