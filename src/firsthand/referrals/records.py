"""Opening what is sealed, for whoever is entitled; no record is opened before the look is in the audit log."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.audit.tables import AuditEntry
from firsthand.base.problems import Problem
from firsthand.encounters import histories, joinings, missed, payload, readings
from firsthand.encounters.payload import Payload
from firsthand.encounters.tables import Encounter
from firsthand.intake import openings, processing
from firsthand.intake.tables import Submission
from firsthand.people import links, persons
from firsthand.people.tables import Person
from firsthand.referrals import acts, decisions, gradings, reopenings, rules, settlements
from firsthand.referrals.rules import Viewer
from firsthand.referrals.tables import Referral
from firsthand.referrals.views import Known, Look, Record, Whole


def look(session: Session, referral: UUID, viewer: Viewer) -> Look:
    """In a write, before `open`. Raises Problem `not-found` or `not-allowed`."""
    acts.allow(rules.may_open(viewer))
    if session.get(Referral, referral) is None:
        raise Problem("not-found")
    entry = entries.record(session, "referral.viewed", actor=viewer.id, agency=viewer.agency, subject=referral)
    return Look(referral, None, viewer.id, entry.at)


def look_at_own(session: Session, submission: UUID, viewer: Viewer) -> Look:
    """In a write, before `open_one`. Whoever may not know of it learns nothing: Problem `not-found`."""
    rows = _rows(session, submission)
    if not any(row.verified and row.author == viewer.id for row in rows):
        raise Problem("not-found")
    entry = entries.record(session, "submission.viewed", actor=viewer.id, agency=viewer.agency, subject=submission)
    return Look(None, submission, viewer.id, entry.at)


def open(session: Session, seen: Look) -> Whole:  # noqa: A001 - called as records.open
    """Raises Problem `not-found`."""
    referral = session.get(Referral, seen.referral) if seen.referral else None
    if referral is None:
        raise Problem("not-found")
    encounter = session.get(Encounter, referral.encounter) if referral.encounter else None
    opened = of(session, referral)
    sent = list(dict.fromkeys(each.row.submission for each in opened))
    pasts = _pasts(session, encounter)
    household = histories.at_same_address(session, encounter.id) if encounter else []
    linked = {past.id for theirs in pasts.values() for past in theirs}
    referred = at_desk(session, linked | {past.id for past in household})
    return Whole(
        referral,
        encounter,
        opened,
        people=_known(session, encounter, pasts, referred) if encounter else [],
        household=[past for past in household if past.id in referred and past.id not in linked],
        links=links.of(session, [person.id for person in _present(session, encounter)]),
        referrals=referred,
        others=joinings.named_by(session, encounter) if encounter else [],
        gradings=gradings.of(session, referral.id),
        decisions=decisions.of(session, referral.id),
        reopenings=reopenings.of(session, referral.id),
        timeline=_timeline(session, [referral.id, *sent]),
        conflicts=settlements.waiting(session, sent),
    )


def of(session: Session, referral: Referral) -> list[Record]:
    """In order of arrival; for who has shown a proof that the look is written down."""
    return [_opened(session, row) for row in _envelopes(session, referral)]


def open_one(session: Session, seen: Look) -> list[Record]:
    """The viewer's own verified records of one submission, the first first: more than one when they conflict.

    The same words in a second envelope are not told again. Raises Problem `not-found`.
    """
    if seen.submission is None:
        raise Problem("not-found")
    own = [row for row in _rows(session, seen.submission) if row.verified and row.author == seen.viewer]
    return [_opened(session, row) for row in own if "same-words" not in row.flags]


def _rows(session: Session, submission: UUID) -> Sequence[Submission]:
    same_id = select(Submission).where(Submission.submission == submission)
    return session.exec(same_id.order_by(col(Submission.received_at), col(Submission.id))).all()


def _envelopes(session: Session, referral: Referral) -> list[Submission]:
    """What was kept for its author's agency is not for the desk."""
    if referral.encounter is None:
        row = session.get(Submission, referral.envelope)
        return [row] if row and not processing.is_held(row) else []
    shown = [reading.envelope for reading in readings.of(session, referral.encounter) if reading.refers]
    return [session.get_one(Submission, envelope) for envelope in shown]


def _opened(session: Session, row: Submission) -> Record:
    reading = readings.of_envelope(session, row.id)
    flags = reading.flags if reading else []
    try:
        found = openings.open(session, row)
    except Exception:  # noqa: BLE001 - a record that breaks the service is shown by its outside
        return Record(row, reading, None, None, list(dict.fromkeys([*row.flags, *flags])))
    findings = list(dict.fromkeys([*found.findings, *row.flags, *flags]))
    without = missed.of_envelope(session, row.id)
    return Record(row, reading, _payload(found.payload), found.payload, findings, without)


def _payload(raw: dict[str, Any] | None) -> Payload | None:
    try:
        return payload.read(raw)[0] if raw is not None else None
    except payload.Unreadable:
        return None


def _present(session: Session, encounter: Encounter | None) -> list[Person]:
    """Children first, then the victim."""
    order = {"child": 0, "victim": 1}
    people = persons.of_encounter(session, encounter.id) if encounter else []
    return sorted(people, key=lambda each: order.get("child" if each.is_child else each.role, 2))


def _pasts(session: Session, encounter: Encounter | None) -> dict[UUID, list[Encounter]]:
    return {person.id: histories.of_person(session, person) for person in _present(session, encounter)}


def _known(
    session: Session, encounter: Encounter, pasts: dict[UUID, list[Encounter]], referred: dict[UUID, Referral]
) -> list[Known]:
    """What was kept for its author's agency is not counted either."""
    until = encounter.started_at or encounter.received_at
    known = []
    for person in _present(session, encounter):
        shown = [past for past in pasts[person.id] if past.id in referred]
        known.append(Known(person, histories.counted(person, shown, until)))
    return known


def at_desk(session: Session, encounters: Iterable[UUID]) -> dict[UUID, Referral]:
    """Those of these encounters that are at the desk."""
    query = select(Referral).where(col(Referral.encounter).in_(list(encounters)))
    return {referral.encounter: referral for referral in session.exec(query) if referral.encounter}


def _timeline(session: Session, subjects: list[UUID]) -> list[AuditEntry]:
    found = [entry for subject in subjects for entry in entries.about(session, subject)]
    return sorted(found, key=lambda entry: (entry.at, entry.id))
