"""Storing what devices send comes before reading it: one writer and one interpreter do both."""

import asyncio
from math import inf
from time import monotonic

_PATIENCE = 0.5
"""Seconds that a record waits at most, however much arrives."""
_LONGEST = 0.05


class Lulls:
    """Times in which nothing arrives. One lasts as long as a record takes: where they are rarer, reading falls behind
    in any case, and it is better that the devices have their receipts."""

    def __init__(self) -> None:
        self._arrived = -inf
        self._takes = _LONGEST

    def arrived(self) -> None:
        """From any thread."""
        self._arrived = monotonic()

    async def found(self) -> bool:
        """Waits for the next one, up to `_PATIENCE`; whether there is one. Arrivals are too many to wait for each."""
        end = monotonic() + _PATIENCE
        while (quiet := monotonic() - self._arrived) < self._takes and monotonic() < end:  # noqa: ASYNC110
            await asyncio.sleep(self._takes - quiet)
        return quiet >= self._takes

    def took(self, seconds: float) -> None:
        """To read one record."""
        self._takes = min(seconds, _LONGEST)
