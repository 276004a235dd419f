"""The production start: what it refuses, and how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from firsthand import cli
from firsthand.base import keyring, schema
from firsthand.base.keyring import Keyring
from firsthand.base.settings import Settings
from firsthand.base.sqlite import SqliteDatabase
from firsthand.identity import agencies, practitioners, sessions
from firsthand.identity.rules import Status
from firsthand.identity.sessions import Lives
from firsthand.invented import partnership

READY = {
    "FIRSTHAND_ORIGIN": "https://firsthand.example",
    "FIRSTHAND_UNIT_NAME": "Invented Unit",
    "FIRSTHAND_UNIT_PHONE": "0000 000 0000",
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a service that is ready to start."""
    for name, value in {**READY, "FIRSTHAND_DATA": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PORT", raising=False)
    keyring.use(Keyring.fresh()).write(tmp_path / "keys" / "keyring.json")
    return tmp_path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """With which settings a port would have been opened."""
    opened: list[Settings] = []
    monkeypatch.setattr(cli, "_listen", opened.append)
    return opened


def refusal() -> str:
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve"])
    return str(ended.value)


def test_a_service_with_its_own_secrets_starts(data: Path, started: list[Settings]) -> None:
    cli.main(["serve"])
    assert [(each.data, each.unreviewed_wording) for each in started] == [(data, "ask")]


@pytest.mark.parametrize(
    ("name", "value", "what_to_do"),
    [
        ("FIRSTHAND_ORIGIN", "http://firsthand.example", "https://"),
        ("FIRSTHAND_ORIGIN", None, "https://"),
        ("FIRSTHAND_UNIT_NAME", None, "Set FIRSTHAND_UNIT_NAME"),
        ("FIRSTHAND_UNIT_PHONE", None, "Set FIRSTHAND_UNIT_PHONE"),
        ("FIRSTHAND_UNIT_PHONE", "+44 7700 900-123", "Set FIRSTHAND_UNIT_PHONE"),
        ("FIRSTHAND_UNREVIEWED_WORDING", "offer", "/languages"),
        ("FIRSTHAND_KEYS", "elsewhere", "firsthand keys make"),
        ("FIRSTHAND_DATABASE_URL", "postgresql://firsthand@db.example/firsthand", "sslmode=verify-full"),
        ("FIRSTHAND_DATABASE_URL", "postgresql://firsthand@localhost.example/firsthand", "sslmode=verify-full"),
        ("FIRSTHAND_DATABASE_URL", "nowhere", "FIRSTHAND_DATABASE_URL is no address"),
    ],
)
def test_what_is_missing_or_as_it_came_is_refused_with_what_to_do(
    data: Path, started: list[Settings], monkeypatch: pytest.MonkeyPatch, name: str, value: str | None, what_to_do: str
) -> None:
    if value is None:
        monkeypatch.delenv(name)
    else:
        monkeypatch.setenv(name, str(data / value) if name == "FIRSTHAND_KEYS" else value)
    assert what_to_do in refusal()
    assert started == []


def test_the_invented_partnership_is_never_served(data: Path, started: list[Settings]) -> None:
    (data / partnership.SIGN_INS).write_text("[]")
    assert "Set FIRSTHAND_DATA to a folder of its own" in refusal()
    assert started == []


def test_a_key_ring_that_others_can_read_is_refused(data: Path, started: list[Settings]) -> None:
    (data / "keys" / "keyring.json").chmod(0o644)
    assert "chmod 600" in refusal()
    assert started == []


def test_everything_that_is_wrong_is_said_at_once(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in READY:
        monkeypatch.delenv(name)
    assert len(refusal().splitlines()) == 3


@pytest.fixture
def token(data: Path) -> str:
    """The cookie's token of an assessor."""
    database = SqliteDatabase(data)
    schema.upgrade(database.engine)
    lives = Lives(Settings().session_idle, Settings().session_absolute)

    def appoint(session: object) -> str:
        unit = agencies.add(session, "Invented Unit", "referral_unit")
        person = practitioners.add(session, unit.id, "Ochre Example", "ochre@firsthand.example", "assessor")
        person.status = Status.ACTIVE
        return sessions.begin(session, person, lives, device=None, replacing=None)

    try:
        return database.writes.run_sync(appoint)
    finally:
        database.close()


@pytest.fixture
def service(data: Path, token: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A process of its own, and its address behind the proxy."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = subprocess.Popen([sys.executable, "-m", "firsthand", "serve"], env={**os.environ, "PORT": str(port)})
    try:
        yield started, f"http://127.0.0.1:{port}"
    finally:
        started.kill()
        started.wait()


def wait_for(address: str, service: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert service.poll() is None
        try:
            httpx.get(f"{address}/api/v1/keys")
            return
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail("it never answered")


def test_a_stopping_service_waits_for_no_open_page(token: str, service: tuple[subprocess.Popen[bytes], str]) -> None:
    process, address = service
    wait_for(address, process)
    cookie = {"Cookie": f"__Host-firsthand={token}"}
    with httpx.stream("GET", f"{address}/referrals/changes", headers=cookie, timeout=60) as page:
        assert re.match("text/event-stream", page.headers["content-type"])
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=5) in (0, -signal.SIGTERM)
