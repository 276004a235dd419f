"""Storing comes before reading, and reading goes on."""

import asyncio
from collections.abc import Callable, Coroutine
from time import monotonic
from typing import Any

from firsthand.intake.lulls import Lulls


def arriving(lulls: Lulls, every: float, then: Callable[[], Coroutine[Any, Any, bool]]) -> tuple[bool, float]:
    """What `then` answers while something arrives all the time, and after how many seconds."""

    async def both() -> tuple[bool, float]:
        async def arrive() -> None:
            while True:
                lulls.arrived()
                await asyncio.sleep(every)

        arrivals, began = asyncio.create_task(arrive()), monotonic()
        await asyncio.sleep(0)
        found = await then()
        arrivals.cancel()
        return found, monotonic() - began

    return asyncio.run(both())


def test_where_nothing_arrives_a_record_is_read_at_once() -> None:
    began = monotonic()
    assert asyncio.run(Lulls().found())
    assert monotonic() - began < 0.05


def test_what_keeps_arriving_comes_first_and_not_for_ever() -> None:
    lulls = Lulls()
    found, waited = arriving(lulls, 0.001, lulls.found)
    assert not found
    assert 0.4 < waited < 5


def test_a_pause_as_long_as_a_record_takes_is_enough() -> None:
    lulls = Lulls()
    lulls.took(0.001)
    found, waited = arriving(lulls, 0.2, lulls.found)
    assert found
    assert waited < 0.4
