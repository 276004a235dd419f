"""What every table shares: an id made before the insert, and the column types for times and codes."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, DateTime, Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from firsthand.base import ids


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept and given back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class Codes(TypeDecorator[Any]):
    """A JSON list or object of codes, ids and numbers; never words."""

    impl = JSON
    cache_ok = True


class Row(SQLModel):
    """A stored noun. `unaudited` names why changes of a table of mere bookkeeping need no audit entry."""

    model_config = {"defer_build": True}
    """No row is ever validated: what comes in has shapes of its own."""

    id: UUID = Field(default_factory=ids.new, primary_key=True)


def unaudited(reason: str) -> dict[str, str]:
    """The `info` of a table or column whose changes say nothing about anybody: expiry, throttling, progress."""
    return {"unaudited": reason}
