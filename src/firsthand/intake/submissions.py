"""Taking in what devices send: nothing is lost, nothing is refused for its content, nothing is stored twice."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from firsthand.audit import entries
from firsthand.base import clock, database, ids
from firsthand.base.problems import Problem
from firsthand.intake import references
from firsthand.intake.deliveries import Delivery, Refused
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


Held = dict[Key, Arrival]
Shared = Mapping[str, Any]


@dataclass(frozen=True)
class Courier:
    """Who delivers: the session's practitioner, the cookie's device. Neither says who wrote what."""

    practitioner: UUID | None = None
    device: UUID | None = None


class Result(NamedTuple):
    """The answer for one item: `status` as in the protocol, `problem` a code of the catalogue."""

    id: str | None
    status: str
    problem: str | None = None
    sha256: str = ""
    arrival: Arrival | None = None


def receive(
    session: Session, delivery: Delivery, courier: Courier, wake: Callable[[], None] | None = None
) -> list[Result]:
    """One result per item, in its order; true once this work has been committed, and then `wake` is called."""
    envelopes = {item.key: item for item in delivery.items if isinstance(item, Envelope)}
    held = _held(session, envelopes)
    fresh = [envelopes[key] for key in sorted(envelopes) if key not in held]
    stored = _store(session, fresh, _shared(delivery, courier), held)
    if stored:
        _record(session, stored, courier)
    if stored and wake:
        database.after_commit(session, wake)
    return list(_results(delivery.items, held, stored))


def _held(session: Session, keys: Iterable[Key]) -> Held:
    """Everything here under the ids of these keys, with the same bytes or with others."""
    wanted = {submission for submission, _ in keys}
    found = session.exec(_HELD, params={"wanted": list(wanted)}) if wanted else ()
    return {(submission, sha256): Arrival(reference, at) for submission, sha256, reference, at in found}


def _shared(delivery: Delivery, courier: Courier) -> Shared:
    return {
        "received_at": clock.now(),
        "sent_at": delivery.sent_at,
        "relayed_by": courier.practitioner,
        "relayed_device": courier.device,
    }


def _store(session: Session, fresh: Sequence[Envelope], shared: Shared, held: Held) -> set[Key]:
    """All in one savepoint; where that clashes, each in its own. Adds to `held`; answers what is new."""
    if not fresh:
        return set()
    try:
        return _insert(session, fresh, shared, held)
    except IntegrityError:
        return {key for envelope in fresh for key in _store_one(session, envelope, shared, held)}


def _store_one(session: Session, envelope: Envelope, shared: Shared, held: Held) -> set[Key]:
    """A clash is the same envelope of another request, or a reference that was drawn before."""
    for _ in range(_TRIES):
        try:
            return _insert(session, [envelope], shared, held)
        except IntegrityError:
            held |= _held(session, [envelope.key])
        if envelope.key in held:
            return set()
    raise Problem("unavailable")


def _insert(session: Session, fresh: Sequence[Envelope], shared: Shared, held: Held) -> set[Key]:
    with session.begin_nested():
        codes = references.of(session, {envelope.pair for envelope in fresh})
        rows = [{**e.columns(), **shared, "id": ids.new(), "reference": codes[e.pair]} for e in fresh]
        session.exec(_NEW, params=rows)
    new = {e.key: Arrival(codes[e.pair], shared["received_at"]) for e in fresh}
    held |= new
    return set(new)


def _record(session: Session, stored: set[Key], courier: Courier) -> None:
    submissions = sorted({submission for submission, _ in stored})
    entries.record(
        session,
        "submission.received",
        actor=courier.practitioner,
        device=courier.device,
        subject=submissions[0] if len(submissions) == 1 else None,
        detail={"submissions": [str(submission) for submission in submissions]},
    )


def _results(items: Sequence[Envelope | Refused], held: Held, stored: set[Key]) -> Iterator[Result]:
    """An item that comes twice in one request is stored, then already stored."""
    new, here = set(stored), {submission for submission, _ in held.keys() - stored}
    for item in items:
        if isinstance(item, Refused):
            yield Result(item.id, "refused", item.problem)
            continue
        status = "stored_conflict" if item.submission in here else "stored"
        status = status if item.key in new else "already_stored"
        yield Result(item.id, status, None, item.sha256, held[item.key])
        new.discard(item.key)
        here.add(item.submission)
