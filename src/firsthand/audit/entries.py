"""Recording and reading what was done."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit.actions import ACTIONS
from firsthand.audit.tables import AuditEntry


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


def about(session: Session, subject: UUID, limit: int = 100) -> list[AuditEntry]:
    """The latest first."""
    newest = select(AuditEntry).where(AuditEntry.subject == subject).order_by(col(AuditEntry.at).desc())
    return list(session.exec(newest.limit(limit)))
