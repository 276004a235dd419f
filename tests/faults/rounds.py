"""How long a search goes on: short and always the same, or, under `make faults`, for minutes and from a seed."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self

import pytest
from hypothesis import HealthCheck, Phase, seed, settings

USUAL = 20260101
Make = Callable[[settings], Callable[[], None]]


@dataclass(frozen=True)
class Rounds:
    """`minutes` for each search; none for the short form."""

    first: int
    minutes: float | None

    @classmethod
    def told(cls, request: pytest.FixtureRequest) -> Self:
        """By FAULTS_SEED and FAULTS_MINUTES, which `make faults` sets; all searches of a run share the minutes."""
        minutes = os.environ.get("FAULTS_MINUTES")
        searches = sum("rounds" in getattr(item, "fixturenames", ()) for item in request.session.items)
        return cls(int(os.environ.get("FAULTS_SEED", USUAL)), float(minutes) / searches if minutes else None)

    def seeds(self) -> Iterator[int]:
        """At least one."""
        end = time.monotonic() + 60 * (self.minutes or 0)
        number = self.first
        while True:
            yield number
            number += 1
            if time.monotonic() >= end:
                return

    def play(self, make: Make, *, examples: int, steps: int = 50) -> None:
        """One round after another."""
        for number in self.seeds():
            self.once(number, make, examples=examples, steps=steps)

    def once(self, number: int, make: Make, *, examples: int, steps: int = 50) -> None:
        """`make` turns settings into a test. A failure names the seed that it replays from."""
        how = settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate, Phase.target, *([Phase.shrink] if self.minutes else [])],
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        )
        try:
            seed(number)(make(how))()
        except Exception as error:
            error.add_note(f"Replay it by: make faults SEED={number}")
            raise
