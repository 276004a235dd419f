"""The way of a submission after it is safe: opened off the writer's thread, settled in one transaction, retried."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any
from uuid import UUID

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import Session

from firsthand.base import log
from firsthand.base.database import Database, after_commit
from firsthand.base.problems import Problem
from firsthand.base.settings import Settings
from firsthand.encounters import readings
from firsthand.forms.library import Library
from firsthand.intake import processing
from firsthand.intake.lulls import Lulls
from firsthand.meetings.scores import Hearing
from firsthand.referrals import steps
from firsthand.referrals.practice import Practice
from firsthand.referrals.steps import Read

Publish = Callable[[str], None]
_LOOK_AGAIN = 5.0
"""Seconds: retries fall due, and what another process stored waits, no longer than this."""


def _raise_if_away(error: Exception) -> None:
    """A database that is away, or another process in the way, is no fault of the record: it waits, unflagged."""
    unavailable = isinstance(error, Problem) and error.code == "unavailable"
    if unavailable or isinstance(error, OperationalError | InterfaceError):
        raise error


class Pipeline:
    """One per process. `publish` is told "queue", "referral:<id>" and "meeting:<id>:<who>" once a change is durable,
    from any thread."""

    def __init__(self, settings: Settings, database: Database, library: Library, publish: Publish) -> None:
        self._database = database
        self._practice = Practice(library, settings.deadlines, Hearing(library, publish))
        self._publish = publish
        self._turns = asyncio.Lock()
        self._left: list[UUID] = []
        self.lulls = Lulls()
        self._woken = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Takes up whatever an earlier process left `received`, or could not read for want of its form."""
        self._loop = asyncio.get_running_loop()
        await self._database.writes.run(processing.let_go, keyed=True)
        await self._database.writes.run(partial(readings.make_stale_of, forms=self._practice.library.forms.keys()))
        self._task = asyncio.create_task(self._serve(), name="pipeline")

    def wake(self) -> None:
        """May be called from any thread; something new was stored."""
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._woken.set)

    async def stop(self) -> None:
        """Ends between two records; what is left is taken up at the next start."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        self._task = self._loop = None

    async def drain(self) -> None:
        """Returns once nothing that is due waits any more."""
        while await self._turn():
            pass

    async def _serve(self) -> None:
        while True:
            self._woken.clear()
            try:
                while await self._turn(processing.MANY if await self.lulls.found() else 1):
                    pass
            except Exception as error:  # noqa: BLE001 - the database is away: everything waits, nothing is lost
                log.error("pipeline_waits", error=type(error).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_AGAIN):
                    await self._woken.wait()

    async def _turn(self, most: int = processing.MANY) -> bool:
        async with self._turns:
            began = monotonic()
            take_up = partial(processing.take_up, limit=most)
            arrived = self._left or await self._database.writes.run(take_up, keyed=True)
            again = [] if arrived else await self._database.reads.run(readings.stale)
            todo: list[Coroutine[Any, Any, None]] = [self._process(each) for each in arrived]
            todo += [self._process_again(each) for each in again]
            ended = await asyncio.gather(*todo, return_exceptions=True)
            self._left = [each for each, how in zip(arrived, ended, strict=False) if how is not None]
            for how in ended:
                if how is not None:
                    raise how
            if todo:
                self.lulls.took((monotonic() - began) / len(todo))
            return bool(todo)

    async def _process(self, envelope: UUID) -> None:
        found = await self._read(envelope)
        try:
            await self._write(steps.settle, envelope, found)
        except Exception as error:  # noqa: BLE001 - a record that breaks a step is flagged, and holds up no other
            _raise_if_away(error)
            self._log(envelope, error)
            await self._set_apart(envelope, type(error).__name__)

    async def _set_apart(self, envelope: UUID, failure: str) -> None:
        try:
            await self._write(steps.fail, envelope, failure)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the others go on
            _raise_if_away(error)
            self._log(envelope, error)
            await self._write(steps.postpone, envelope, failure)

    async def _process_again(self, envelope: UUID) -> None:
        found = await self._read(envelope)
        try:
            await self._write(steps.again, envelope, found)
        except Exception as error:  # noqa: BLE001 - it stands as it was read before
            _raise_if_away(error)
            self._log(envelope, error)
            await self._database.writes.run(partial(steps.leave, envelope=envelope))

    async def _read(self, envelope: UUID) -> Read:
        found = await self._database.reads.run(partial(steps.read, envelope=envelope))
        if found.failure:
            log.error("record_not_read", envelope=str(envelope), error=found.failure)
        return found

    async def _write(
        self, step: Callable[[Session, UUID, Any, Practice], UUID | None], envelope: UUID, found: Read | str
    ) -> None:
        def work(session: Session) -> None:
            referral = step(session, envelope, found, self._practice)
            if referral:
                after_commit(session, partial(self._tell, referral))

        await self._database.writes.run(work)

    def _tell(self, referral: UUID) -> None:
        self._publish("queue")
        self._publish(f"referral:{referral}")

    def _log(self, envelope: UUID, error: Exception) -> None:
        """By type and place only: a message may quote what somebody said."""
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else None
        log.error("record_not_settled", envelope=str(envelope), error=type(error).__name__, place=place)
