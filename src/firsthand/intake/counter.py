"""The counter where deliveries queue: whatever waits while the writer is busy goes into one work, and one commit."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from firsthand.base.database import Writes
from firsthand.base.problems import Problem
from firsthand.intake import submissions
from firsthand.intake.deliveries import Delivery
from firsthand.intake.submissions import Courier, Parcel, Result

_MOST = 64
_TURNS = 10


@dataclass
class _Waiting:
    parcel: Parcel
    answer: asyncio.Future[list[Result]] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Counter:
    """One per process. A request costs a few rows of a shared statement, not a transaction of its own."""

    def __init__(self, writes: Writes, wake: Callable[[], None]) -> None:
        self._writes = writes
        self._wake = wake
        self._queue: list[_Waiting] = []
        self._serving: asyncio.Task[None] | None = None

    async def receive(self, delivery: Delivery, courier: Courier) -> list[Result]:
        """As submissions.receive; returns once it is durable. Raises Problem `unavailable` when the commit failed."""
        waiting = _Waiting(Parcel(delivery, courier))
        self._queue.append(waiting)
        if self._serving is None or self._serving.done():
            self._serving = asyncio.create_task(self._serve())
        return await waiting.answer

    async def _serve(self) -> None:
        while self._queue:
            await self._line_up()
            group, self._queue = self._queue[:_MOST], self._queue[_MOST:]
            await self._take_in(group)

    async def _line_up(self) -> None:
        """Until nobody new has come for some turns of the loop: who is being read now shares the commit, whose own
        cost is that of many rows. Where nobody else is about, these turns take less than reading one header."""
        turns = here = 0
        while turns < _TURNS and here < _MOST:
            await asyncio.sleep(0)
            turns = turns + 1 if len(self._queue) == here else 0
            here = len(self._queue)

    async def _take_in(self, group: Sequence[_Waiting]) -> None:
        """What breaks one request is found by serving each alone; a commit that fails has failed for all."""
        work = partial(submissions.receive_all, parcels=[waiting.parcel for waiting in group], wake=self._wake)
        try:
            results = await self._writes.run(work, keyed=True)
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait are told
            if len(group) == 1 or isinstance(error, Problem):
                _tell(group, error)
                return
            for waiting in group:
                await self._take_in([waiting])
            return
        for waiting, answer in zip(group, results, strict=True):
            if not waiting.answer.done():
                waiting.answer.set_result(answer)


def _tell(group: Sequence[_Waiting], error: Exception) -> None:
    for waiting in group:
        if not waiting.answer.done():
            waiting.answer.set_exception(error)
