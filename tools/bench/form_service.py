"""The invented partnership in a process of its own, and what a phone keeps of it for no signal."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench.form_visits import DOWN, LATENCY
from bench.timing import until

_CONNECTIONS = 6
"""That a browser opens to one host over HTTP/1.1."""


@contextmanager
def invented(folder: Path) -> Iterator[int]:
    """Yields the port. Raises TimeoutError."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    told = {"FIRSTHAND_DATA": str(folder), "PORT": str(port)}
    command = [sys.executable, "-m", "firsthand", "run"]
    process = subprocess.Popen(command, env={**os.environ, **told}, stdout=subprocess.DEVNULL)
    try:
        until(lambda: _answers(port), 120, "the service does not answer")
        yield port
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    with suppress(OSError, HTTPException):
        return bool(_get(HTTPConnection("127.0.0.1", port, timeout=2), "/api/v1/keys"))
    return False


def warm(port: int, paths: list[str]) -> None:
    """Has the pages rendered and packed, as whoever came before did."""
    for path in paths:
        _get(HTTPConnection("127.0.0.1", port, timeout=30), path, packed=True)


def precache(port: int) -> dict[str, object]:
    """What keeping everything for no signal brings over the network, and how long slow 4G takes for it at least."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    page = _get(connection, "/")[0].decode()
    build = page.split('data-build="')[1].split('"')[0]
    urls = json.loads(_get(connection, f"/precache/{build}.json")[0])["urls"]
    size = sum(sum(map(len, _get(connection, url, packed=True))) for url in urls)
    seconds = size / DOWN + LATENCY / 1000 * len(urls) / _CONNECTIONS
    return {"precache_kb": round(size / 1000), "precache_requests": len(urls), "precache_s": round(seconds, 1)}


def _get(connection: HTTPConnection, path: str, *, packed: bool = False) -> tuple[bytes, bytes]:
    """Body and headers, as they came."""
    connection.request("GET", path, headers={"Accept-Encoding": "br" if packed else "identity"})
    answer = connection.getresponse()
    return answer.read(), str(answer.headers).encode()
