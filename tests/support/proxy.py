"""A bad line between a phone and the server: it tears, stalls, delays and repeats at any byte, in both directions."""

import asyncio
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

TEARING = ("tear", "stall", "delay", "again")
EVERYTHING = (*TEARING, "stutter")
UP, DOWN = 5000, 1200
"""Bytes of one submission with its headers, and of its answer."""


@dataclass(frozen=True)
class Fault:
    """What happens once `at` bytes have gone through.

    `tear`: the line is cut · `stall`: nothing more comes, and it is cut after a while · `delay`: a pause ·
    `again`: what the phone has sent so far reaches the server a second time · `stutter`: some bytes come twice.
    """

    act: str
    at: int
    seconds: float


Faults = tuple[Fault | None, Fault | None]
"""To the server, and from it."""
Plan = Callable[[int], Faults]
"""By the number of the connection."""


def clear(_: int) -> Faults:
    return None, None


def plan(seed: int, acts: tuple[str, ...] = TEARING, calm: float = 0.3) -> Plan:
    """The same faults for the same seed; `calm` is the share of connections that have none."""

    def faults(number: int) -> Faults:
        chance = random.Random(f"{seed} {number}")
        if chance.random() < calm:
            return None, None
        upwards = chance.random() < 0.5
        at = int((UP if upwards else DOWN) * chance.random() ** 2)
        fault = Fault(chance.choice(acts), at, chance.uniform(0.02, 0.2))
        return (fault, None) if upwards else (None, fault)

    return faults


@dataclass(eq=False)
class Line:
    """One connection through the proxy."""

    upwards: asyncio.StreamWriter
    downwards: asyncio.StreamWriter
    said: bytearray = field(default_factory=bytearray)
    """What the phone has sent so far."""

    def cut(self) -> None:
        for writer in (self.upwards, self.downwards):
            writer.transport.abort()


class Proxy:
    """Listens on a port of its own, in a thread of its own; `plan` may be changed while it runs."""

    def __init__(self, target: int, plan: Plan = clear, port: int = 0) -> None:
        self.target, self.plan, self.port = target, plan, port
        self.happened: list[str] = []
        self._lines: set[Line] = set()
        self._number = 0
        self._loop = asyncio.new_event_loop()

    @contextmanager
    def running(self) -> Iterator["Proxy"]:
        thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        thread.start()
        server = self._on_loop(asyncio.start_server(self._connected, "127.0.0.1", self.port))
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            self._on_loop(self._close(server))
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join()
            self._loop.close()

    def follow(self, plan: Plan) -> None:
        """From now on; what is open is cut, so that nothing goes on by the plan of before."""
        self.plan, self._number = plan, 0
        self._on_loop(self._cut_all())

    def _on_loop(self, doing: Any) -> Any:
        waiting: Future[Any] = asyncio.run_coroutine_threadsafe(doing, self._loop)
        return waiting.result(10)

    async def _close(self, server: asyncio.Server) -> None:
        server.close()
        await self._cut_all()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        _, stuck = await asyncio.wait(others, timeout=1) if others else (set(), set())
        for task in stuck:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)  # what was cut is closed in the loop's next turn

    async def _cut_all(self) -> None:
        for line in list(self._lines):
            line.cut()

    async def _connected(self, phone: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        self._number += 1
        up, down = self.plan(self._number)
        try:
            server, on = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            back.transport.abort()
            return
        line = Line(on, back)
        self._lines.add(line)
        ways = self._pump(phone, on, up, line, line.said), self._pump(server, back, down, line, bytearray())
        try:
            await asyncio.gather(*ways)
        except (OSError, Cut):
            pass
        finally:
            line.cut()
            self._lines.discard(line)

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, fault: Fault | None, line: Line, said: bytearray
    ) -> None:
        while chunk := await source.read(65536):
            if fault and len(said) + len(chunk) > fault.at:
                before = fault.at - len(said)
                said += chunk[:before]
                await _send(sink, chunk[:before])
                await self._happen(fault, sink, line, said)
                chunk, fault = chunk[before:], None
            said += chunk
            await _send(sink, chunk)
        with suppress(OSError, RuntimeError):
            sink.write_eof()

    async def _happen(self, fault: Fault, sink: asyncio.StreamWriter, line: Line, said: bytearray) -> None:
        self.happened.append(fault.act)
        if fault.act == "again":
            await self._repeat(bytes(line.said))
        elif fault.act == "stutter":
            await _send(sink, bytes(said[-7:]))
        elif fault.act != "tear":
            await asyncio.sleep(fault.seconds)
        if fault.act in ("tear", "stall"):
            raise Cut

    async def _repeat(self, request: bytes) -> None:
        """Whole or torn, as it was until now; nobody hears the answer."""
        answer, again = await asyncio.open_connection("127.0.0.1", self.target)
        try:
            await _send(again, request)
            await asyncio.wait_for(answer.read(1), 0.2)
        except TimeoutError:
            pass
        finally:
            again.transport.abort()


class Cut(Exception):
    """The line is to be cut here."""


async def _send(sink: asyncio.StreamWriter, chunk: bytes) -> None:
    sink.write(chunk)
    await sink.drain()
