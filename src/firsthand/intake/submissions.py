"""Taking in what devices send: nothing is lost, nothing is refused for its content, nothing is stored twice."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from firsthand.audit import entries
from firsthand.audit.entries import Line
from firsthand.base import database
from firsthand.intake import holdings
from firsthand.intake.deliveries import Delivery, Refused
from firsthand.intake.envelopes import Envelope
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
    held = holdings.of(session, {envelope.submission for envelope, _ in brought.values()})
    fresh = [each for each in brought.values() if each.envelope.sha256 not in held.arrivals]
    new = holdings.add(session, [_fresh(*each) for each in sorted(fresh, key=_in_order)], held)
    _record(session, [each for each in fresh if each.envelope.sha256 in new])
    if new and wake:
        database.after_commit(session, wake)
    return [list(_results(parcel.delivery.items, held, new)) for parcel in parcels]


def _unpacked(parcels: Sequence[Parcel]) -> dict[str, Brought]:
    """Each envelope once, by its sha256."""
    brought: dict[str, Brought] = {}
    for parcel in parcels:
        for item in parcel.delivery.items:
            if isinstance(item, Envelope):
                brought.setdefault(item.sha256, Brought(item, parcel))
    return brought


def _in_order(brought: Brought) -> tuple[int, str]:
    """The same in every process, so that none waits for another that waits for it."""
    return brought.envelope.submission.int, brought.envelope.sha256


def _fresh(envelope: Envelope, parcel: Parcel) -> Fresh:
    delivery, courier = parcel
    return Fresh(envelope, delivery.sent_at, courier.practitioner, courier.device)


def _record(session: Session, stored: Iterable[Brought]) -> None:
    """One entry for each request that brought something new."""
    new: dict[int, tuple[Courier, set[UUID]]] = {}
    for envelope, parcel in stored:
        new.setdefault(id(parcel), (parcel.courier, set()))[1].add(envelope.submission)
    if new:
        entries.record_all(session, "submission.received", [_line(*each) for each in new.values()])


def _line(courier: Courier, stored: set[UUID]) -> Line:
    submissions = sorted(stored)
    subject = submissions[0] if len(submissions) == 1 else None
    detail = {"submissions": [str(submission) for submission in submissions]}
    return Line(courier.practitioner, courier.device, subject, detail)


def _results(items: Sequence[Envelope | Refused], held: Held, new: set[str]) -> Iterator[Result]:
    """What comes twice is stored, then already stored: `new` loses and `held` gains what has been answered."""
    for item in items:
        if isinstance(item, Refused):
            yield Result(item.id, "refused", item.problem)
            continue
        status = "stored_conflict" if item.submission in held.submissions else "stored"
        status = status if item.sha256 in new else "already_stored"
        yield Result(item.id, status, None, item.sha256, held.arrivals[item.sha256])
        new.discard(item.sha256)
        held.submissions.add(item.submission)
