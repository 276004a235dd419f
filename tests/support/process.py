"""The service in a process of its own, behind a port, that can be killed at any moment and started again."""

import os
import signal
import time
from multiprocessing import get_context
from typing import Any

import httpx

from firsthand import cli
from firsthand.base.settings import Settings

_READY = get_context("forkserver")
_READY.set_forkserver_preload(["firsthand.cli"])
"""Imports all that the service needs once, so that it starts again at once."""


class Process:
    """`settings` say where it listens and where its data is."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._process: Any = None

    def start(self) -> "Process":
        self._process = _READY.Process(target=cli._listen, args=(self.settings,), daemon=True)
        self._process.start()
        end = time.monotonic() + 60
        while not self._answers():
            assert self._process.is_alive(), "the service ended by itself"
            assert time.monotonic() < end, "no answer within a minute"
            time.sleep(0.05)
        return self

    def _answers(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.settings.port}/api/v1/keys", trust_env=False).is_success
        except httpx.HTTPError:
            return False

    def kill(self) -> None:
        """As a power cut would."""
        if self._process.is_alive():
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.join(60)

    def restart(self) -> None:
        self.kill()
        self.start()

    def stop(self) -> None:
        """As an operator would."""
        self._process.terminate()
        self._process.join(60)
