"""A new build never comes between somebody and a form."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Error, Route, expect

from journeys import versions
from journeys.phone import Phone
from journeys.server import Server
from journeys.taking import begin_fetching, comes_to_run, fetch_next, readings, runs, served, take_up, taken_over


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
    comes_to_run(other.page, after)
    phone.page.locator("[data-mount~='offered']").get_by_role("button").click()
    comes_to_run(phone.page, after)

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


def test_an_install_that_is_mixed_or_killed_leaves_the_build_that_was(
    phone: Phone, replaced: Callable[[], str], tmp_path: Path
) -> None:
    before = runs(phone.page)

    def replace_again(route: Route) -> None:
        phone.server.environment = versions.running(packs=[versions.doorstep(tmp_path / "other", "1", "opened")])
        phone.server.restart()
        route.continue_()

    phone.context.route("**/tasks", replace_again, times=1)
    replaced()
    with pytest.raises(Error, match="not kept"):
        fetch_next(phone.page)
    phone.context.route("**/tasks", lambda _: None, times=1)
    with phone.context.expect_event("request", lambda request: request.url.endswith("/tasks")):
        begin_fetching(phone.page)
    phone.kill()
    phone.open().offline()
    phone.unlock()
    assert runs(phone.page) == before

    phone.online()
    fetch_next(phone.page)
    taken_over(phone.page)
    second = phone.tab()
    second.goto(phone.server.origin)
    expect(second.get_by_text("New incident")).to_be_visible()
    assert (runs(phone.page), runs(second)) == (before, served(phone.server))
    take_up(phone, phone.server)
    expect(phone.page.get_by_text("New incident")).to_be_visible()
    assert phone.errors == []


def test_a_service_that_goes_back_on_the_same_data_takes_its_phones_along(phone: Phone, tmp_path: Path) -> None:
    server, before = phone.server, runs(phone.page)
    server.environment = versions.running(versions.later(tmp_path / "later"))
    server.restart()
    fetch_next(phone.page)
    take_up(phone, server)
    phone.unlock()
    later = runs(phone.page)
    phone.start_incident(language="en")
    phone.open_form("DASH")
    phone.answer("frightened", "yes")
    server.environment = {}
    server.restart()
    phone.submit()
    first = phone.wait_for_reference()
    assert runs(phone.page) == later != before
    phone.follow("/")
    phone.start_incident(language="en")
    phone.open_form("DASH")
    phone.answer("injured_now", "yes")
    phone.leave_form()
    phone.follow("/")
    fetch_next(phone.page)
    take_up(phone, server)
    phone.unlock()
    phone.carry_on("DASH")
    expect(phone.page.locator("input[name='injured_now'][value='yes']")).to_be_checked()
    phone.submit()
    second = phone.wait_for_reference()
    assert (runs(phone.page), server.arrived()) == (before, [first, second])


def test_what_an_earlier_build_cannot_read_is_said_and_left_as_it_is(phone: Phone) -> None:
    phone.start_incident(language="en")
    phone.page.evaluate(OF_ANOTHER_ERA, "firsthand")
    phone.go("/")
    expect(phone.page.get_by_role("heading", name="Kept by a newer version")).to_be_visible()
    expect(phone.page.locator("main")).not_to_contain_text("First time on this device")
    assert phone.page.evaluate(VAULTS, "firsthand") == 1


OF_ANOTHER_ERA = """(name) => new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 100);
    opening.onsuccess = () => resolve(opening.result.close());
    opening.onerror = () => reject(opening.error);
})"""
VAULTS = """(name) => new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const counting = opening.result.transaction("vaults").objectStore("vaults").count();
        counting.onsuccess = () => resolve(counting.result);
    };
})"""
