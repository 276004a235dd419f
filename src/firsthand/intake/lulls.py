"""Storing what devices send comes before reading it: one writer and one interpreter do both."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from time import monotonic

_PATIENCE = 2.0
"""Seconds that a record waits at most, however much arrives."""
_LONGEST = 0.05


class Lulls:
    """Times in which nobody delivers. One lasts as long as a record takes: where they are rarer, reading falls behind
    in any case, and it is better that the devices have their receipts."""

    def __init__(self) -> None:
        self._delivering = 0
        self._left = -inf
        self._takes = _LONGEST

    @contextmanager
    def delivery(self) -> Iterator[None]:
        """Somebody is being served."""
        self._delivering += 1
        try:
            yield
        finally:
            self._delivering -= 1
            self._left = monotonic()

    async def found(self) -> bool:
        """Waits for the next one, up to `_PATIENCE`; whether there is one. Deliveries are too many to wait for each."""
        end = monotonic() + _PATIENCE
        while (quiet := self._quiet()) < self._takes and monotonic() < end:  # noqa: ASYNC110
            await asyncio.sleep(self._takes - quiet)
        return quiet >= self._takes

    def _quiet(self) -> float:
        return 0 if self._delivering else monotonic() - self._left

    def took(self, seconds: float) -> None:
        """To read one record."""
        self._takes = min(seconds, _LONGEST)
