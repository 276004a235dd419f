"""`/api/v1/notices`: what was done to one's own account, until it has been read."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import delete, get
from msgspec import UNSET, UnsetType
from sqlmodel import Session

from firsthand.identity import notices, sessions, tables
from firsthand.web.guards import Signed
from firsthand.web.world import World


class Notice(msgspec.Struct, omit_defaults=True):
    """`kind` is a code: reset, recovery_shown, device_enrolled, device_revoked, passphrase_changed, work_missing …

    `submissions`, `drafts` and `since` (when it was heard of last) come with work_missing and work_elsewhere.
    """

    kind: str
    at: datetime
    submissions: int | UnsetType = UNSET
    drafts: int | UnsetType = UNSET
    since: str | UnsetType = UNSET


class Notices(msgspec.Struct):
    """The latest first."""

    notices: list[Notice]


@get("/api/v1/notices", summary="What was done to my account")
async def unseen(practitioner: Signed, world: World) -> Notices:
    found = await world.reads.run(lambda session: notices.unseen(session, practitioner.id))
    return Notices([_told(notice) for notice in found])


def _told(notice: tables.Notice) -> Notice:
    counted: dict[str, Any] = {name: value for name, value in notice.detail.items() if name != "device"}
    return Notice(notice.kind, notice.at, **counted)


@delete("/api/v1/notices", summary="I have read these", description="They are not told again.")
async def mark_seen(practitioner: Signed, world: World) -> None:
    def work(session: Session) -> None:
        notices.mark_seen(session, practitioner.id)
        sessions.changed(session)

    await world.writes.run(work)


routes = [unseen, mark_seen]
