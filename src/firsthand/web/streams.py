"""The stream of events that an open page of the desk listens to, for as long as its reader is signed in."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from litestar import Request
from litestar.response import ServerSentEvent, ServerSentEventMessage
from sqlmodel import Session

from firsthand.base.problems import Problem
from firsthand.identity import sessions
from firsthand.web import callers, cookies
from firsthand.web.guards import Signed
from firsthand.web.world import World

HEARTBEAT = 20.0
MOST = 40
"""Streams of one practitioner from one process; nobody has more pages open."""


def stream(
    request: Request[Any, Any, Any], world: World, *topics: str, at_once: frozenset[str] = frozenset()
) -> ServerSentEvent:
    """Events are named by the topic's kind: `queue`, `referral`; `quiet` is a heartbeat, `ended` the session's end.

    Listening is no use of a session: it ends as idle as it would without. Raises Problem `slow-down`.
    """
    if world.live.count(request.user.id) >= MOST:
        raise Problem("slow-down", headers={"Retry-After": str(round(HEARTBEAT))})
    token = request.cookies.get(cookies.session_name(world.settings), "")
    return ServerSentEvent(_events(world, token, request.user, topics, at_once))


async def _events(
    world: World, token: str, who: Signed, topics: tuple[str, ...], at_once: frozenset[str]
) -> AsyncIterator[ServerSentEventMessage]:
    for topic in at_once:
        yield _event(topic)
    async with aclosing(world.live.changes(*topics, whose=who.id, quiet=HEARTBEAT)) as changes:
        async for changed in changes:
            if not await _is_signed_in(world, token, who.role):
                yield _event("ended")
                return
            for topic in sorted(changed) or ("quiet",):
                yield _event(topic)


def _event(topic: str) -> ServerSentEventMessage:
    return ServerSentEventMessage(event=topic.partition(":")[0], data="-")


async def _is_signed_in(world: World, token: str, role: str) -> bool:
    def read(session: Session) -> bool:
        found = sessions.find(session, token, callers.lives(world))
        return found is not None and found.practitioner.role == role

    return await world.reads.run(read)
