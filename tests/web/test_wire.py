"""What one process says, every other hears; a wire that broke is mended, and says that something was missed."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import psycopg
import pytest

from firsthand.base.settings import Settings
from firsthand.web import wire
from firsthand.web.live import Live
from support.databases import on_postgresql

pytestmark = on_postgresql
Told = Callable[[Live, Live], Coroutine[Any, Any, None]]


@pytest.fixture
def between(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[[Told], None]:
    """Runs a story between two processes' ends of the wire."""
    monkeypatch.setattr(wire, "_PAUSE", 0.1)

    async def tell(story: Told) -> None:
        here, there = (Live(wire.backend(settings)) for _ in range(2))
        await asyncio.gather(here.start(), there.start())
        try:
            await story(here, there)
        finally:
            await asyncio.gather(here.stop(), there.stop())

    return lambda story: asyncio.run(tell(story))


async def heard(live: Live, *topics: str) -> frozenset[str]:
    """The first change of these."""
    async for changed in live.changes(*topics, quiet=0.2):
        if changed:
            return changed
    raise AssertionError


async def until_heard(live: Live, say: Callable[[], None], *topics: str) -> frozenset[str]:
    """A wire takes a moment until it stands: it is said again until it is heard."""
    hearing = asyncio.create_task(heard(live, *topics))
    for _ in range(100):
        say()
        done, _waiting = await asyncio.wait([hearing], timeout=0.1)
        if done:
            return hearing.result()
    raise AssertionError("nothing was heard")


def test_what_one_process_says_another_hears(between: Callable[[Told], None]) -> None:
    async def story(here: Live, there: Live) -> None:
        said = await until_heard(there, lambda: here.publish("referral:1"), "referral:1", "queue")
        assert said == {"referral:1"}

    between(story)


def test_after_a_break_anything_may_have_changed_and_later_changes_are_heard(
    between: Callable[[Told], None], settings: Settings
) -> None:
    async def story(here: Live, there: Live) -> None:
        await until_heard(there, lambda: here.publish("queue"), "queue")
        missed = asyncio.create_task(heard(there, "referral:1"))
        await asyncio.sleep(0.1)
        await asyncio.to_thread(cut, settings)
        assert await asyncio.wait_for(missed, 10) == {"referral:1"}
        await until_heard(there, lambda: here.publish("queue"), "queue")

    between(story)


def cut(settings: Settings) -> None:
    """Every connection that listens on this database."""
    assert settings.database_url
    with psycopg.connect(settings.database_url.get_secret_value()) as admin:
        ours = "datname = current_database() AND pid <> pg_backend_pid()"
        admin.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}")
