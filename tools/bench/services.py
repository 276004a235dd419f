"""A service in a process of its own, started as an operator starts it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import perf_counter

from bench.stores import ORIGIN, Copy
from bench.timing import until

_PATIENCE = 30.0
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Service:
    """`started` is how long it took to its first answer, in seconds."""

    process: subprocess.Popen[bytes]
    port: int
    started: float

    def cpu(self) -> float:
        """Seconds, of all its threads, for itself and in the kernel."""
        spent = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(spent[11]) + int(spent[12])) / _TICKS

    def memory(self) -> float:
        """Resident MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return int(next(line for line in status if line.startswith("VmRSS")).split()[1]) * 1024 / 1e6

    def kill(self) -> None:
        """As the machine does when it has no memory left."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def running(copy: Copy, *, first: str = "/api/v1/keys") -> Iterator[Service]:
    """From its start to the end of the block; `first` is what it is asked for until it answers. Raises TimeoutError."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {**os.environ, **_settings(copy.folder, port), **copy.environment}
    began = perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "firsthand", "serve"], env=environment)
    try:
        until(lambda: process.poll() is not None or answers(port, first), _PATIENCE, "the service does not answer")
        started = perf_counter() - began
        if process.poll() is not None:
            raise RuntimeError("the service has ended, and says why above")
        yield Service(process, port, started)
    finally:
        process.kill()
        process.wait()


def _settings(folder: Path, port: int) -> dict[str, str]:
    told = {"data": str(folder), "port": str(port), "origin": ORIGIN}
    told |= {"unit_name": "Invented Referral Unit", "unit_phone": "+44 0000 000000"}
    return {f"FIRSTHAND_{name.upper()}": value for name, value in told.items()}


def answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    with suppress(OSError, HTTPException):
        connection.request("GET", path)
        return bool(connection.getresponse().read())
    return False
