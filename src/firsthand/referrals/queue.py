"""The queue: what is due first comes first, whatever its level; 25 a page, found by where the last page ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import and_, case, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from firsthand.base import clock
from firsthand.referrals.tables import Referral

PAGE = 25
Show = Literal["waiting", "needs_grading", "graded", "decided", "closed"]


@dataclass(frozen=True)
class Place:
    """Where a page begins: after the row of this due time and id."""

    due_at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{clock.ticks(self.due_at)}~{self.id}"

    @classmethod
    def read(cls, written: str) -> "Place":
        """Raises ValueError, OverflowError."""
        ticks, _, row = written.partition("~")
        return cls(clock.of_ticks(int(ticks)), UUID(row))


@dataclass(frozen=True)
class Filters:
    """`holder`: only what this practitioner holds."""

    show: Show = "waiting"
    holder: UUID | None = None
    needs_attention: bool = False


@dataclass(frozen=True)
class Page:
    """`after` begins the next page; none on the last."""

    rows: list[Referral]
    after: Place | None


@dataclass(frozen=True)
class TopLine:
    """What waits, in numbers. `due_soon` by the end of what was asked for, and not late yet.

    `oldest` is the earliest clock among what is not graded, `oldest_child` among those with a child.
    """

    waiting: int
    overdue: int
    due_soon: int
    needs_attention: int
    by_level: dict[str, int]
    oldest: datetime | None
    oldest_child: datetime | None


def page(session: Session, filters: Filters = Filters(), after: Place | None = None) -> Page:
    rows = list(session.exec(_chosen(filters, after).limit(PAGE + 1)))
    shown = rows[:PAGE]
    more = len(rows) > PAGE
    return Page(shown, Place(shown[-1].due_at, shown[-1].id) if more else None)


def _chosen(filters: Filters, after: Place | None) -> SelectOfScalar[Referral]:
    query = select(Referral).order_by(col(Referral.due_at), col(Referral.id))
    if filters.show == "waiting":
        query = query.where(col(Referral.waiting).is_(True))
    else:
        query = query.where(Referral.stage == filters.show)
    if filters.holder:
        query = query.where(Referral.holder == filters.holder)
    if filters.needs_attention:
        query = query.where(col(Referral.needs_attention).is_(True))
    if after:
        due, row = col(Referral.due_at), col(Referral.id)
        query = query.where(due >= after.due_at, or_(due > after.due_at, and_(due == after.due_at, row > after.id)))
    return query


def top_line(session: Session, now: datetime, soon: timedelta = timedelta(hours=1)) -> TopLine:
    """`soon` counts from now. One pass over the covering index of what waits: its cost follows the backlog."""
    due, level = col(Referral.due_at), func.coalesce(Referral.graded, Referral.level)
    ungraded, clock_at = col(Referral.stage) == "needs_grading", col(Referral.clock_at)
    query = (
        select_columns(
            level,
            func.count(),
            func.sum(case((due < now, 1), else_=0)),
            func.sum(case((and_(due >= now, due < now + soon), 1), else_=0)),
            func.sum(case((col(Referral.needs_attention), 1), else_=0)),
            func.min(case((ungraded, clock_at))),
            func.min(case((and_(ungraded, col(Referral.children) > 0), clock_at))),
        )
        .where(col(Referral.waiting).is_(True))
        .group_by(level)
    )
    counts = session.execute(query).all()
    waiting, overdue, due_soon, attention = (sum(row[column] for row in counts) for column in (1, 2, 3, 4))
    oldest, oldest_child = (min(filter(None, (row[column] for row in counts)), default=None) for column in (5, 6))
    return TopLine(waiting, overdue, due_soon, attention, {row[0]: row[1] for row in counts}, oldest, oldest_child)


def held(session: Session, holder: UUID) -> int:
    """How much of what waits this practitioner holds."""
    query = select(func.count()).where(col(Referral.waiting).is_(True), Referral.holder == holder)
    return session.exec(query).one()


def empty_since(session: Session) -> datetime | None:
    """When the last referral left the queue; none where there never was one. Ask only of an empty queue."""
    query = select(func.max(Referral.changed_at)).where(col(Referral.waiting).is_(False))
    return session.exec(query).one()
