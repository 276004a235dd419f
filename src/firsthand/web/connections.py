"""Connections of the server: an answer's head and body leave in one piece.

Uvicorn writes them one after the other, and uvloop hands each to the system at once: two calls, two packets, and a
client that wakes twice.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class Joined:
    """A transport that holds one piece back until the next, or the next turn of the loop; all else is the other's."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._written: list[bytes] = []

    def write(self, data: bytes) -> None:
        self._written.append(data)
        if len(self._written) > 1:
            self._send()
        else:
            self._loop.call_soon(self._send)

    def close(self) -> None:
        self._send()
        self._transport.close()

    def _send(self) -> None:
        written, self._written = self._written, []
        if written:
            self._transport.writelines(written)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Connection(HttpToolsProtocol):
    """Of one client."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(Joined(transport, self.loop))  # type: ignore[arg-type]
