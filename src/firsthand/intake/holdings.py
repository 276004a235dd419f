"""What is held: looking it up by id, and adding to it, each envelope once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session, SQLModel

from firsthand.base import clock, ids
from firsthand.base.inserts import Inserts
from firsthand.intake import envelopes, references
from firsthand.intake.envelopes import Envelope
from firsthand.intake.tables import Submission

_TABLE = SQLModel.metadata.tables[str(Submission.__tablename__)]
_DELIVERY = ("sent_at", "relayed_by", "relayed_device")
_OWN = ("id", "received_at", "reference", "status", "flags", "attempts")
_NEW = Inserts(_TABLE, *_OWN, *_DELIVERY, *envelopes.COLUMNS, unless_there=True)
_HELD = select(*(_TABLE.c[name] for name in ("id", "submission", "sha256", "reference", "received_at"))).where(
    _TABLE.c.submission.in_(bindparam("wanted", expanding=True))
)
"""Made once: building a statement takes longer than running it."""


class Arrival(NamedTuple):
    """When these bytes first came, and the reference that they were given."""

    reference: str
    received_at: datetime


class Fresh(NamedTuple):
    """An envelope to be stored, and what its delivery says: when it was sent, who relayed it, on which device."""

    envelope: Envelope
    sent_at: datetime | None
    relayed_by: UUID | None
    relayed_device: UUID | None


@dataclass
class Held:
    """`arrivals` by sha256, and the ids under which there is something, whatever its bytes."""

    arrivals: dict[str, Arrival] = field(default_factory=dict)
    submissions: set[UUID] = field(default_factory=set)


def of(session: Session, submissions: Collection[UUID]) -> Held:
    """Everything here under these ids."""
    held = Held()
    for _, submission, sha256, *arrival in _rows(session, submissions):
        held.arrivals[sha256] = Arrival(*arrival)
        held.submissions.add(submission)
    return held


def _rows(session: Session, submissions: Collection[UUID]) -> Sequence[Any]:
    return session.execute(_HELD, {"wanted": list(submissions)}).all() if submissions else ()


def add(session: Session, fresh: Sequence[Fresh], held: Held) -> set[str]:
    """Adds to what is held; answers what is new, by sha256. What another process stored meanwhile is not new."""
    at = clock.now()
    codes = references.of(session, {one.envelope.pair for one in fresh})
    rows = dict(zip(ids.several(len(fresh)), fresh, strict=True))
    held.arrivals |= {one.envelope.sha256: Arrival(codes[one.envelope.pair], at) for one in fresh}
    values = [
        (row, at, codes[envelope.pair], "received", (), 0, *delivery, *envelope.values)
        for row, (envelope, *delivery) in rows.items()
    ]
    if _NEW.add(session, values) == len(fresh):
        return {one.envelope.sha256 for one in fresh}
    here = _rows(session, {one.envelope.submission for one in fresh})
    held.arrivals |= {sha256: Arrival(*arrival) for _, _, sha256, *arrival in here}
    held.submissions |= {submission for row, submission, *_ in here if row not in rows}
    return {sha256 for row, _, sha256, *_ in here if row in rows}
