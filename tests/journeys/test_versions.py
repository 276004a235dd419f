"""An earlier phone meets this service, and a phone of this build an earlier service: nothing is lost or stranded."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from journeys import versions
from journeys.phone import Phone
from journeys.server import Server, free_port
from journeys.taking import comes_to_run, fetch_next, readings, runs, served, take_up


@dataclass(frozen=True)
class Earlier:
    """The earlier program, with a form of its own; a data folder that it made and a phone that it enrolled."""

    environment: dict[str, str]
    data: Path
    profile: Path
    port: int


@pytest.fixture(scope="module")
def earlier(playwright: Playwright, browser: str, tmp_path_factory: pytest.TempPathFactory) -> Earlier:
    folder = tmp_path_factory.mktemp("earlier")
    pack = versions.doorstep(folder / "pack", "1", question="opened")
    environment = versions.running(versions.earlier(folder / "program"), [pack])
    earlier = Earlier(environment, folder / "var", folder / "profile", free_port())
    server = Server(earlier.data, earlier.port, environment).start()
    try:
        Phone(playwright, browser, earlier.profile, server).enrol().close()
    finally:
        server.stop()
    return earlier


@pytest.fixture
def server(earlier: Earlier, tmp_path: Path) -> Iterator[Server]:
    """The earlier one, on a copy of its data."""
    shutil.copytree(earlier.data, tmp_path / "var")
    server = Server(tmp_path / "var", earlier.port, earlier.environment).start()
    yield server
    server.kill()


@pytest.fixture
def this(tmp_path: Path) -> dict[str, str]:
    """The environment of this program, whose pack has the next version of the form and no longer the first."""
    return versions.running(packs=[versions.doorstep(tmp_path / "pack", "2", question="let_in")])


@pytest.fixture
def phone(new_phone: Callable[..., Phone], earlier: Earlier) -> Phone:
    phone = new_phone(earlier.profile)
    phone.unlock()
    return phone


def test_an_earlier_phone_delivers_to_this_service_is_updated_and_finishes_what_it_began(
    phone: Phone, server: Server, this: dict[str, str]
) -> None:
    before = runs(phone.page)
    phone.offline()
    phone.start_incident(language="en")
    phone.open_form("DASH")
    phone.answer("frightened", "yes")
    phone.submit()
    expect(phone.status).to_contain_text("1 waiting")
    phone.follow("/")
    phone.start_incident(language="en")
    phone.page.locator("[data-others] summary").click()
    phone.open_form("Doorstep")
    server.environment = this
    server.restart()
    phone.online()
    expect(phone.status).to_contain_text("All received", timeout=60_000)
    fetch_next(phone.page)
    phone.answer("opened", "yes")
    phone.leave_form()
    assert runs(phone.page) == before

    phone.follow("/")
    take_up(phone, server)
    phone.unlock()
    phone.carry_on("Doorstep")
    expect(phone.page.locator("[data-mount='form']")).to_have_attribute("data-version", "1")
    expect(phone.page.locator("input[name='opened'][value='yes']")).to_be_checked()
    phone.submit()
    phone.wait_for_reference()
    assert runs(phone.page) == served(server) != before
    dash, doorstep = readings(server, 2)
    assert (dash["form"], dash["version"], dash["flags"]) == ("dash", "2026.1", [])
    assert (doorstep["form"], doorstep["version"], doorstep["flags"]) == ("doorstep", "1", ["unknown_form"])


def test_a_phone_of_this_build_delivers_to_an_earlier_service_and_goes_back_with_it(
    phone: Phone, server: Server, this: dict[str, str], earlier: Earlier
) -> None:
    before = runs(phone.page)
    server.environment = this
    server.restart()
    fetch_next(phone.page)
    take_up(phone, server)
    phone.unlock()
    after = runs(phone.page)
    phone.start_incident(language="en")
    phone.open_form("DASH")
    phone.answer("frightened", "yes")
    server.kill()
    shutil.rmtree(server.data)
    shutil.copytree(earlier.data, server.data)
    server.environment = earlier.environment
    server.start()
    phone.answer("strangled", "yes")
    phone.submit()
    phone.wait_for_reference()
    assert runs(phone.page) == after
    assert [reading["version"] for reading in readings(server, 1)] == ["2026.1"]

    phone.follow("/")
    phone.page.locator("a[href='/submissions']:visible").first.click()
    comes_to_run(phone.page, before)
    phone.go("/")
    assert runs(phone.page) in (before, after), "whichever is whole by then"
    fetch_next(phone.page)
    comes_to_run(phone.page, before)
    phone.unlock()
    assert runs(phone.page) == before
