"""Telling practitioners what was done to their accounts."""

from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.base import clock
from firsthand.identity.tables import Notice


def tell(session: Session, practitioner: UUID, kind: str) -> None:
    """`kind` is a code of `words.NOTICES`."""
    session.add(Notice(practitioner=practitioner, kind=kind))


def unseen(session: Session, practitioner: UUID) -> list[Notice]:
    """The latest first."""
    waiting = select(Notice).where(Notice.practitioner == practitioner, col(Notice.seen_at).is_(None))
    return list(session.exec(waiting.order_by(col(Notice.at).desc())))


def mark_seen(session: Session, practitioner: UUID) -> None:
    for notice in unseen(session, practitioner):
        notice.seen_at = clock.now()
