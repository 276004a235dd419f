"""A new build never comes between somebody and a form."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from journeys import versions
from journeys.phone import Phone
from journeys.server import Server
from journeys.taking import fetch_next, readings, runs, served


@pytest.fixture
def replaced(server: Server, tmp_path: Path) -> Callable[[], str]:
    """The service is replaced by one that has a newer DASH; answers its build."""

    def replace() -> str:
        pack = versions.next_dash(tmp_path / "pack", was="frightened", becomes="afraid")
        server.environment = versions.running(packs=[pack])
        server.restart()
        return served(server)

    return replace


def test_a_form_is_finished_in_its_version_while_the_next_one_waits_for_one_tap(
    phone: Phone, replaced: Callable[[], str]
) -> None:
    before = runs(phone.page)
    phone.start_incident(language="en")
    phone.open_form("DASH")
    phone.answer("frightened", "yes")
    after = replaced()
    other = phone.in_window(phone.tab())
    other.unlock()
    fetch_next(phone.page)
    assert (runs(phone.page), runs(other.page)) == (before, before)
    phone.answer("injured_now", "no")

    offer = other.page.locator("[data-mount~='offered']")
    offer.get_by_role("button").click()
    expect(offer.get_by_role("status")).to_contain_text("Another window has something open")
    assert (runs(phone.page), runs(other.page)) == (before, before)
    phone.leave_form()
    phone.follow("/")
    offer.get_by_role("button").click()
    expect(other.page.locator(f"body[data-build='{after}']")).to_be_attached()
    phone.page.locator("[data-mount~='offered']").get_by_role("button").click()
    expect(phone.page.locator(f"body[data-build='{after}']")).to_be_attached()

    phone.unlock()
    phone.carry_on("DASH")
    expect(phone.page.locator("[data-mount='form']")).to_have_attribute("data-version", "2026.1")
    expect(phone.page.locator("input[name='frightened'][value='yes']")).to_be_checked()
    phone.answer("strangled", "yes")
    phone.submit()
    reference = phone.wait_for_reference()
    assert phone.server.arrived() == [reference]
    assert readings(phone.server, 1) == [{"form": "dash", "version": "2026.1", "level": "not_established", "flags": []}]
    phone.go("/")
    phone.unlock()
    phone.start_incident(language="en")
    phone.open_form("DASH")
    expect(phone.page.locator("[data-mount='form']")).to_have_attribute("data-version", "2026.2")
    assert (runs(phone.page), phone.errors) == (after, [])
