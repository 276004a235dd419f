"""Storing comes before reading, and reading goes on."""

import asyncio
from time import monotonic

from firsthand.intake.lulls import Lulls


def found(lulls: Lulls, *deliveries: float) -> tuple[bool, float]:
    """Whether there is a lull while somebody is served so long, one after the other; and after how many seconds."""

    async def deliver() -> None:
        for seconds in deliveries:
            with lulls.delivery():
                await asyncio.sleep(seconds)

    async def both() -> tuple[bool, float]:
        delivering, began = asyncio.create_task(deliver()), monotonic()
        await asyncio.sleep(0)
        found = await lulls.found()
        delivering.cancel()
        return found, monotonic() - began

    return asyncio.run(both())


def test_where_nobody_delivers_a_record_is_read_at_once() -> None:
    is_lull, waited = found(Lulls())
    assert is_lull
    assert waited < 0.4


def test_who_is_being_served_is_waited_for_and_not_for_ever() -> None:
    is_lull, waited = found(Lulls(), 60)
    assert not is_lull
    assert 0.4 < waited < 5


def test_deliveries_without_a_pause_between_them_are_waited_for_too() -> None:
    is_lull, waited = found(Lulls(), *[0.001] * 10_000)
    assert not is_lull
    assert 0.4 < waited < 5


def test_the_pause_after_the_last_is_one() -> None:
    lulls = Lulls()
    lulls.took(0.001)
    is_lull, waited = found(lulls, 0.1)
    assert is_lull
    assert 0.1 <= waited < 0.5
