"""Made once: an invented partnership and a phone enrolled with it. Each test gets copies of both, at one address."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from journeys.desk import Desk
from journeys.handset import ARGUMENTS
from journeys.phone import Phone
from journeys.server import Server, free_port

TOOLS = Path(__file__).parents[2] / "tools"
CACHES = shutil.ignore_patterns(
    "Singleton*", "Cache", "Code Cache", "*GPUCache", "*ShaderCache", "Dawn*Cache", "Crash*"
)


@dataclass(frozen=True)
class Made:
    """What is copied: the data folder, and the profile of an enrolled phone that knows the server by this port."""

    data: Path
    profile: Path
    port: int


@pytest.fixture(scope="session")
def made(playwright: Playwright, browser: str, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    made = Made(folder / "var", folder / "profile", free_port())
    server = Server(made.data, made.port).start()
    try:
        Phone(playwright, browser, made.profile, server).enrol().close()
    finally:
        server.stop()
    return made


@pytest.fixture
def server(made: Made, tmp_path: Path) -> Iterator[Server]:
    shutil.copytree(made.data, tmp_path / "var")
    server = Server(tmp_path / "var", made.port).start()
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


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, browser: str) -> Iterator[Browser]:
    """For whoever keeps nothing on the device: each takes a context of their own."""
    chromium = playwright.chromium.launch(executable_path=browser, args=ARGUMENTS)
    yield chromium
    chromium.close()


@pytest.fixture
def at_desk(chromium: Browser, server: Server) -> Iterator[Callable[..., Desk]]:
    """Signs somebody in by role: assessor, supervisor, partner or manager."""
    desks: list[Desk] = []

    def sit(role: str = "assessor") -> Desk:
        desks.append(Desk(chromium, server, role))
        return desks[-1]

    yield sit
    for desk in desks:
        desk.context.close()


@pytest.fixture
def new_phone(playwright: Playwright, browser: str, server: Server, tmp_path: Path) -> Iterator[Callable[..., Phone]]:
    """Phones that nobody has used, or, given a profile, that profile's copy."""
    phones: list[Phone] = []

    def make(profile: Path | None = None, kind: type[Phone] = Phone) -> Phone:
        folder = tmp_path / f"profile-{len(phones)}"
        if profile:
            shutil.copytree(profile, folder, ignore=CACHES)
        phones.append(kind(playwright, browser, folder, server))
        return phones[-1]

    yield make
    for number, phone in enumerate(phones):
        phone.picture(tmp_path / f"last-{number}.png")
        phone.kill()


@pytest.fixture
def phone(new_phone: Callable[..., Phone], made: Made) -> Phone:
    """Enrolled as the invented officer, ready for no signal, unlocked, at the start."""
    phone = new_phone(made.profile)
    phone.unlock()
    return phone
