"""Tells open pages that something changed; what changed they fetch themselves, under their own rights."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress


class Live:
    """Topics are "queue" and "referral:<id>"; a slow listener gets one event for many changes."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[asyncio.Event]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()

    def publish(self, topic: str) -> None:
        """May be called from any thread."""
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._wake, topic)

    def _wake(self, topic: str) -> None:
        for listener in self._listeners.get(topic, ()):
            listener.set()

    async def changes(self, topic: str, quiet: float = 20) -> AsyncIterator[bool]:
        """Yields True for a change, False after `quiet` seconds without one (a heartbeat)."""
        listener = asyncio.Event()
        self._listeners.setdefault(topic, set()).add(listener)
        try:
            while True:
                with suppress(TimeoutError):
                    await asyncio.wait_for(listener.wait(), quiet)
                yield listener.is_set()
                listener.clear()
        finally:
            self._listeners[topic].discard(listener)
