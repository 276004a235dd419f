"""SQLite: one writer thread that groups what waits into one durable commit, and read-only readers."""

import asyncio
import fcntl
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from firsthand.base import guard
from firsthand.base.database import Work
from firsthand.base.problems import Problem
from firsthand.base.reads import PooledReads
from firsthand.base.stops import Stop

T = TypeVar("T")
_GROUP = 256
log = structlog.get_logger()


class DataFolderInUse(Stop):
    """Another process serves this data folder."""


def claim(data: Path) -> IO[str]:
    """Holds the data folder for this process until it ends, however it ends. Raises DataFolderInUse."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = (data / "firsthand.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise DataFolderInUse(f"Another Firsthand is running on {data}. Stop it first.") from None
    return lock


def _engine(file: Path, *, readonly: bool) -> Engine:
    mode = "ro" if readonly else "rwc"
    url = f"sqlite+pysqlite:///file:{file}?mode={mode}&uri=true"
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={
            "isolation_level": None,
            "check_same_thread": False,
            "timeout": 30,
        },
    )
    event.listen(engine, "connect", _read_settings if readonly else _write_settings)
    event.listen(engine, "begin", _begin_read if readonly else _begin_write)
    return engine


def _write_settings(connection: Any, _: object) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
    if (mode, synchronous) != ("wal", 2):
        raise RuntimeError(f"SQLite gives journal {mode}, synchronous {synchronous}: nothing can be promised durable")


def _read_settings(connection: Any, _: object) -> None:
    connection.execute("PRAGMA query_only=ON")


def _begin_write(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_read(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


@dataclass
class Job:
    """One work, its answer, and what to tell once it is durable."""

    work: Work[Any]
    answer: Future[Any] = field(default_factory=Future)
    result: Any = None
    tell: list[Callable[[], None]] = field(default_factory=list)


class SqliteWrites:
    """The writer thread. Works run in order of arrival, each in a savepoint of its own, or alone."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

    async def run(self, work: Work[T], *, keyed: bool = False) -> T:
        return await asyncio.wrap_future(self._submit(work))

    def run_sync(self, work: Work[T], *, keyed: bool = False) -> T:
        result: T = self._submit(work).result()
        return result

    def _submit(self, work: Work[Any]) -> Future[Any]:
        job = Job(work)
        self._jobs.put(job)
        return job.answer

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            group = [job, *self._waiting()]
            self._commit([job for job in group if job.answer.set_running_or_notify_cancel()])

    def _waiting(self) -> list[Job]:
        group: list[Job] = []
        while len(group) < _GROUP and not self._jobs.empty():
            job = self._jobs.get()
            if job is None:
                self._jobs.put(None)
                break
            group.append(job)
        return group

    def _commit(self, group: list[Job]) -> None:
        failed: dict[int, BaseException] = {}
        mode = "create_savepoint" if len(group) > 1 else "rollback_only"
        try:
            with self._engine.connect() as connection, connection.begin():
                for place, job in enumerate(group):
                    try:
                        self._work(connection, job, mode)
                    except Exception as error:  # noqa: BLE001 - whoever asked for the work gets it
                        failed[place] = error
        except DBAPIError as error:
            log.error("commit_failed", error=type(error.orig).__name__)
            failed = {place: Problem("unavailable") for place in range(len(group))} | failed
        for place, job in enumerate(group):
            self._answer(job, failed.get(place))

    def _work(self, connection: Connection, job: Job, mode: str) -> None:
        options: Any = {"join_transaction_mode": mode, "expire_on_commit": False}
        with Session(connection, **options) as session, session.begin():
            job.result = job.work(session)
            session.flush()
            guard.check(session)
            job.tell = session.info.get("after_commit", [])

    def _answer(self, job: Job, error: BaseException | None) -> None:
        if error is not None:
            job.answer.set_exception(error)
            return
        for tell in job.tell:
            tell()
        job.answer.set_result(job.result)

    def close(self) -> None:
        self._jobs.put(None)
        self._thread.join(timeout=30)


class SqliteDatabase:
    """One file, one process. The file is its owner's alone, and SQLite gives its log the same mode."""

    def __init__(self, data: Path) -> None:
        self._lock = claim(data)
        self.file = data / "firsthand.db"
        self.file.touch(mode=0o600)
        self._writer = _engine(self.file, readonly=False)
        self._writer.connect().close()
        self._reader = _engine(self.file, readonly=True)
        self.writes = SqliteWrites(self._writer)
        self.reads = PooledReads(self._reader)

    @property
    def engine(self) -> Engine:
        return self._writer

    def close(self) -> None:
        self.writes.close()
        self.reads.close()
        self._writer.dispose()
        self._reader.dispose()
        self._lock.close()
