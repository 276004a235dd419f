"""The audit log as stored."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Field

from firsthand.base import clock, guard
from firsthand.base.sealed import Sealed
from firsthand.base.tables import Codes, Moment, Row


class AuditEntry(Row, table=True):
    """`actor` is a practitioner, or none for the service itself; `subject` the id of whatever it was done to."""

    __tablename__ = guard.AUDIT_TABLE

    at: datetime = Field(default_factory=clock.now, sa_type=Moment, index=True)
    action: str = Field(index=True)
    actor: UUID | None = Field(default=None, index=True)
    agency: UUID | None = None
    device: UUID | None = None
    subject: UUID | None = Field(default=None, index=True)
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=Codes)
    reason: str | None = Field(default=None, sa_type=Sealed("audit_entries.reason"))
