"""The app and a service behind a line that tears, stalls, delays and repeats: all arrives, exactly once."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from faults.rounds import Rounds
from journeys.conftest import Made
from journeys.phone import Phone
from journeys.server import Server, free_port
from support import proxy
from support.proxy import Proxy

PATIENCE = 20
"""Seconds for which the line is bad."""


@dataclass
class Behind(Server):
    """`public` is the port of the line, the only one that phones know."""

    public: int = 0

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.public}"


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> Rounds:
    return Rounds.told(request)


@pytest.fixture
def line(made: Made) -> Iterator[Proxy]:
    with Proxy(free_port(), port=made.port).running() as line:
        yield line


@pytest.fixture
def server(made: Made, line: Proxy, tmp_path: Path) -> Iterator[Server]:
    shutil.copytree(made.data, tmp_path / "var")
    origin = {"FIRSTHAND_ORIGIN": f"http://127.0.0.1:{made.port}"}
    server = Behind(tmp_path / "var", line.target, origin, public=made.port).start()
    yield server
    server.kill()


def test_all_that_is_submitted_over_a_bad_line_arrives_once(phone: Phone, line: Proxy, rounds: Rounds) -> None:
    references: list[str] = []
    for seed in rounds.seeds():
        phone.start_incident(language="en")
        phone.open_form("DASH")
        phone.answer("frightened", "yes")
        phone.offline()
        phone.submit()
        before = len(line.happened)
        line.follow(proxy.plan(seed, calm=0))
        phone.online()
        _wait_for_harm(phone, line, before)
        phone.server.restart()
        line.follow(proxy.clear)
        phone.offline()
        phone.online()
        references.append(phone.wait_for_reference())
        phone.follow("/")
    assert phone.server.arrived() == references


def _wait_for_harm(phone: Phone, line: Proxy, before: int) -> None:
    """Counted from when the line turned bad: the first harm may come before anybody looks."""
    end = time.monotonic() + PATIENCE
    while len(line.happened) < before + 2 and time.monotonic() < end:
        phone.page.wait_for_timeout(50)
    assert len(line.happened) > before, "something went wrong on the line"
