"""Meetings, who takes part, and which submissions are scores of theirs, as stored."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from firsthand.base import clock
from firsthand.base.sealed import Sealed
from firsthand.base.tables import Moment, Row


class Meeting(Row, table=True):
    """`encounter` is the id that the chair's phone gave it, `agency` the chair's.

    `circumstances` is JSON as in the payload: what everybody who is let in writes of the same people. It is over at
    `ends_at`, or once `revealed_at` is set, which is final.
    """

    __tablename__ = "meetings"

    encounter: UUID = Field(index=True)
    chair: UUID = Field(foreign_key="practitioners.id", index=True)
    agency: UUID = Field(foreign_key="agencies.id")
    code: str = Field(sa_type=Sealed("meetings.code"))
    code_hash: str = Field(unique=True)
    circumstances: str = Field(sa_type=Sealed("meetings.circumstances"))
    opened_at: datetime = Field(default_factory=clock.now, sa_type=Moment)
    ends_at: datetime = Field(sa_type=Moment)
    revealed_at: datetime | None = Field(default=None, sa_type=Moment)
    chair_abstains: bool = False


class MeetingMember(Row, table=True):
    """Somebody who came with the code. `standing` is asked, admitted or declined; the chair is no member."""

    __tablename__ = "meeting_members"
    __table_args__ = (UniqueConstraint("meeting", "practitioner"),)

    meeting: UUID = Field(foreign_key="meetings.id")
    practitioner: UUID = Field(foreign_key="practitioners.id", index=True)
    agency: UUID = Field(foreign_key="agencies.id")
    standing: str = "asked"
    asked_at: datetime = Field(default_factory=clock.now, sa_type=Moment)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)


class MeetingScore(Row, table=True):
    """That this envelope is a score of this meeting; what it says is in the envelope alone."""

    __tablename__ = "meeting_scores"

    meeting: UUID = Field(foreign_key="meetings.id", index=True)
    practitioner: UUID = Field(foreign_key="practitioners.id")
    envelope: UUID = Field(foreign_key="submissions.id", unique=True)
