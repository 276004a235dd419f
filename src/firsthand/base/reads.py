"""Reading on the threads of a small pool, on connections that can change nothing; the engine sees to that."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlmodel import Session

from firsthand.base import log
from firsthand.base.database import Work
from firsthand.base.problems import Problem

T = TypeVar("T")
THREADS = 4
_OWN = {1, 8}
"""Of SQLite's codes: a statement that is wrong, a write by a reader. https://sqlite.org/rescode.html"""


def told(error: DBAPIError) -> Exception:
    """A database that is away is `unavailable`; anything else is the work's own."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    if error.connection_invalidated or (isinstance(error, OperationalError | InterfaceError) and code not in _OWN):
        log.error("database_away", error=type(error.orig).__name__)
        return Problem("unavailable")
    return error


class PooledReads:
    """Raises what the work raised, or Problem `unavailable` where the database is away."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="reader")

    async def run(self, work: Work[T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, self.run_sync, work)

    def run_sync(self, work: Work[T]) -> T:
        try:
            with Session(self._engine, expire_on_commit=False) as session:
                return work(session)
        except DBAPIError as error:
            raise told(error) from error

    def close(self) -> None:
        self._pool.shutdown()
