"""What leaves a connection, and when."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from firsthand.web.connections import Joined


class Line:
    """A transport that remembers what each call to the system would have sent."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.closed_after: int | None = None

    def writelines(self, pieces: Iterable[bytes]) -> None:
        self.sent.append(b"".join(pieces))

    def close(self) -> None:
        self.closed_after = len(self.sent)

    def get_extra_info(self, name: str) -> str:
        return f"its {name}"


def run(told: Callable[[Joined], Awaitable[object]]) -> Line:
    async def running() -> Line:
        line: Any = Line()
        await told(Joined(line, asyncio.get_running_loop()))
        await asyncio.sleep(0)
        return line

    return asyncio.run(running())


def test_a_head_and_its_body_leave_together() -> None:
    async def answer(connection: Joined) -> None:
        connection.write(b"head, ")
        connection.write(b"body")

    assert run(answer).sent == [b"head, body"]


def test_a_head_does_not_wait_for_news() -> None:
    async def stream(connection: Joined) -> None:
        connection.write(b"head")
        await asyncio.sleep(0)
        connection.write(b"news")

    assert run(stream).sent == [b"head", b"news"]


def test_a_file_does_not_gather() -> None:
    async def file(connection: Joined) -> None:
        for piece in (b"1", b"2", b"3", b"4", b"5"):
            connection.write(piece)

    assert run(file).sent == [b"12", b"34", b"5"]


def test_what_was_written_leaves_before_the_end() -> None:
    async def last(connection: Joined) -> None:
        connection.write(b"last words")
        connection.close()

    line = run(last)
    assert (line.sent, line.closed_after) == ([b"last words"], 1)


def test_the_rest_is_the_transports_own() -> None:
    async def ask(connection: Joined) -> None:
        assert connection.get_extra_info("peername") == "its peername"

    run(ask)
