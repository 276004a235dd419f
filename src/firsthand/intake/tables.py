"""What arrived, as it came."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field

from firsthand.base.tables import Codes, Moment, Row, unaudited

_PROGRESS = unaudited("how often it was tried says nothing; what came of it has the entry")
_WAITING = text("status = 'received'")


class Submission(Row, table=True):
    """One envelope: the bytes that came, and its clear header members as far as they could be read.

    `submission` is the id that the device gave; the same id with other bytes is a row of its own. `sha256` is
    lower-case hex over the envelope. `author`, `device` and the rest are only claimed until `verified` is true; it is
    none before the envelope has been opened. `status` is received, processed or needs_attention; `flags` are codes of
    `rules.FLAGS`; `signed_sha256` is over the signed record inside.
    `attempts` is `processing.HELD` while it is kept from going further.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("submission", "sha256"),
        Index("submissions_waiting", "received_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("submissions_of_author", "author", "received_at"),
    )

    submission: UUID
    sha256: str
    envelope: bytes = Field(sa_type=LargeBinary)
    encounter: UUID | None = None
    form: str | None = None
    form_version: str | None = None
    captured_at: datetime | None = Field(default=None, sa_type=Moment)
    device: UUID | None = None
    author: UUID | None = None
    amends: UUID | None = None
    attachments: list[dict[str, Any]] = Field(default_factory=list, sa_type=Codes)
    reference: str
    received_at: datetime = Field(sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    relayed_by: UUID | None = None
    relayed_device: UUID | None = None
    status: str = "received"
    verified: bool | None = None
    signed_sha256: str | None = None
    flags: list[str] = Field(default_factory=list, sa_type=Codes)
    attempts: int = Field(default=0, sa_column_kwargs={"info": _PROGRESS})
    retry_at: datetime | None = Field(default=None, sa_type=Moment, sa_column_kwargs={"info": _PROGRESS})


class Reference(Row, table=True):
    """What people read to each other, one for all that one author sends of one encounter."""

    __tablename__ = "submission_references"
    __table_args__ = (
        UniqueConstraint("encounter", "author"),
        {"info": unaudited("a reference says nothing; its submission has the entry")},
    )

    encounter: UUID
    author: UUID
    code: str = Field(unique=True)
