"""Taking away what belongs to no submission, and ending what a killed process began."""

import asyncio
from functools import partial
from uuid import UUID

from sqlmodel import Session, col, delete, func, select

from firsthand.attachments import objects, rules
from firsthand.attachments.arriving import Arriving
from firsthand.attachments.objects import Objects
from firsthand.attachments.tables import Part, Upload
from firsthand.audit import entries
from firsthand.base import clock, log
from firsthand.base.database import Database
from firsthand.intake.tables import Submission

_EVERY = 3600.0
"""Seconds."""
_MOST = 200


class Sweeping:
    """One per process; several at once do no harm."""

    def __init__(self, database: Database, kept: Objects, arriving: Arriving) -> None:
        self._database, self._objects, self._arriving = database, kept, arriving

    async def follow(self) -> None:
        """At the start, and then each hour."""
        while True:
            try:
                await self.sweep()
            except Exception as error:  # noqa: BLE001 - what is away now is swept in an hour
                log.error("not_swept", error=type(error).__name__)
            await asyncio.sleep(_EVERY)

    async def sweep(self) -> None:
        for upload in await self._database.reads.run(_complete):
            await self._arriving.settle(upload)
        for old in await self._database.reads.run(_forgotten):
            await self._database.writes.run(partial(_let_go, upload=old), keyed=True)
        for gone in await self._database.reads.run(_gone):
            await asyncio.to_thread(self._empty, gone)
            await self._database.writes.run(partial(_remove, upload=gone), keyed=True)
        await self._sweep_parts()

    def _empty(self, upload: UUID) -> None:
        self._objects.remove(objects.whole(upload))
        self._objects.remove_all(objects.parts(upload))

    async def _sweep_parts(self) -> None:
        """What a process that was killed had put down and not counted, and never came back to."""
        old = await asyncio.to_thread(self._old_parts)
        kept = await self._database.reads.run(partial(_open, uploads=old))
        for upload in old - kept:
            await asyncio.to_thread(self._objects.remove_all, objects.parts(upload))

    def _old_parts(self) -> set[UUID]:
        before = clock.now() - rules.LIFE
        return {UUID(name.split("/")[1]) for name, written in self._objects.names("parts") if written < before}


def _complete(session: Session) -> list[Upload]:
    """All of it came, and nobody has joined it yet."""
    came = select(func.coalesce(func.sum(Part.size), 0)).where(Part.upload == Upload.id).scalar_subquery()
    left = select(Upload).where(col(Upload.whole_at).is_(None), col(Upload.gone_at).is_(None), Upload.size == came)
    return list(session.exec(left.limit(_MOST)))


def _forgotten(session: Session) -> list[UUID]:
    """No byte for so long, and not named yet."""
    old = select(Upload.id).where(col(Upload.touched_at) < clock.now() - rules.LIFE)
    return list(session.exec(old.where(col(Upload.named).is_(False), col(Upload.gone_at).is_(None)).limit(_MOST)))


def _let_go(session: Session, upload: UUID) -> None:
    """Under lock, as the naming is: what a receipt names stays, and what goes is named by no receipt."""
    row = session.get(Upload, upload, with_for_update=True)
    if row is None or row.named or row.gone_at:
        return
    row.named = _is_named(session, row)
    row.gone_at = None if row.named else clock.now()


def _is_named(session: Session, upload: Upload) -> bool:
    stored = select(Submission).where(Submission.submission == upload.submission)
    rows = session.exec(stored).all()
    return any(upload.announced in rules.announced(row.submission, row.attachments) for row in rows)


def _gone(session: Session) -> list[UUID]:
    return list(session.exec(select(Upload.id).where(col(Upload.gone_at).is_not(None)).limit(_MOST)))


def _remove(session: Session, upload: UUID) -> None:
    row = session.get(Upload, upload, with_for_update=True)
    if row is None or row.gone_at is None:
        return
    detail = {"submission": str(row.submission), "attachment": str(row.attachment)}
    session.exec(delete(Part).where(col(Part.upload) == upload))
    session.delete(row)
    entries.record(session, "attachment.removed", subject=row.id, detail=detail)


def _open(session: Session, uploads: set[UUID]) -> set[UUID]:
    """Those of which parts still count."""
    unfinished = select(Upload.id).where(col(Upload.id).in_(uploads), col(Upload.whole_at).is_(None))
    return set(session.exec(unfinished))
