"""A lock keeps what is saved, shows nothing of it, and holds up no delivery."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from journeys.conftest import Made
from journeys.phone import Phone

WORDS = "lampa-i-próg"
ON_THE_SCREEN = """() => [document.documentElement.outerHTML, document.title,
    ...[...document.querySelectorAll("input, textarea, select")].map((control) => control.value)].join("\\n")"""


def _begin(phone: Phone) -> None:
    phone.start_incident(language="en")
    phone.open_form("DASH")
    phone.answer("frightened", "yes")
    phone.write("account", WORDS)
    phone.page.keyboard.press("Tab")
    expect(phone.status).to_contain_text("Saved on this phone")


def _lock(phone: Phone) -> None:
    phone.page.locator("header [data-act='lock']").click()
    expect(phone.page.locator("dialog[data-cover='unlock']")).to_be_visible()


def _unlock_here(phone: Phone, passphrase: str) -> None:
    phone.page.locator("#unlock-secret").fill(passphrase)
    phone.page.locator("dialog [data-act='unlock']").click()


def test_one_tap_locks_and_leaves_no_word_in_the_page(phone: Phone) -> None:
    _begin(phone)
    shown = phone.page.evaluate(ON_THE_SCREEN)
    assert WORDS in shown
    _lock(phone)
    shown = phone.page.evaluate(ON_THE_SCREEN)
    assert [word for word in (WORDS, "Zuzanna", "Sample-Nowak", "ZZ99", "FH-") if word in shown] == []
    _unlock_here(phone, phone.who["password"])
    expect(phone.page.locator("textarea[name='account']")).to_have_value(WORDS, timeout=30_000)
    phone.submit()
    assert [phone.wait_for_reference()] == phone.server.arrived()


def test_a_reload_locks_and_loses_nothing(phone: Phone) -> None:
    _begin(phone)
    phone.page.reload()
    expect(phone.page.locator("header [data-act='lock']")).to_be_hidden()
    assert WORDS not in phone.page.evaluate(ON_THE_SCREEN)
    phone.go("/")
    expect(phone.page.locator("[data-locked]")).to_contain_text("Drafts on this phone")
    assert "Zuzanna" not in phone.page.evaluate(ON_THE_SCREEN)
    phone.unlock()
    phone.carry_on("DASH")
    expect(phone.page.locator("textarea[name='account']")).to_have_value(WORDS)
    phone.submit()
    assert [phone.wait_for_reference()] == phone.server.arrived()


def test_wrong_passphrases_are_answered_plainly_and_ever_more_slowly(phone: Phone) -> None:
    _begin(phone)
    _lock(phone)
    problem = phone.page.locator("#unlock-problem")
    for _ in range(3):
        _unlock_here(phone, "not the passphrase")
        expect(phone.page.locator("#unlock-secret")).to_have_value("", timeout=30_000)
        expect(problem).to_have_text("That passphrase does not open it. Nothing is lost: try again.")
    pauses = [_pause(phone), _pause(phone)]
    assert pauses[0] <= 5 < pauses[1] <= 10
    _unlock_here(phone, phone.who["password"])
    expect(problem).to_contain_text("seconds")
    expect(phone.page.locator("dialog[data-cover='unlock']")).to_be_visible()
    _open_when_the_pause_is_over(phone)
    expect(phone.page.locator("textarea[name='account']")).to_have_value(WORDS)
    phone.submit()
    assert [phone.wait_for_reference()] == phone.server.arrived()


def _pause(phone: Phone) -> int:
    """Seconds to wait, as they are said once the pause before is over and one more try was wrong."""
    before = _said(phone)
    while _said(phone) <= before:
        _unlock_here(phone, "not the passphrase")
        expect(phone.page.locator("dialog [data-act='unlock']")).to_be_enabled(timeout=30_000)
    return _said(phone)


def _said(phone: Phone) -> int:
    found = re.search(r"(\d+) seconds", phone.page.locator("#unlock-problem").inner_text())
    return int(found[1]) if found else 0


def _open_when_the_pause_is_over(phone: Phone) -> None:
    while phone.page.locator("dialog[data-cover='unlock']").is_visible():
        _unlock_here(phone, phone.who["password"])
        expect(phone.page.locator("dialog[data-cover='unlock'][aria-busy='true']")).to_have_count(0, timeout=30_000)


def test_a_session_that_ended_offline_stops_neither_the_work_nor_its_delivery(phone: Phone) -> None:
    phone.offline()
    phone.context.clear_cookies(name="firsthand")
    _begin(phone)
    phone.submit()
    expect(phone.status).to_contain_text("1 waiting")
    assert phone.server.arrived() == []
    phone.online()
    assert [phone.wait_for_reference()] == phone.server.arrived()


def test_what_waits_is_delivered_while_locked_and_signed_out(phone: Phone) -> None:
    phone.offline()
    _begin(phone)
    phone.submit()
    _lock(phone)
    phone.context.clear_cookies(name="firsthand")
    expect(phone.status).to_contain_text("1 waiting")
    phone.online()
    expect(phone.status).to_contain_text("All received", timeout=60_000)
    expect(phone.page.locator("dialog[data-cover='unlock']")).to_be_visible()
    assert len(phone.server.arrived()) == 1


def test_an_answer_given_before_unlocking_says_so_and_is_saved_by_the_unlock(
    new_phone: Callable[..., Phone], made: Made
) -> None:
    phone = new_phone(made.profile)
    phone.go("/forms/dash/2026.1/en")
    phone.answer("frightened", "yes")
    expect(phone.page.locator("[data-saved]")).to_contain_text("Not saved yet")
    expect(phone.status).to_contain_text("Not saved yet")
    _unlock_here(phone, phone.who["password"])
    expect(phone.status).to_contain_text("Saved on this phone", timeout=30_000)
    phone.kill()
    phone.open()
    phone.unlock()
    phone.carry_on("DASH")
    expect(phone.page.locator("input[name='frightened'][value='yes']")).to_be_checked()
    phone.submit()
    assert [phone.wait_for_reference()] == phone.server.arrived()
