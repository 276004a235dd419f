"""Telling practitioners what was done to their accounts."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.base import clock
from firsthand.identity.tables import Notice


def tell(session: Session, practitioner: UUID, kind: str, detail: dict[str, Any] | None = None) -> None:
    """`kind` is a code of `words.NOTICES`; `detail` as the table has it."""
    session.add(Notice(practitioner=practitioner, kind=kind, detail=detail or {}))


def unseen(session: Session, practitioner: UUID, kind: str | None = None) -> list[Notice]:
    """The latest first; of one kind where that is named."""
    waiting = select(Notice).where(Notice.practitioner == practitioner, col(Notice.seen_at).is_(None))
    if kind:
        waiting = waiting.where(Notice.kind == kind)
    return list(session.exec(waiting.order_by(col(Notice.at).desc())))


def mark_seen(session: Session, practitioner: UUID) -> None:
    for notice in unseen(session, practitioner):
        notice.seen_at = clock.now()
