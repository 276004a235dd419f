"""The one way to read and the one way to write, whichever database is beneath."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

T = TypeVar("T")
Work = Callable[[Session], T]


class Writes(Protocol):
    """Runs works that change rows; a work's return means that its commit is durable."""

    async def run(self, work: Work[T], *, keyed: bool = False) -> T:
        """Raises what the work raised, or Problem `unavailable` when the commit failed.

        A work sees the database as if it ran alone, and may be run again from its start where another was in its way.
        One that is `keyed` need not be alone: unique keys and row locks guard all that its reading decides.
        """
        ...

    def run_sync(self, work: Work[T], *, keyed: bool = False) -> T: ...


class Reads(Protocol):
    """Runs works that only read."""

    async def run(self, work: Work[T]) -> T: ...

    def run_sync(self, work: Work[T]) -> T: ...


class Database(Protocol):
    """`close` waits for the writes under way."""

    @property
    def engine(self) -> Engine:
        """For migrations, before anything else runs."""
        ...

    @property
    def writes(self) -> Writes: ...

    @property
    def reads(self) -> Reads: ...

    def close(self) -> None: ...


def after_commit(session: Session, tell: Callable[[], None]) -> None:
    """Calls `tell` from the writer's thread, once the commit is durable, before its answer; never after a rollback."""
    session.info.setdefault("after_commit", []).append(tell)
