"""Tells open pages that something changed; what changed they fetch themselves, under their own rights."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import partial

_GAP = 1.0


class _Listener:
    """An open page: what changed since it was last told."""

    def __init__(self, topics: frozenset[str]) -> None:
        self.topics, self.changed, self.woken = topics, set[str](), asyncio.Event()

    def tell(self, topic: str) -> None:
        if topic in self.topics:
            self.changed.add(topic)
            self.woken.set()

    def take(self) -> frozenset[str]:
        changed, self.changed = frozenset(self.changed), set()
        self.woken.clear()
        return changed


class Live:
    """Topics are "queue" and "referral:<id>"; a slow listener gets one event for many changes."""

    def __init__(self) -> None:
        self._listeners: set[_Listener] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()

    def publish(self, topic: str) -> None:
        """May be called from any thread."""
        self._soon(partial(self._tell, topic))

    def close(self) -> None:
        """Every page's stream ends, so that a stopping service waits for none. From any thread or signal."""
        self._closed = True
        self._soon(self._wake)

    def _soon(self, work: Callable[[], None]) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(work)

    def _tell(self, topic: str) -> None:
        for listener in self._listeners:
            listener.tell(topic)

    def _wake(self) -> None:
        for listener in self._listeners:
            listener.woken.set()

    async def changes(self, *topics: str, quiet: float = 20) -> AsyncIterator[frozenset[str]]:
        """Yields the topics that changed; none of them after `quiet` seconds without a change (a heartbeat)."""
        listener = _Listener(frozenset(topics))
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
