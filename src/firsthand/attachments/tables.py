"""Uploads and their parts, as stored; the bytes are in the object store."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from firsthand.attachments.rules import Announced
from firsthand.base import clock
from firsthand.base.tables import Moment, Row, unaudited

_PROGRESS = unaudited("how far it has come; that it began, is whole or was removed has an entry")

_COMING = text("whole_at IS NULL AND gone_at IS NULL")


class Upload(Row, table=True):
    """One file on its way, or whole. `told` is what its client said of it, given back as it came.

    `practitioner` is whoever began it in a session, `device` where. `touched_at`: the last byte; `named`: a receipt or
    a stored submission names it, and nothing removes it any more; `gone_at`: to be removed, and found by nobody.
    """

    __tablename__ = "uploads"
    __table_args__ = (
        Index("uploads_of_submission", "submission", "attachment"),
        Index("uploads_coming", "device", "practitioner", sqlite_where=_COMING, postgresql_where=_COMING),
    )

    submission: UUID
    attachment: UUID
    sha256: str
    size: int
    told: str
    practitioner: UUID | None = None
    device: UUID | None = None
    begun_at: datetime = Field(default_factory=clock.now, sa_type=Moment)
    touched_at: datetime = Field(default_factory=clock.now, sa_type=Moment, sa_column_kwargs={"info": _PROGRESS})
    whole_at: datetime | None = Field(default=None, sa_type=Moment)
    named: bool = Field(default=False, sa_column_kwargs={"info": _PROGRESS})
    gone_at: datetime | None = Field(default=None, sa_type=Moment, sa_column_kwargs={"info": _PROGRESS})

    @property
    def announced(self) -> Announced:
        return Announced(self.submission, self.attachment, self.sha256, self.size)


class Part(Row, table=True):
    """Bytes that are durable in the object store, from `start` on. The unique key admits one at each place, so that
    of two requests at once only one goes on."""

    __tablename__ = "upload_parts"
    __table_args__ = (
        UniqueConstraint("upload", "start"),
        {"info": unaudited("bytes on their way; the upload that they make has the entries")},
    )

    upload: UUID = Field(foreign_key="uploads.id")
    start: int
    size: int
