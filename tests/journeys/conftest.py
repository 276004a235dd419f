"""One server with an invented partnership for each test, copied from one made once; phones on profiles of their own."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from journeys.phone import Phone
from journeys.server import Server

TOOLS = Path(__file__).parents[2] / "tools"


@pytest.fixture(scope="session")
def partnership(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("made") / "var"
    server = Server(data).start()
    server.stop()
    return data


@pytest.fixture
def server(partnership: Path, tmp_path: Path) -> Iterator[Server]:
    shutil.copytree(partnership, tmp_path / "var")
    server = Server(tmp_path / "var").start()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def browser() -> str:
    found = subprocess.run([sys.executable, TOOLS / "browser.py"], check=True, capture_output=True, text=True)
    return found.stdout.strip()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def new_phone(playwright: Playwright, browser: str, server: Server, tmp_path: Path) -> Iterator[Callable[[], Phone]]:
    phones: list[Phone] = []

    def made() -> Phone:
        phones.append(Phone(playwright, browser, tmp_path / f"profile-{len(phones)}", server))
        return phones[-1]

    yield made
    for phone in phones:
        phone.kill()


@pytest.fixture
def phone(new_phone: Callable[[], Phone]) -> Phone:
    """Enrolled as the invented officer, ready for no signal."""
    return new_phone().enrol()
