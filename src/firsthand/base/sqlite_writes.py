"""SQLite's writer: a thread that groups what waits into one durable commit."""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from firsthand.base import guard, log
from firsthand.base.database import Work
from firsthand.base.problems import Problem

T = TypeVar("T")
_GROUP = 256
_UNTIDY = 500
"""Rows that may be changed before they are brought from the log into the file."""


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
        self._tidied = 0
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
            self._tidy()

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

    def _tidy(self) -> None:
        """Brings what was committed from the log into the file: after those who wait have their answers, if nobody else
        waits. It is durable in either; a log that is written over costs less than one that grows."""
        try:
            with closing(self._engine.raw_connection()) as connection:
                changed: int = connection.driver_connection.total_changes  # type: ignore[union-attr]
                if changed - self._tidied > _UNTIDY and self._jobs.empty():
                    connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
                    self._tidied = changed
        except (DBAPIError, sqlite3.Error) as error:
            log.error("log_not_tidied", error=type(error).__name__)

    def close(self) -> None:
        self._jobs.put(None)
        self._thread.join(timeout=30)
