"""Reading the whole log, page by page, the latest first."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self
from uuid import UUID

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from firsthand.audit.tables import AuditEntry

SIZE = 50


@dataclass(frozen=True)
class Place:
    """Where a page ended; written `<RFC 3339>~<id>`."""

    at: datetime
    id: UUID

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises ValueError, OverflowError."""
        at, _, entry = text.partition("~")
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError(text)
        return cls(moment.astimezone(UTC), UUID(entry))

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.id}"


@dataclass(frozen=True)
class Page:
    """`after` is where the next page goes on, if there is one."""

    entries: list[AuditEntry]
    after: Place | None


def page(session: Session, action: str | None, actor: UUID | None, after: Place | None) -> Page:
    """Filtered by what was done and by whom, where these are given."""
    asked = select(AuditEntry).order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
    if action:
        asked = asked.where(AuditEntry.action == action)
    if actor:
        asked = asked.where(AuditEntry.actor == actor)
    if after:
        asked = asked.where(tuple_(col(AuditEntry.at), col(AuditEntry.id)) < (after.at, after.id))
    found = list(session.exec(asked.limit(SIZE + 1)))
    last = found[SIZE - 1] if len(found) > SIZE else None
    return Page(found[:SIZE], Place(last.at, last.id) if last else None)
