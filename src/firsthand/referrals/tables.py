"""Referrals and what was done with them, as stored."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from firsthand.base import clock
from firsthand.base.sealed import Sealed
from firsthand.base.tables import Codes, Moment, Row


class Referral(Row, table=True):
    """One encounter at the desk, or (`envelope`) one that is attributed to nobody.

    `level` is computed, `graded` what people said of it; `clock_at` is when its time began, `due_at` when it ends.
    """

    __tablename__ = "referrals"
    __table_args__ = (
        Index(
            "referrals_queue",
            "waiting",
            "due_at",
            "id",
            "stage",
            "level",
            "graded",
            "holder",
            "needs_attention",
            "children",
            "clock_at",
        ),
        Index("referrals_left", "waiting", "changed_at"),
        Index("referrals_by_stage", "stage", "due_at", "id"),
    )

    encounter: UUID | None = Field(default=None, foreign_key="encounters.id", unique=True)
    envelope: UUID | None = Field(default=None, unique=True)
    reference: str = Field(index=True)
    kind: str | None = None
    author: UUID | None = Field(default=None, index=True)
    agency: UUID | None = Field(default=None, index=True)
    stage: str = "needs_grading"
    waiting: bool = True
    level: str
    graded: str | None = None
    reasons: list[str] = Field(default_factory=list, sa_type=Codes)
    prompts: list[str] = Field(default_factory=list, sa_type=Codes)
    counts: dict[str, int] = Field(default_factory=dict, sa_type=Codes)
    flags: list[str] = Field(default_factory=list, sa_type=Codes)
    needs_attention: bool = False
    children: int = 0
    incidents: int | None = None
    holder: UUID | None = Field(default=None, index=True)
    started_at: datetime | None = Field(default=None, sa_type=Moment)
    received_at: datetime = Field(sa_type=Moment)
    clock_at: datetime = Field(sa_type=Moment)
    due_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(default_factory=clock.now, sa_type=Moment)


class Act(Row):
    """Something that a person at the desk did with a referral, and why."""

    by: UUID | None = None
    at: datetime = Field(default_factory=clock.now, sa_type=Moment)


class Grading(Act, table=True):
    """`state`: standing, proposed (waits for a second person), declined, overtaken. `against`: what counted before."""

    __tablename__ = "gradings"

    referral: UUID = Field(foreign_key="referrals.id", index=True)
    level: str
    against: str
    state: str
    reason: str = Field(sa_type=Sealed("gradings.reason"))
    second: UUID | None = None
    second_at: datetime | None = Field(default=None, sa_type=Moment)
    second_reason: str | None = Field(default=None, sa_type=Sealed("gradings.second_reason"))


class Decision(Act, table=True):
    """`outcome`: refer_social_care, marac, notify or no_further_action."""

    __tablename__ = "decisions"

    referral: UUID = Field(foreign_key="referrals.id", index=True)
    outcome: str
    reason: str = Field(sa_type=Sealed("decisions.reason"))


class Reopening(Act, table=True):
    """By a person with a reason, or (`by` none) by a submission that arrived after the decision."""

    __tablename__ = "reopenings"

    referral: UUID = Field(foreign_key="referrals.id", index=True)
    stage: str
    submission: UUID | None = None
    reason: str | None = Field(default=None, sa_type=Sealed("reopenings.reason"))
