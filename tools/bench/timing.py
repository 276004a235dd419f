"""Sums over measured times."""

from collections.abc import Callable, Iterable, Sequence
from statistics import median
from time import perf_counter, sleep


def share(times: Sequence[float], part: float) -> float:
    """The time that this part of them stay within; 0.99 is the p99."""
    ordered = sorted(times)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def middle(rounds: Iterable[dict[str, float]], digits: int = 3) -> dict[str, float]:
    """Of each figure the median of all rounds."""
    every = list(rounds)
    return {name: round(median(one[name] for one in every), digits) for name in every[0]}


def until(is_true: Callable[[], bool], seconds: float, what: str) -> None:
    """Raises TimeoutError."""
    end = perf_counter() + seconds
    while not is_true():
        if perf_counter() > end:
            raise TimeoutError(what)
        sleep(0.005)
