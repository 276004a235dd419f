"""The languages that were turned on, as stored."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from firsthand.base import clock
from firsthand.base.tables import Moment, Row

_ON = text("turned_off_at IS NULL")


class OfferedLanguage(Row, table=True):
    """One time that a language was on although not all its wording was reviewed. `locale` is a tag of the forms'."""

    __tablename__ = "offered_languages"
    __table_args__ = (Index("offered_languages_on", "locale", unique=True, sqlite_where=_ON, postgresql_where=_ON),)

    locale: str
    turned_on_at: datetime = Field(default_factory=clock.now, sa_type=Moment)
    turned_on_by: UUID
    turned_off_at: datetime | None = Field(default=None, sa_type=Moment)
    turned_off_by: UUID | None = None
