"""Live pages: told of changes, for as long as their reader is signed in and the service runs."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from litestar.channels.backends.memory import MemoryChannelsBackend

from firsthand.web import streams
from firsthand.web.live import Live
from support.client import Client
from support.unit import Unit, submit
from support.waiting import until


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT", 0.05)


def until_signed_out(unit: Unit, who: Client, path: str, *, meanwhile: Any = None) -> str:
    """All that the stream said; signing out, once it is open, ends it."""
    with ThreadPoolExecutor(1) as aside:
        heard = aside.submit(lambda: who.http.get(path).text)
        until(lambda: unit.service.world.live.count(who.practitioner) == 1)
        if meanwhile:
            meanwhile()
        other = who.http.delete("/api/v1/session", headers={"X-CSRF-Token": who.csrf})
        assert other.status_code == 204
        return heard.result(timeout=10)


def test_the_stream_ends_with_the_session(unit: Unit):
    heard = until_signed_out(unit, unit.at_desk(), "/referrals/changes")
    assert heard.rstrip().endswith("event: ended\r\ndata: -")


def test_nobody_has_more_streams_than_pages_can_be_read(unit: Unit, monkeypatch: pytest.MonkeyPatch):
    who, another = unit.at_desk(), unit.at_desk()
    monkeypatch.setattr(streams, "MOST", 1)

    def one_more() -> None:
        refused = who.http.get("/referrals/changes")
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "0")
        until_signed_out(unit, another, "/referrals/changes")

    assert "ended" in until_signed_out(unit, who, "/referrals/changes", meanwhile=one_more)
    until(lambda: unit.service.world.live.count(who.practitioner) == 0)


def test_a_page_hears_at_once_what_it_missed(unit: Unit):
    path = unit.sent()
    heard = until_signed_out(unit, unit.at_desk(), f"{path}/changes?since=0")
    assert heard.startswith("event: referral")


def test_listening_is_no_use_of_a_session(unit: Unit):
    """Else an open page would keep somebody signed in for ever."""
    who = unit.at_desk()
    before = last_seen(unit, who)
    who.http.get("/desk/pressing").raise_for_status()
    assert last_seen(unit, who) == before


def last_seen(unit: Unit, who: Client) -> Any:
    from sqlmodel import select

    from firsthand.identity.tables import SignIn

    query = select(SignIn.last_seen).where(SignIn.practitioner == who.practitioner)
    return unit.service.read(lambda session: session.exec(query).one())


def test_an_act_is_told_to_the_queue_and_to_the_referral(unit: Unit):
    told: list[str] = []
    path, who = unit.sent(), unit.at_desk()
    publish = unit.service.world.live.publish
    unit.service.world.live.publish = told.append  # type: ignore[method-assign]
    try:
        submit(who, f"{path}/holder", act="take")
    finally:
        unit.service.world.live.publish = publish  # type: ignore[method-assign]
    assert sorted(told) == sorted(["queue", f"referral:{path.rpartition('/')[2]}"])


async def next_of(changes: Any) -> frozenset[str]:
    return await asyncio.wait_for(anext(changes), 2)


def test_many_changes_are_one_event_and_other_topics_none():
    async def listen() -> list[frozenset[str]]:
        live = Live(MemoryChannelsBackend())
        await live.start()
        changes = live.changes("queue", quiet=0.2)
        heard = asyncio.create_task(next_of(changes))
        await asyncio.sleep(0)
        for topic in ("queue", "queue", "referral:1"):
            live.publish(topic)
        return [await heard, await next_of(changes)]

    assert asyncio.run(listen()) == [frozenset({"queue"}), frozenset()]


def test_a_stopping_service_ends_every_stream():
    async def listen() -> bool:
        live = Live(MemoryChannelsBackend())
        await live.start()
        changes = live.changes("queue", quiet=60)
        heard = asyncio.create_task(next_of(changes))
        await asyncio.sleep(0)
        live.close()
        with pytest.raises(StopAsyncIteration):
            await heard
        return True

    assert asyncio.run(listen())
