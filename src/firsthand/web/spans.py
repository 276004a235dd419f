"""Lengths of time in words, from a number and a unit that templates translate."""

from dataclasses import dataclass
from datetime import datetime, timedelta

_UNITS = (("days", timedelta(days=1), timedelta(days=2)), ("hours", timedelta(hours=1), timedelta(hours=1)))


@dataclass(frozen=True)
class Span:
    """`unit` is days, hours or minutes; `past` when the moment is over."""

    number: int
    unit: str
    past: bool


def span(since: datetime, until: datetime) -> Span:
    """In days from two days on, in hours from one hour on, rounded down; else in minutes."""
    length, past = abs(until - since), until < since
    for unit, size, least in _UNITS:
        if length >= least:
            return Span(length // size, unit, past)
    return Span(length // timedelta(minutes=1), "minutes", past)
