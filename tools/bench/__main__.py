"""`make bench`, or `make bench PARTS="ingest start"`: measures, prints a table, and keeps the figures of every part."""

import json
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from bench import ingest, queue, start, stores
from bench.stores import Store

KEPT = Path("var/bench/latest.json")
_FORM = ("first_visit_ratio", "bytes", "revisit_ratio", "answer_ratio", "cls")
Figures = dict[str, Any]


def _ingest(databases: dict[str, Store]) -> Figures:
    return {"ingest": {name: ingest.measure(store) for name, store in databases.items()}}


def _queue(databases: dict[str, Store]) -> Figures:
    return {"queue": {name: queue.measure(store) for name, store in databases.items()}}


def _start(databases: dict[str, Store]) -> Figures:
    return start.measure(databases["sqlite"])


def _form(_: dict[str, Store]) -> Figures:
    from bench import form

    return {"form": form.measure()}


PARTS: dict[str, Callable[[dict[str, Store]], Figures]] = {
    "ingest": _ingest,
    "queue": _queue,
    "start": _start,
    "form": _form,
}


def _lines(figures: Figures, name: str = "") -> Iterator[str]:
    """One for each innermost group."""
    told = "  ".join(f"{key} {value}" for key, value in figures.items() if not isinstance(value, dict))
    if told:
        yield f"{name:<32}{told}"
    for key, value in figures.items():
        if isinstance(value, dict):
            yield from _lines(value, f"{name} {key}".strip())


def _keep(found: Figures) -> None:
    """Beside what other parts found before; only what is agreed on."""
    before = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    if "form" in found:
        found = {**found, "form": {name: found["form"][name] for name in _FORM}}
    if "queue" in found:
        p99 = {name: {"p99_ratio": one["p99_ratio"]} for name, one in found["queue"].items()}
        found = {**found, "queue": p99}
    KEPT.write_text(json.dumps({**before, **found}, indent=2) + "\n")


def main(parts: list[str]) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # so that nothing is left behind
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    work = Path(mkdtemp(prefix="work-", dir=KEPT.parent)).resolve()
    try:
        with stores.opened(work) as databases:
            for part in parts or PARTS:
                found = PARTS[part](databases)
                _keep(found)
                print("\n".join(_lines(found)), flush=True)
    finally:
        rmtree(work)


if __name__ == "__main__":
    main(sys.argv[1:])
