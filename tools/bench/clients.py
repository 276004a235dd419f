"""Clients that cost little: keep-alive connections whose requests were written beforehand."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import NamedTuple, cast


class Answer(NamedTuple):
    """`sent` and `done` by perf_counter; `request` is its place in what was to be sent."""

    request: int
    sent: float
    done: float
    status: int
    body: bytes


def post(path: str, headers: dict[str, str], body: bytes) -> bytes:
    return _head("POST", path, {**headers, "Content-Type": "application/json", "Content-Length": str(len(body))}) + body


def get(path: str, headers: dict[str, str]) -> bytes:
    return _head("GET", path, headers)


def _head(method: str, path: str, headers: dict[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


@dataclass
class Crowd:
    """So many connections, each sending its next request when its last is answered, until told to end."""

    requests: Sequence[bytes]
    answers: list[Answer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._next = iter(range(len(self.requests)))
        self._open = 0
        self.ended = asyncio.Event()

    async def connect(self, port: int, connections: int) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(connections):
            await loop.create_connection(lambda: _Connection(self), "127.0.0.1", port)

    def take(self) -> int | None:
        return next(self._next, None)

    async def end(self) -> None:
        """Sends no more; returns once every connection is closed."""
        self._next = iter(range(0))
        await self.ended.wait()

    def joined(self) -> None:
        self._open += 1

    def left(self) -> None:
        self._open -= 1
        if not self._open:
            self.ended.set()


class _Connection(asyncio.Protocol):
    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self._request: int | None = None
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._crowd.joined()
        self._send()

    def _send(self) -> None:
        self._request = self._crowd.take()
        if self._request is None:
            self._transport.close()
            return
        self._sent = perf_counter()
        self._transport.write(self._crowd.requests[self._request])

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        if found and len(body) >= _length(head):
            assert self._request is not None
            self._crowd.answers.append(Answer(self._request, self._sent, perf_counter(), int(head[9:12]), body))
            self._received = b""
            self._send()

    def connection_lost(self, error: Exception | None) -> None:
        self._crowd.left()


def _length(head: bytes) -> int:
    name = head.lower().index(b"content-length:") + 15
    return int(head[name:].split(b"\r\n", 1)[0])
