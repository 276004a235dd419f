"""`/api/v1/notices`: what was done to one's own account, until it has been read."""

from datetime import datetime

import msgspec
from litestar import delete, get
from sqlmodel import Session

from firsthand.identity import notices, sessions
from firsthand.web.guards import Signed
from firsthand.web.world import World


class Notice(msgspec.Struct):
    """`kind` is a code: reset, recovery_shown, device_enrolled, device_revoked, passphrase_changed, role_changed …"""

    kind: str
    at: datetime


class Notices(msgspec.Struct):
    """The latest first."""

    notices: list[Notice]


@get("/api/v1/notices", summary="What was done to my account")
async def unseen(practitioner: Signed, world: World) -> Notices:
    found = await world.reads.run(lambda session: notices.unseen(session, practitioner.id))
    return Notices([Notice(notice.kind, notice.at) for notice in found])


@delete("/api/v1/notices", summary="I have read these", description="They are not told again.")
async def mark_seen(practitioner: Signed, world: World) -> None:
    def work(session: Session) -> None:
        notices.mark_seen(session, practitioner.id)
        sessions.changed(session)

    await world.writes.run(work)


routes = [unseen, mark_seen]
