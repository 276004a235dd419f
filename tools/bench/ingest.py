"""Durable submissions: what phones are told is stored, and whether it is there after the service was killed.

The pipeline runs behind, as in life: its work is in the processor time of a submission, and its turns are in the p99.
"""

import asyncio
import gc
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from time import perf_counter

import uvloop

from bench import clients, partnership, services
from bench.clients import Answer, Crowd
from bench.partnership import Device
from bench.services import Service
from bench.stores import Store
from bench.timing import middle, share
from firsthand.base.settings import Settings

SHAPES = {"1x8": (1, 8), "1x64": (1, 64), "50x8": (50, 8), "50x64": (50, 64)}
"""Submissions a request, and connections."""
WARM, WINDOW, TAIL = 0.7, 1.5, 0.2
"""Seconds: until it counts, while it counts, and until the kill."""
ENVELOPES = 24_000
ROUNDS = 5


class Missing(Exception):
    """Something was acknowledged and is not there."""


@dataclass(frozen=True)
class Spell:
    """Submissions per second; seconds of the slowest requests but a hundredth, and of the processor a submission."""

    rate: float
    p99: float
    cpu: float


def measure(store: Store, rounds: int = ROUNDS) -> dict[str, dict[str, float]]:
    """`ratio`, `p99_ratio` and `cpu_ms` of each shape. Raises Missing."""
    kept = store.new()
    devices = partnership.fill(kept, ENVELOPES).devices
    found: dict[str, list[dict[str, float]]] = {shape: [] for shape in SHAPES}
    for _ in range(rounds):
        for shape, (each, connections) in SHAPES.items():
            bare = store.bare(devices[0].envelopes, each)
            ours = spell(store, kept, devices, each, connections)
            ratios = {"ratio": ours.rate / bare.rate, "p99_ratio": ours.p99 / bare.p50, "cpu_ms": ours.cpu * 1000}
            found[shape].append(ratios)
    return {shape: middle(ones) for shape, ones in found.items()}


def spell(store: Store, kept: Settings, devices: Sequence[Device], each: int, connections: int) -> Spell:
    sent = list(_batches(devices, each))
    requests = [clients.post("/api/v1/submissions", headers, _body(batch)) for headers, batch in sent]
    gc.collect()
    gc.freeze()
    with store.copied(kept) as copy, services.running(copy) as service:
        found, answers = uvloop.run(_load(service, requests, each, connections))
        _check(store.envelopes(copy), [(batch, answers[n]) for n, (_, batch) in enumerate(sent) if n in answers])
    return found


def _batches(devices: Sequence[Device], each: int) -> Iterator[tuple[dict[str, str], list[str]]]:
    """The phones take turns."""
    outboxes = [(device.headers, iter(device.envelopes)) for device in devices]
    while batches := [(headers, list(islice(outbox, each))) for headers, outbox in outboxes]:
        if len(batches[0][1]) < each:
            return
        yield from batches


def _body(batch: Sequence[str]) -> bytes:
    return json.dumps({"submissions": batch}).encode()


async def _load(
    service: Service, requests: list[bytes], each: int, connections: int
) -> tuple[Spell, dict[int, Answer]]:
    """Kills the service while requests are under way."""
    crowd = Crowd(requests)
    await crowd.connect(service.port, connections)
    await asyncio.sleep(WARM)
    began, spent = perf_counter(), service.cpu()
    await asyncio.sleep(WINDOW)
    ended, spent = perf_counter(), service.cpu() - spent
    await asyncio.sleep(TAIL)
    service.kill()
    await crowd.end()
    within = [answer for answer in crowd.answers if began <= answer.done < ended]
    stored = len(within) * each
    p99 = share([answer.done - answer.sent for answer in within], 0.99)
    return Spell(stored / (ended - began), p99, spent / stored), {answer.request: answer for answer in crowd.answers}


def _check(here: set[bytes], sent: Sequence[tuple[list[str], Answer]]) -> None:
    """Every answer says stored, and every envelope that was answered is there, byte for byte. Raises Missing."""
    for batch, answer in sent:
        results = json.loads(answer.body)["results"] if answer.status == 200 else []
        if [result["status"] for result in results] != ["stored"] * len(batch):
            raise Missing(f"answered {answer.status}: {answer.body[:200]!r}")
        for envelope in batch:
            if envelope.encode() not in here:
                raise Missing(f"acknowledged and not there: {sha256(envelope.encode()).hexdigest()}")
