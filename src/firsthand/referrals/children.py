"""One child across encounters, for whoever is entitled; nothing opens before the look is in the audit log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base.problems import Problem
from firsthand.encounters import histories
from firsthand.encounters.histories import History
from firsthand.encounters.tables import Encounter
from firsthand.people import links
from firsthand.people.tables import Person
from firsthand.referrals import acts, records, rules
from firsthand.referrals.rules import Viewer
from firsthand.referrals.tables import Referral
from firsthand.referrals.views import Record

MOST = 40
"""Encounters that are opened at once, the latest; a page of more is read by nobody."""


@dataclass(frozen=True)
class Sight:
    """Proof that somebody entitled was written down as having looked. `person` as one encounter names the child."""

    person: Person
    viewer: UUID
    at: datetime


@dataclass(frozen=True)
class Chapter:
    """One encounter that names the child, under the ids `named`. `records` in order of arrival."""

    encounter: Encounter
    referral: Referral
    named: frozenset[UUID]
    records: list[Record]


@dataclass(frozen=True)
class Child:
    """`chapters`: the latest first.

    `unopened`: encounters before those, by their referrals.
    """

    person: Person
    history: History
    chapters: list[Chapter]
    unopened: list[Referral]


def look(session: Session, person: UUID, viewer: Viewer) -> Sight:
    """In a write, before `open`. Raises Problem `not-found` or `not-allowed`."""
    acts.allow(rules.may_open(viewer))
    found = session.get(Person, person)
    if found is None or not found.is_child or found.encounter not in records.at_desk(session, [found.encounter]):
        raise Problem("not-found")
    about = [str(each.id) for each in records.at_desk(session, _encounters(session, found)).values()]
    detail = {"referrals": about}
    entry = entries.record(
        session, "child.viewed", actor=viewer.id, agency=viewer.agency, subject=person, detail=detail
    )
    return Sight(found, viewer.id, entry.at)


def _encounters(session: Session, person: Person) -> list[UUID]:
    return [each.id for each in histories.of_person(session, person)]


def open(session: Session, seen: Sight) -> Child:  # noqa: A001 - called as children.open
    """What was kept for its author's agency is not among it."""
    rows = _rows(session, seen.person)
    encounters = histories.of_person(session, seen.person)
    referred = records.at_desk(session, [each.id for each in encounters])
    met = [each for each in encounters if each.id in referred]
    return Child(
        seen.person,
        histories.counted(seen.person, met, seen.at),
        [_chapter(session, each, referred[each.id], rows) for each in met[:MOST]],
        [referred[each.id] for each in met[MOST:]],
    )


def _chapter(session: Session, encounter: Encounter, referral: Referral, rows: Sequence[Person]) -> Chapter:
    named = frozenset(row.named for row in rows if row.encounter == encounter.id)
    return Chapter(encounter, referral, named, records.of(session, referral))


def _rows(session: Session, person: Person) -> Sequence[Person]:
    return session.exec(select(Person).where(col(Person.id).in_(links.linked(session, [person.id])))).all()
