"""PostgreSQL: each work a transaction of its own, as if it ran alone, from any number of processes."""

import asyncio
import itertools
import logging
import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from threading import Lock
from typing import Any, TypeVar

from psycopg.abc import Buffer
from psycopg.types.string import StrDumper
from sqlalchemy import URL, Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError
from sqlmodel import Session

from firsthand.base import guard, log, reads
from firsthand.base.database import Work
from firsthand.base.problems import Problem
from firsthand.base.stops import Stop

T = TypeVar("T")
_WRITERS = 8
_TAKEN = 3
_LONGEST_PAUSE, _PATIENCE = 0.2, 20.0
"""Seconds."""
_CLASHES = {"40001", "40P01"}
"""Serialization failure, deadlock: https://www.postgresql.org/docs/current/errcodes-appendix.html"""
_OURS = "P0001"
"""What our own triggers raise."""
_SESSION = {
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
    "TimeZone": "UTC",
    "enable_seqscan": "off",
}
"""No plan that reads a whole table: as if alone means that whoever adds to it meanwhile runs again."""
_DURABLE = {"fsync": {"on"}, "full_page_writes": {"on"}, "synchronous_commit": {"on", "remote_apply"}}
logging.getLogger("psycopg").setLevel(logging.CRITICAL)  # what it warns of is raised too, and may quote


class NotReached(Stop):
    """Says where, and what the driver said."""


class NotDurable(Stop):
    """What the server is set to can't keep the promise that acknowledged means durable."""


def address(url: str) -> URL:
    """With our driver named. Raises NotReached."""
    try:
        return make_url(url).set(drivername="postgresql+psycopg")
    except ArgumentError:
        raise NotReached("FIRSTHAND_DATABASE_URL is no address: write postgresql://user:password@host/name.") from None


def plain(url: str) -> str:
    """As the driver itself takes it."""
    return address(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _engine(url: str) -> Engine:
    options = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
    engine = create_engine(
        address(url),
        hide_parameters=True,
        pool_size=_WRITERS + reads.THREADS,
        max_overflow=4,
        pool_pre_ping=True,
        connect_args={"application_name": "firsthand", "connect_timeout": 10, "options": options},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "handle_error", _quote_nothing)
    return engine


class _Text(StrDumper):
    """PostgreSQL holds every character but one: what has a NUL in it is looked up, and kept, with a mark instead."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", "\N{REPLACEMENT CHARACTER}"))


def _prepare(connection: Any, _: object) -> None:
    """Raises NotDurable."""
    connection.adapters.register_dumper(str, _Text)
    for name, enough in _DURABLE.items():
        value = connection.execute(f"SHOW {name}").fetchone()[0]
        if value not in enough:
            raise NotDurable(f"PostgreSQL is set to {name} = {value}: set it to on, or nothing it says is kept.")
    connection.rollback()


def _quote_nothing(context: ExceptionContext) -> None:
    """PostgreSQL's errors repeat the values that it was given; ours name the rule that was broken."""
    error = context.original_exception
    rule = getattr(getattr(error, "diag", None), "constraint_name", None)
    if getattr(error, "sqlstate", None) not in (None, _OURS):
        for each in filter(None, (error, context.sqlalchemy_exception)):
            each.args = (f"{type(error).__name__} {rule or ''}".strip(),)


def _clashed(error: DBAPIError, tried: int) -> bool:
    """Another work was in the way, and this one would go otherwise now; so may one that finds a key taken."""
    if isinstance(error, IntegrityError):
        return tried < _TAKEN
    return getattr(error.orig, "sqlstate", None) in _CLASHES


class PostgresWrites:
    """Works of a process take turns, as on SQLite, but for those that are keyed; one that clashes with another
    process's runs again."""

    def __init__(self, engine: Engine) -> None:
        self._alone = engine.execution_options(isolation_level="SERIALIZABLE")
        self._keyed = engine.execution_options(isolation_level="READ COMMITTED")
        self._turn = Lock()
        self._pool = ThreadPoolExecutor(_WRITERS, thread_name_prefix="writer")

    async def run(self, work: Work[T], *, keyed: bool = False) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: self.run_sync(work, keyed=keyed))

    def run_sync(self, work: Work[T], *, keyed: bool = False) -> T:
        engine, turn = (self._keyed, nullcontext()) if keyed else (self._alone, self._turn)
        give_up = time.monotonic() + _PATIENCE
        for tried in itertools.count(1):
            try:
                with turn:
                    return self._once(engine, work)
            except DBAPIError as error:
                if not _clashed(error, tried):
                    raise reads.told(error) from error
                if time.monotonic() > give_up:
                    log.error("works_clash", error=type(error.orig).__name__)
                    raise Problem("unavailable") from error
            time.sleep(random.uniform(0, min(0.005 * 2**tried, _LONGEST_PAUSE)))  # noqa: S311 - nobody guesses at it
        raise AssertionError

    def _once(self, engine: Engine, work: Work[T]) -> T:
        with Session(engine, expire_on_commit=False) as session:
            result = work(session)
            session.flush()
            guard.check(session)
            session.commit()
        for tell in session.info.get("after_commit", []):
            tell()
        return result

    def close(self) -> None:
        self._pool.shutdown()


class PostgresDatabase:
    """Raises NotDurable, NotReached."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        try:
            self.engine.connect().close()
        except OperationalError as error:
            shown = self.engine.url.set(drivername="postgresql").render_as_string(hide_password=True)
            raise NotReached(f"No PostgreSQL answers at {shown}: {error.orig}") from None
        self.writes = PostgresWrites(self.engine)
        one_moment: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self.reads = reads.PooledReads(self.engine.execution_options(**one_moment))

    def close(self) -> None:
        self.writes.close()
        self.reads.close()
        self.engine.dispose()
