"""Several processes of one service on one PostgreSQL; any of them may be killed."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from random import Random

import httpx

from firsthand import cli
from firsthand.base.settings import Settings
from journeys.server import free_port

_SPAWN = get_context("spawn")
_PATIENCE = 60


class Fleet:
    """`ports` are those of processes that were started; one that was killed comes back under its own."""

    def __init__(self, settings: Settings, size: int) -> None:
        self._settings = settings
        self.ports = [free_port() for _ in range(size)]
        self._running: dict[int, BaseProcess] = {}

    def start(self, port: int) -> None:
        settings = self._settings.model_copy(update={"port": port})
        self._running[port] = _SPAWN.Process(target=cli._listen, args=(settings,), daemon=True)
        self._running[port].start()

    def kill(self, port: int) -> None:
        process = self._running.pop(port)
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        process.join()

    def kill_one(self, random: Random) -> None:
        """And starts it again."""
        port = random.choice(self.ports)
        self.kill(port)
        self.start(port)

    def wait(self) -> None:
        """Until all of them answer."""
        give_up = time.monotonic() + _PATIENCE
        for port in self.ports:
            while not _answers(port):
                assert time.monotonic() < give_up, "a process of the service does not come up"
                time.sleep(0.05)

    def address(self, random: Random) -> str:
        return f"http://127.0.0.1:{random.choice(self.ports)}"


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/api/v1/keys", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def fleet(settings: Settings, size: int) -> Iterator[Fleet]:
    fleet = Fleet(settings, size)
    try:
        for port in fleet.ports:
            fleet.start(port)
        fleet.wait()
        yield fleet
    finally:
        for port in list(fleet._running):
            fleet.kill(port)
