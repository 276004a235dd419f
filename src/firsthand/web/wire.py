"""The wire between processes: what one says, each hears, itself too. It may break; it is mended and says so."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import msgspec
from litestar.channels.backends.base import ChannelsBackend
from litestar.channels.backends.memory import MemoryChannelsBackend

from firsthand.base import log
from firsthand.base.settings import Settings

_CHANNEL = "firsthand"
_MOST = 100
"""Topics in one message: PostgreSQL takes 8,000 bytes."""
_PAUSE = 1.0


def backend(settings: Settings) -> ChannelsBackend:
    """PostgreSQL's LISTEN and NOTIFY where processes share a database; SQLite has one process."""
    if settings.database_url is None:
        return MemoryChannelsBackend()
    from litestar.channels.backends.psycopg import PsycoPgChannelsBackend

    from firsthand.base import postgresql

    return PsycoPgChannelsBackend(postgresql.plain(settings.database_url.get_secret_value()))


class Wire:
    """`heard` is told what changed, on the event loop; an empty set after a break, in which anything was missed."""

    def __init__(self, backend: ChannelsBackend, heard: Callable[[frozenset[str]], None]) -> None:
        self._backend, self._heard = backend, heard
        self._unsaid: dict[str, None] = {}
        self._woken, self._whole = asyncio.Event(), asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._speak())]

    async def stop(self) -> None:
        """Asks again: a connection that is just being made or ended may take no notice of the first time."""
        left = set(self._tasks)
        while left:
            for task in left:
                task.cancel()
            _, left = await asyncio.wait(left, timeout=1)

    def say(self, topic: str) -> None:
        self._unsaid[topic] = None
        self._woken.set()

    async def _listen(self) -> None:
        """Mends the wire for ever."""
        while True:
            try:
                await self._hear()
            except Exception as error:  # noqa: BLE001 - whatever broke it
                log.error("wire_broken", error=type(error).__name__)
            finally:
                self._whole.clear()
                with suppress(Exception):
                    await self._backend.on_shutdown()
            await asyncio.sleep(_PAUSE)
            self._heard(frozenset())

    async def _hear(self) -> None:
        await self._backend.on_startup()
        await self._backend.subscribe([_CHANNEL])
        self._whole.set()
        async for _, message in self._backend.stream_events():
            self._heard(frozenset(msgspec.json.decode(message, type=list[str])))

    async def _speak(self) -> None:
        while True:
            await self._woken.wait()
            await self._whole.wait()
            topics = list(self._unsaid)[:_MOST]
            try:
                await self._backend.publish(msgspec.json.encode(topics), [_CHANNEL])
            except Exception as error:  # noqa: BLE001 - said again when it is mended
                log.error("not_said", error=type(error).__name__)
                await asyncio.sleep(_PAUSE)
                continue
            for topic in topics:
                del self._unsaid[topic]
            if not self._unsaid:
                self._woken.clear()
