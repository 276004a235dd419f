"""Recording and reading what was done."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, SQLModel, col, select

from firsthand.audit.actions import ACTIONS
from firsthand.audit.tables import AuditEntry
from firsthand.base import clock, ids
from firsthand.base.inserts import Inserts

_NEW = Inserts(SQLModel.metadata.tables["audit_entries"], "id", "at", "action", "actor", "device", "subject", "detail")


class Line(NamedTuple):
    """One of many entries of an action; `detail` as in `record`."""

    actor: UUID | None
    device: UUID | None
    subject: UUID | None
    detail: dict[str, Any]


def record(
    session: Session,
    action: str,
    *,
    actor: UUID | None = None,
    subject: UUID | None = None,
    agency: UUID | None = None,
    device: UUID | None = None,
    detail: dict[str, Any] | None = None,
    reason: str | None = None,
) -> AuditEntry:
    """`detail` holds codes, ids and numbers only; words about a person go in `reason`. KeyError: not in ACTIONS."""
    ACTIONS[action]
    entry = AuditEntry(action=action, actor=actor, subject=subject, agency=agency, device=device)
    entry.detail = detail or {}
    entry.reason = reason
    session.add(entry)
    return entry


def record_all(session: Session, action: str, lines: Sequence[Line]) -> None:
    """Many at once, without the words that `reason` may have. KeyError: not in ACTIONS."""
    ACTIONS[action]
    at = clock.now()
    rows = zip(ids.several(len(lines)), lines, strict=True)
    _NEW.add(session, [(row, at, action, *line) for row, line in rows])


def about(session: Session, subject: UUID, limit: int = 100) -> list[AuditEntry]:
    """The latest first."""
    newest = select(AuditEntry).where(AuditEntry.subject == subject).order_by(col(AuditEntry.at).desc())
    return list(session.exec(newest.limit(limit)))
