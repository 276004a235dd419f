"""The least that could be done instead: a loop that commits the same bytes, without a service around them."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter

import psycopg

from firsthand.base import ids

SECONDS = 1.0
Rows = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Bare:
    """Rows per second, and the median seconds of one commit."""

    rate: float
    p50: float


def sqlite(folder: Path, envelopes: Sequence[str], rows: int) -> Bare:
    """With the settings of our own writer."""
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as database:
        for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            database.execute(f"PRAGMA {setting}")
        database.execute("CREATE TABLE submissions (id BLOB PRIMARY KEY, envelope BLOB NOT NULL)")

        def commit(batch: Rows) -> None:
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT INTO submissions VALUES (?, ?)", batch)
            database.execute("COMMIT")

        found = _loop(commit, envelopes, rows)
    for left in folder.glob("bare.db*"):
        left.unlink()
    return found


def postgresql(url: str, envelopes: Sequence[str], rows: int) -> Bare:
    """Over one connection."""
    with psycopg.connect(url) as database:
        database.execute("CREATE TABLE bare (id bytea PRIMARY KEY, envelope bytea NOT NULL)")
        database.commit()

        def commit(batch: Rows) -> None:
            with database.cursor() as cursor:
                cursor.executemany("INSERT INTO bare VALUES (%s, %s)", batch)
            database.commit()

        found = _loop(commit, envelopes, rows)
        database.execute("DROP TABLE bare")
    return found


def _loop(commit: Callable[[Rows], None], envelopes: Sequence[str], rows: int) -> Bare:
    bodies = cycle([envelope.encode() for envelope in envelopes])
    times: list[float] = []
    end = perf_counter() + SECONDS
    while perf_counter() < end:
        batch = [(ids.new().bytes, body) for body in islice(bodies, rows)]
        start = perf_counter()
        commit(batch)
        times.append(perf_counter() - start)
    return Bare(len(times) * rows / sum(times), median(times))
