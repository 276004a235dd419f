"""The only source of the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_EPOCH, _TICK = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_shift = timedelta()


def now() -> datetime:
    """The present, aware, in UTC."""
    return datetime.now(UTC) + _shift


def shift() -> timedelta:
    """How far this process's clock stands from the machine's; zero unless it was moved."""
    return _shift


def ticks(moment: datetime) -> int:
    """Microseconds of the epoch, for addresses."""
    return (moment - _EPOCH) // _TICK


def of_ticks(number: int) -> datetime:
    """Raises OverflowError."""
    return _EPOCH + number * _TICK


@contextmanager
def shifted(by: timedelta) -> Iterator[None]:
    """Moves every reading of the clock in this process, for invented history and for tests."""
    global _shift
    before = _shift
    _shift = by
    try:
        yield
    finally:
        _shift = before


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Sets the clock to an aware moment; it goes on ticking from there."""
    with shifted(moment - datetime.now(UTC)):
        yield
