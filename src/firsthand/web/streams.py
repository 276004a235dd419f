"""The stream of events that an open page of the desk listens to, for as long as its reader is signed in."""

from collections.abc import AsyncIterator
from typing import Any

from litestar import Request
from litestar.response import ServerSentEvent, ServerSentEventMessage
from sqlmodel import Session

from firsthand.identity import sessions
from firsthand.web import callers, cookies
from firsthand.web.world import World

HEARTBEAT = 20.0


def stream(
    request: Request[Any, Any, Any], world: World, *topics: str, at_once: frozenset[str] = frozenset()
) -> ServerSentEvent:
    """Events are named by the topic's kind: `queue`, `referral`; `quiet` is a heartbeat, `ended` the session's end.

    Listening is no use of a session: it ends as idle as it would without.
    """
    token = request.cookies.get(cookies.session_name(world.settings), "")
    return ServerSentEvent(_events(world, token, request.user.role, topics, at_once))


async def _events(
    world: World, token: str, role: str, topics: tuple[str, ...], at_once: frozenset[str]
) -> AsyncIterator[ServerSentEventMessage]:
    for topic in at_once:
        yield _event(topic)
    async for changed in world.live.changes(*topics, quiet=HEARTBEAT):
        if not await _is_signed_in(world, token, role):
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
