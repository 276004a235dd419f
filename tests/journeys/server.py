"""A real server of the journeys: a process of its own that can be killed and started again on the same data."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ONE_INTERFACE = {"FIRSTHAND_INTERFACE_LOCALES": '["en"]'}
"""Half the pages for each phone to keep; `environment` may name more."""
RECORDING = {"FIRSTHAND_SOUND": "true"}
"""The policy that asks the most of a phone."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """`data` is the data folder; the log of every run is in `log`; `environment` is added to the process's own."""

    data: Path
    port: int = field(default_factory=free_port)
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    began: str = field(default_factory=lambda: datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S"))

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.data.with_suffix(".log")

    def start(self) -> "Server":
        command = [sys.executable, "-c", "from firsthand.cli import main; main()", "run"]
        told = {"FIRSTHAND_DATA": str(self.data), "PORT": str(self.port), **ONE_INTERFACE, **RECORDING}
        environment = {**os.environ, **told, **self.environment}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        self._wait()
        return self

    def _wait(self, seconds: float = 90) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            assert self.process
            assert self.process.poll() is None, self.log.read_text()
            try:
                urllib.request.urlopen(f"{self.origin}/api/v1/keys", timeout=2).close()
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise AssertionError(f"no answer within {seconds} s: {self.log.read_text()}")

    def kill(self) -> None:
        """As a power cut would."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """As an operator would."""
        assert self.process
        self.process.terminate()
        self.process.wait(20)

    def restart(self) -> None:
        self.kill()
        self.start()

    def post(self, path: str, body: str, headers: dict[str, str]) -> dict[str, Any]:
        """The answer to a request as the phone made it."""
        kept = {name: value for name, value in headers.items() if name.lower() in ("cookie", "content-type", "origin")}
        request = urllib.request.Request(self.origin + path, body.encode(), kept, method="POST")
        with urllib.request.urlopen(request, timeout=30) as answer:
            told: dict[str, Any] = json.load(answer)
            return told

    def sign_in(self, role: str, agency: str | None = None) -> dict[str, str]:
        """The first invented practitioner of a role: {role, agency, email, password}."""
        known = json.loads((self.data / "sign-ins.json").read_text())
        return next(one for one in known if one["role"] == role and agency in (None, one["agency"]))

    def arrived(self) -> list[str]:
        """References of the submissions that came after the invented ones, one for each envelope."""
        query = "SELECT reference FROM submissions WHERE received_at > ? ORDER BY received_at"
        with closing(sqlite3.connect(f"file:{self.data / 'firsthand.db'}?mode=ro", uri=True)) as database:
            return [row[0] for row in database.execute(query, (self.began,))]
