"""From the start of the process to its first answer, on data that is there already, and what it keeps in memory."""

from collections.abc import Iterator
from compileall import compile_dir
from pathlib import Path

import firsthand
from bench import partnership, services
from bench.stores import Store
from bench.timing import middle
from firsthand.base.settings import Settings

ROUNDS = 5
_FIRST, _MORE = "/", ("/forms/dash/2026.1/pl", "/sign-in", "/api/v1/keys")


def measure(store: Store, rounds: int = ROUNDS) -> dict[str, float]:
    """`start_s`, and `rss_mb` once the pages that everybody needs have been answered."""
    compile_dir(Path(firsthand.__file__).parent, quiet=1)  # as pip does where it installs the wheel
    kept = store.new()
    partnership.fill(kept)
    return middle(_rounds(store, kept, rounds))


def _rounds(store: Store, kept: Settings, rounds: int) -> Iterator[dict[str, float]]:
    for _ in range(rounds):
        with store.copied(kept) as copy, services.running(copy, first=_FIRST) as service:
            for path in _MORE:
                if not services.answers(service.port, path):
                    raise RuntimeError(f"no answer at {path}")
            yield {"start_s": service.started, "rss_mb": service.memory()}
