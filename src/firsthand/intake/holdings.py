"""What is held: looking it up by id, and adding to it, each envelope once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from firsthand.base import clock, ids
from firsthand.base.problems import Problem
from firsthand.intake import references
from firsthand.intake.envelopes import Envelope, Key
from firsthand.intake.tables import Submission

_TRIES = 5
_NEW = insert(SQLModel.metadata.tables["submissions"])
_HELD = select(Submission.submission, Submission.sha256, Submission.reference, Submission.received_at).where(
    col(Submission.submission).in_(bindparam("wanted", expanding=True))
)
"""Made once: building a statement takes longer than running it."""


class Arrival(NamedTuple):
    """When these bytes first came under this id, and the reference that they were given."""

    reference: str
    received_at: datetime


class Fresh(NamedTuple):
    """An envelope to be stored; `members` are the columns of its delivery."""

    envelope: Envelope
    members: dict[str, Any]


Held = dict[Key, Arrival]


def of(session: Session, submissions: Iterable[UUID]) -> Held:
    """Everything here under these ids, whatever its bytes."""
    wanted = list(set(submissions))
    found = session.exec(_HELD, params={"wanted": wanted}) if wanted else ()
    return {(submission, sha256): Arrival(reference, at) for submission, sha256, reference, at in found}


def add(session: Session, fresh: Sequence[Fresh], held: Held) -> set[Key]:
    """All in one savepoint; where that clashes, each in its own. Adds to `held`; answers what is new."""
    if not fresh:
        return set()
    try:
        return _insert(session, fresh, held)
    except IntegrityError:
        return {key for one in fresh for key in _add_one(session, one, held)}


def _add_one(session: Session, fresh: Fresh, held: Held) -> set[Key]:
    """A clash is the same envelope of another request, or a reference that was drawn before."""
    key = fresh.envelope.key
    for _ in range(_TRIES):
        try:
            return _insert(session, [fresh], held)
        except IntegrityError:
            held |= of(session, [fresh.envelope.submission])
        if key in held:
            return set()
    raise Problem("unavailable")


def _insert(session: Session, fresh: Sequence[Fresh], held: Held) -> set[Key]:
    at = clock.now()
    with session.begin_nested():
        codes = references.of(session, {envelope.pair for envelope, _ in fresh})
        rows = [
            {**envelope.columns(), **members, "id": ids.new(), "received_at": at, "reference": codes[envelope.pair]}
            for envelope, members in fresh
        ]
        session.exec(_NEW, params=rows)
    new = {envelope.key: Arrival(codes[envelope.pair], at) for envelope, _ in fresh}
    held |= new
    return set(new)
