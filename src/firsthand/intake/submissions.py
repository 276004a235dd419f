"""Taking in what devices send: nothing is lost, nothing is refused for its content, nothing is stored twice."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session

from firsthand.audit import entries
from firsthand.base import database
from firsthand.intake import holdings
from firsthand.intake.deliveries import Delivery, Refused
from firsthand.intake.envelopes import Envelope, Key
from firsthand.intake.holdings import Arrival, Fresh, Held


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


class Parcel(NamedTuple):
    """One delivery and who brought it."""

    delivery: Delivery
    courier: Courier


class Brought(NamedTuple):
    """An envelope, and the parcel that it came in first."""

    envelope: Envelope
    parcel: Parcel


def receive(
    session: Session, delivery: Delivery, courier: Courier, wake: Callable[[], None] | None = None
) -> list[Result]:
    """One result per item, in its order; true once this work has been committed, and then `wake` is called."""
    return receive_all(session, [Parcel(delivery, courier)], wake)[0]


def receive_all(
    session: Session, parcels: Sequence[Parcel], wake: Callable[[], None] | None = None
) -> list[list[Result]]:
    """The same for several deliveries that share a transaction, in the order of their arrival."""
    brought = _unpacked(parcels)
    held = holdings.of(session, (submission for submission, _ in brought))
    fresh = [Fresh(brought[key].envelope, _members(brought[key].parcel)) for key in sorted(brought) if key not in held]
    stored = holdings.add(session, fresh, held)
    for parcel in parcels:
        _record(session, parcel.courier, {key for key in stored if brought[key].parcel is parcel})
    if stored and wake:
        database.after_commit(session, wake)
    new, here = set(stored), {submission for submission, _ in held.keys() - stored}
    return [list(_results(parcel.delivery.items, held, new, here)) for parcel in parcels]


def _unpacked(parcels: Sequence[Parcel]) -> dict[Key, Brought]:
    """Each envelope once."""
    brought: dict[Key, Brought] = {}
    for parcel in parcels:
        for item in parcel.delivery.items:
            if isinstance(item, Envelope):
                brought.setdefault(item.key, Brought(item, parcel))
    return brought


def _members(parcel: Parcel) -> dict[str, Any]:
    """The columns that all of one delivery have in common."""
    delivery, courier = parcel
    return {"sent_at": delivery.sent_at, "relayed_by": courier.practitioner, "relayed_device": courier.device}


def _record(session: Session, courier: Courier, stored: set[Key]) -> None:
    """One entry for each request that brought something new."""
    if not stored:
        return
    submissions = sorted({submission for submission, _ in stored})
    entries.record(
        session,
        "submission.received",
        actor=courier.practitioner,
        device=courier.device,
        subject=submissions[0] if len(submissions) == 1 else None,
        detail={"submissions": [str(submission) for submission in submissions]},
    )


def _results(items: Sequence[Envelope | Refused], held: Held, new: set[Key], here: set[UUID]) -> Iterator[Result]:
    """What comes twice is stored, then already stored: `new` loses and `here` gains what has been answered."""
    for item in items:
        if isinstance(item, Refused):
            yield Result(item.id, "refused", item.problem)
            continue
        status = "stored_conflict" if item.submission in here else "stored"
        status = status if item.key in new else "already_stored"
        yield Result(item.id, status, None, item.sha256, held[item.key])
        new.discard(item.key)
        here.add(item.submission)
