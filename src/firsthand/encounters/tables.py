"""Encounters and readings, as stored."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from firsthand.base.tables import Codes, Moment, Row, unaudited

_AGAIN = unaudited("asks for another reading, which has its own entry")


class Encounter(Row, table=True):
    """One encounter of one agency. `named` is the id that the phone gave; others may name it, and get their own row.

    `started_at` is the earliest that any submission said, corrected by the phone's clock offset; it and `kind` are none
    until one could be read.
    """

    __tablename__ = "encounters"
    __table_args__ = (UniqueConstraint("named", "agency"),)

    named: UUID
    author: UUID = Field(index=True)
    agency: UUID = Field(index=True)
    kind: str | None = None
    started_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    received_at: datetime = Field(sa_type=Moment)
    children: int = 0
    flags: list[str] = Field(default_factory=list, sa_type=Codes)


class Reading(Row, table=True):
    """What the service made of one stored envelope. Without an `encounter` it could not be verified.

    `level` is none where the form assesses none; `flags` are codes of `rules.FLAGS`; `problem` names the failed line.
    """

    __tablename__ = "readings"

    envelope: UUID = Field(unique=True)
    submission: UUID = Field(index=True)
    encounter: UUID | None = Field(default=None, foreign_key="encounters.id", index=True)
    author: UUID | None = Field(default=None, index=True)
    agency: UUID | None = None
    device: UUID | None = None
    form: str
    form_version: str
    subject: UUID | None = None
    amends: UUID | None = None
    level: str | None = None
    reasons: list[str] = Field(default_factory=list, sa_type=Codes)
    prompts: list[str] = Field(default_factory=list, sa_type=Codes)
    unknown: list[str] = Field(default_factory=list, sa_type=Codes)
    counts: dict[str, int] = Field(default_factory=dict, sa_type=Codes)
    flags: list[str] = Field(default_factory=list, sa_type=Codes)
    problem: str | None = None
    route: str = "unit"
    refers: bool = True
    incidents: int | None = None
    """Incident encounters of the victim in the 12 months up to this one, as known when it was read."""
    captured_at: datetime | None = Field(default=None, sa_type=Moment)
    clock_ahead: int = 0
    """Minutes by which the phone's clock was taken to be ahead of ours when it wrote this; below 0 it was behind."""
    received_at: datetime = Field(sa_type=Moment)
    stale: bool = Field(default=False, index=True, sa_column_kwargs={"info": _AGAIN})
    """What is known of the family has changed since, or its form is here at last: read again."""


class Score(Row, table=True):
    """A record that gives a number on a scale, and how much of its people's past its scorer knew.

    `knew`: how many encounters ever, by the phone's id of each person whom the record names; 0 where the service had
    not told. `told_at` is when it told. The number itself is in the record alone.
    """

    __tablename__ = "scores"

    envelope: UUID = Field(unique=True)
    submission: UUID
    encounter: UUID = Field(foreign_key="encounters.id", index=True)
    author: UUID = Field(index=True)
    knew: dict[str, int] = Field(default_factory=dict, sa_type=Codes)
    told_at: datetime | None = Field(default=None, sa_type=Moment)
    received_at: datetime = Field(sa_type=Moment)


class MissedEncounter(Row, table=True):
    """An encounter that a score was made without: its scorer is asked to score again, until a later score answers."""

    __tablename__ = "missed_encounters"
    __table_args__ = (UniqueConstraint("score", "encounter"),)

    score: UUID = Field(foreign_key="scores.id")
    encounter: UUID = Field(foreign_key="encounters.id")
    asked_at: datetime = Field(sa_type=Moment)
    answered_by: UUID | None = Field(default=None, foreign_key="scores.id")
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
