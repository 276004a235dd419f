"""What follows once an envelope has been opened, in one transaction: interpret, link, refer; or set apart, flagged."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import Session

from firsthand.audit import entries
from firsthand.encounters import joinings, payload, readings, tellings
from firsthand.encounters.payload import Payload
from firsthand.encounters.tables import Encounter, Reading
from firsthand.identity import practitioners
from firsthand.identity.tables import Practitioner
from firsthand.intake import openings, processing
from firsthand.intake import rules as envelope_rules
from firsthand.intake.openings import Opened
from firsthand.intake.tables import Submission
from firsthand.referrals import arrivals
from firsthand.referrals.practice import NO_MEETING, Heard, Practice
from firsthand.referrals.tables import Referral


@dataclass(frozen=True)
class Read:
    """An envelope as opened off the writer's thread. `failure` names what stopped the service itself."""

    opened: Opened | None = None
    payload: Payload | None = None
    aside: bool = False
    failure: str | None = None


def read(session: Session, envelope: UUID) -> Read:
    """Decrypts and verifies; changes nothing. Raises only for a database that is away."""
    try:
        row = session.get_one(Submission, envelope)
        opened = openings.open(session, row)
        return _parsed(opened) if opened.verified else Read(opened)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever one record does to us, it is told and holds up no other
        return Read(failure=type(error).__name__)


def _parsed(opened: Opened) -> Read:
    try:
        found, aside = payload.read(opened.payload)
    except payload.Unreadable:
        return Read(opened, failure="payload")
    return Read(opened, found, aside=bool(aside))


def settle(session: Session, envelope: UUID, found: Read, practice: Practice) -> UUID | None:
    """Brings one envelope to its end; the referral that changed. None too where another process was first."""
    row = processing.take(session, envelope)
    if row is None:
        return None
    if found.opened is None:
        return _not_read(session, row, found.failure, practice)
    known = row.verified
    standing = openings.settle(session, row, found.opened)
    if standing == "unverified":
        return _apart(session, row, practice).id
    if standing == "same":
        _same(session, row)
        return None
    if row.encounter is None:
        return _astray(session, row, practice).id
    heard = practice.hear(session, row, found.payload) if found.payload else NO_MEETING
    if heard.held_until:
        processing.hold(row, heard.held_until)
        if not known:
            entries.record(session, "submission.held", subject=row.submission)
        return None
    referral = _refer(session, row, found, practice, heard, conflict=standing == "differs")
    processing.finish(row, needs_attention=found.failure is not None or standing == "differs")
    return referral.id if referral else None


def _apart(session: Session, row: Submission, practice: Practice) -> Referral:
    """Kept and shown, attributed to nobody: no author, no encounter, no people."""
    reading = _reading(session, row)
    reading.level, reading.flags = "not_verified", ["not_verified"]
    reading.problem = next(flag for flag in row.flags if flag in envelope_rules.UNVERIFIED)
    processing.finish(row, needs_attention=True)
    _note(session, "submission.not_verified", row, reading)
    return arrivals.keep_apart(session, row, reading, practice.deadlines)


def _astray(session: Session, row: Submission, practice: Practice) -> Referral:
    """Its author's, but of no encounter that could be found: in the queue as it came, and at its end."""
    reading = _reading(session, row)
    reading.author, reading.device = row.author, row.device
    reading.level, reading.flags, reading.problem = "unreadable", ["not_read"], "encounter"
    processing.finish(row, needs_attention=True)
    _note(session, "submission.read", row, reading)
    referral = arrivals.keep_apart(session, row, reading, practice.deadlines)
    referral.author = row.author
    return referral


def _not_read(session: Session, row: Submission, failure: str | None, practice: Practice) -> UUID | None:
    """In the queue with what the outside says, while the service goes on trying; told once, however often it fails."""
    processing.postpone(row)
    reading = _reading(session, row)
    if reading.level == "unreadable" and reading.problem == failure:
        return None
    reading.level, reading.flags, reading.problem = "unreadable", ["not_read"], failure
    _note(session, "submission.not_read", row, reading)
    return arrivals.keep_apart(session, row, reading, practice.deadlines).id


