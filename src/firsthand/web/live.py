"""Tells open pages that something changed; what changed they fetch themselves, under their own rights."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from functools import partial
from uuid import UUID

from litestar.channels.backends.base import ChannelsBackend

from firsthand.web.wire import Wire

_GAP = 1.0


class _Listener:
    """An open page: what changed since it was last told."""

    def __init__(self, topics: frozenset[str], whose: UUID | None) -> None:
        self.whose = whose
        self.topics, self.changed, self.woken = topics, set[str](), asyncio.Event()

    def tell(self, changed: frozenset[str]) -> None:
        heard = self.topics & changed if changed else self.topics
        if heard:
            self.changed |= heard
            self.woken.set()

    def take(self) -> frozenset[str]:
        changed, self.changed = frozenset(self.changed), set()
        self.woken.clear()
        return changed


class Live:
    """Topics are "queue", "languages" and "referral:<id>"; a slow listener gets one event for many changes.

    `backend` reaches the other processes.
    """

    def __init__(self, backend: ChannelsBackend) -> None:
        self._wire = Wire(backend, self._tell)
        self._listeners: set[_Listener] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self._wire.start()

    async def stop(self) -> None:
        await self._wire.stop()

    def publish(self, topic: str) -> None:
        """May be called from any thread."""
        self._soon(partial(self._wire.say, topic))

    def close(self) -> None:
        """Every page's stream ends, so that a stopping service waits for none. From any thread or signal."""
        self._closed = True
        self._soon(self._wake)

    def _soon(self, work: Callable[[], None]) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(work)

    def _tell(self, changed: frozenset[str]) -> None:
        """Nothing named: something was missed, and anything may have changed."""
        for listener in self._listeners:
            listener.tell(changed)

    def _wake(self) -> None:
        for listener in self._listeners:
            listener.woken.set()

    def count(self, whose: UUID) -> int:
        """Pages that somebody has open here."""
        return sum(listener.whose == whose for listener in self._listeners)

    async def changes(
        self, *topics: str, whose: UUID | None = None, quiet: float = 20
    ) -> AsyncGenerator[frozenset[str], None]:
        """Yields the topics that changed; none of them after `quiet` seconds without a change (a heartbeat)."""
        listener = _Listener(frozenset(topics), whose)
        self._listeners.add(listener)
        try:
            while not self._closed:
                with suppress(TimeoutError):
                    await asyncio.wait_for(listener.woken.wait(), quiet)
                if self._closed:
                    return
                yield listener.take()
                await asyncio.sleep(min(_GAP, quiet))
        finally:
            self._listeners.discard(listener)
