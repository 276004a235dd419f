"""The queue's page over a growing archive: both services run at once, and are asked in turns.

The backlog is the same in both, since the page shows what waits; what everything waiting at once costs is told apart.
"""

import asyncio
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from bench import clients, partnership, services
from bench.clients import Crowd
from bench.stores import Store
from bench.timing import middle, share
from firsthand.audit import entries
from firsthand.base import clock, databases, ids
from firsthand.base.settings import Settings
from firsthand.referrals.tables import Referral

FEW, MANY, BACKLOG = 1_000, 100_000, 500
PAGES, ROUNDS = 200, 5
_BATCH = 5_000
_LEVELS = ("high", "medium", "standard", "not_established")


def measure(store: Store, rounds: int = ROUNDS) -> dict[str, float]:
    """`p99_ratio`, and beside it `all_waiting_ratio`, for a backlog that is the whole of them."""
    few, many, all_waiting = (_filled(store, *size) for size in ((FEW, BACKLOG), (MANY, BACKLOG), (MANY, MANY)))
    with ExitStack() as stack:
        ports = []
        for kept, headers in (few, many, all_waiting):
            copy = stack.enter_context(store.copied(kept))
            ports.append((stack.enter_context(services.running(copy)).port, clients.get("/referrals", headers)))
        return middle(asyncio.run(_round(ports)) for _ in range(rounds))


async def _round(ports: list[tuple[int, bytes]]) -> dict[str, float]:
    times: list[list[float]] = [[] for _ in ports]
    for _ in range(PAGES):
        for (port, request), found in zip(ports, times, strict=True):
            found.append(await _page(port, request))
    few, many, all_waiting = (share(found[20:], 0.99) for found in times)
    return {"p99_ratio": many / few, "all_waiting_ratio": all_waiting / few}


async def _page(port: int, request: bytes) -> float:
    crowd = Crowd([request])
    await crowd.connect(port, 1)
    await crowd.ended.wait()
    (answer,) = crowd.answers
    if answer.status != 200 or answer.body.count(b"FH-") < 25:
        raise RuntimeError(f"no page of the queue: {answer.status}")
    return answer.done - answer.sent


def _filled(store: Store, referrals: int, waiting: int) -> tuple[Settings, dict[str, str]]:
    """And the headers of somebody who may look."""
    kept = store.new()
    headers = partnership.fill(kept).assessor
    database = databases.opened(kept)
    for start in range(0, referrals, _BATCH):
        rows = [_referral(number, waiting=number < waiting) for number in range(start, min(start + _BATCH, referrals))]
        database.writes.run_sync(lambda session, rows=rows: _add(session, rows))  # type: ignore[misc]
    database.close()
    return kept, headers


def _add(session: Session, rows: list[dict[str, Any]]) -> None:
    session.execute(insert(Referral), rows)
    entries.record(session, "submission.read")


def _referral(number: int, *, waiting: bool) -> dict[str, Any]:
    """One minute after the other, due within the next day or long ago; one in ten needs attention."""
    began = clock.now() - timedelta(minutes=number if waiting else number + 10_000)
    return {
        "id": ids.new(),
        "envelope": ids.new(),
        "reference": ids.references(1)[0],
        "kind": "incident",
        "stage": "needs_grading" if waiting else "closed",
        "waiting": waiting,
        "level": _LEVELS[number % len(_LEVELS)],
        "flags": ["unverified"] if number % 10 == 0 else [],
        "needs_attention": number % 10 == 0,
        "children": number % 3,
        "received_at": began,
        "clock_at": began,
        "due_at": began + timedelta(hours=24),
    }