def fail(session: Session, envelope: UUID, failure: str, practice: Practice) -> UUID | None:
    """For a record that broke a later step: in the queue as it came, and tried again."""
    row = processing.take(session, envelope)
    return _not_read(session, row, failure, practice) if row else None


def postpone(session: Session, envelope: UUID, failure: str, practice: Practice) -> None:
    """For a record that can't even be put in the queue: tried again later, holding up no other."""
    row = processing.take(session, envelope)
    if row is not None:
        processing.postpone(row)
        if row.attempts == 1:
            entries.record(session, "submission.not_read", subject=row.submission, detail={"problem": failure})


def _same(session: Session, row: Submission) -> None:
    """The words of a record that is here already: nothing new for the desk."""
    processing.finish(row)
    arrivals.settle_apart(session, row)
    entries.record(session, "submission.read", subject=row.submission, detail={"same": True})


def _refer(
    session: Session, row: Submission, found: Read, practice: Practice, heard: Heard, *, conflict: bool
) -> Referral | None:
    author = _author(session, row)
    encounter = _join(session, row, author, heard)
    reading = _reading(session, row)
    reading.encounter, reading.author, reading.device = encounter.id, row.author, row.device
    reading.agency, reading.problem = author.agency, found.failure
    if found.payload is None:
        reading.level, reading.flags = "unreadable", ["not_read"]
    else:
        tellings.add(session, row, encounter, reading, found.payload, practice.library)
    odd = {"odd_answers": found.aside, "conflict": conflict}
    odd_times = tellings.oddities(session, row, found.payload)
    readings.flag(reading, *odd_times, *(flag for flag in odd if odd[flag]), *heard.flags)
    session.flush()
    referral = arrivals.refer(session, encounter, practice.deadlines, arrived=row if reading.refers else None)
    arrivals.settle_apart(session, row)
    _note(session, "submission.read" if reading.refers else "submission.kept", row, reading)
    return referral


def _author(session: Session, row: Submission) -> Practitioner:
    author = practitioners.find(session, row.author) if row.author else None
    if author is None:
        raise LookupError("a verified record names its author")
    return author


def _join(session: Session, row: Submission, author: Practitioner, heard: Heard) -> Encounter:
    assert row.encounter is not None
    return joinings.join(
        session,
        row.encounter,
        author=heard.author or author.id,
        agency=heard.agency or author.agency,
        received_at=row.received_at,
    )


def again(session: Session, envelope: UUID, found: Read, practice: Practice) -> UUID | None:
    """Reads a record once more because what is known of the family has changed; its level can only rise."""
    reading = readings.of_envelope(session, envelope)
    if reading is None or not reading.stale or reading.encounter is None:
        return None
    reading.stale = False
    row = session.get_one(Submission, envelope)
    encounter = session.get_one(Encounter, reading.encounter)
    if found.payload:
        tellings.again(session, row, encounter, reading, found.payload, practice.library)
    _note(session, "submission.read", row, reading)
    referral = arrivals.refer(session, encounter, practice.deadlines)
    return referral.id if referral else None


def leave(session: Session, envelope: UUID) -> None:
    """What could not be read again stands as it was read before."""
    reading = readings.of_envelope(session, envelope)
    if reading is not None:
        reading.stale = False
        _note(session, "submission.not_read", session.get_one(Submission, envelope), reading)


def _reading(session: Session, row: Submission) -> Reading:
    reading = readings.of_envelope(session, row.id) or Reading(
        envelope=row.id,
        submission=row.submission,
        form=row.form or "",
        form_version=row.form_version or "",
        amends=row.amends,
        captured_at=row.captured_at,
        received_at=row.received_at,
    )
    session.add(reading)
    return reading


def _note(session: Session, action: str, row: Submission, reading: Reading) -> None:
    detail = {"envelope": str(row.id), "form": reading.form, "level": reading.level, "problem": reading.problem}
    entries.record(session, action, subject=row.submission, detail={k: v for k, v in detail.items() if v})
