"""Waiting for a state, never for a time."""

from collections.abc import Callable
from time import monotonic, sleep


def until(there: Callable[[], bool], seconds: float = 10) -> None:
    late = monotonic() + seconds
    while not there():
        assert monotonic() < late
        sleep(0.01)
