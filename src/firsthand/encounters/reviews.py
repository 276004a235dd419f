"""What a score was made without: its scorer is asked to score again, and answers by another score that knows.

A score is compared by what its scorer had been told, never by when it arrived: it may be what is late.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base import clock
from firsthand.encounters import readings, scores
from firsthand.encounters.families import Family
from firsthand.encounters.rules import SCORED_WITHOUT
from firsthand.encounters.tables import Encounter, MissedEncounter, Reading, Score
from firsthand.people.tables import Person


def review(session: Session, family: Family, arrived: Score | None = None) -> None:
    """Asks the scorers of a family again where it holds what they did not know of.

    Of several scores of one author and encounter the latest is asked; `arrived`, whose whole family this is, is asked
    in any case, and answers the earlier ones. One statement where nobody scored.
    """
    given = scores.of(session, family.encounters)
    if not given:
        return
    known = _Known.of(session, family, given)
    held = _held(session, given)
    latest = {(each.author, each.encounter): each for each in given}
    asked = [each for each in given if each is latest[each.author, each.encounter] or each is arrived]
    for score in asked:
        asked_before = _asked_before(score, given, held)
        held += _ask(session, score, known.missed(score) - asked_before)
    if arrived:
        held = _answer(session, latest[arrived.author, arrived.encounter], given, held)
    _mark(session, given, held, settling=arrived.encounter if arrived else None)


@dataclass(frozen=True)
class _Known:
    """Who was at which encounters, by the id of the encounter; `own`: those in which an author wrote something."""

    family: Family
    people: dict[UUID, list[Person]]
    met: dict[UUID, list[Encounter]]
    own: set[tuple[UUID | None, UUID | None]]

    @classmethod
    def of(cls, session: Session, family: Family, given: list[Score]) -> "_Known":
        people: dict[UUID, list[Person]] = {}
        for person in family.people:
            people.setdefault(person.encounter, []).append(person)
        met = {one: _in_order(family.encounters[each] for each in theirs) for one, theirs in family.met().items()}
        wrote = select(Reading.author, Reading.encounter).where(
            col(Reading.author).in_({each.author for each in given}), col(Reading.encounter).in_(family.encounters)
        )
        return cls(family, people, met, set(session.exec(wrote)))

    def missed(self, score: Score) -> set[UUID]:
        """Of those whom the scorer named: a person of whom they never heard is news for the desk.

        The first that arrived are those that the service counted when it told the scorer; what came after is not.
        """
        named, found = self.family.encounters[score.encounter].named, set[UUID]()
        for person in (each for each in self.people.get(score.encounter, ()) if str(each.named) in score.knew):
            others = [each.id for each in self.met[self.family.one_for[person.id]] if each.named != named]
            found.update(others[score.knew[str(person.named)] :])
        return {each for each in found if (score.author, each) not in self.own}


def _in_order(encounters: Iterable[Encounter]) -> list[Encounter]:
    """As they arrived; without those of which nobody knows when they were, which are not counted either."""
    return sorted((each for each in encounters if each.started_at), key=lambda each: (each.received_at, each.id))


class _Row(NamedTuple):
    """Of `missed_encounters`, as far as it is needed: there may be thousands."""

    id: UUID
    score: UUID
    encounter: UUID
    asked_at: datetime
    answered_at: datetime | None


_COLUMNS = [getattr(MissedEncounter, name) for name in _Row._fields]


def _held(session: Session, given: Iterable[Score]) -> list[_Row]:
    query = select_columns(*_COLUMNS).where(col(MissedEncounter.score).in_([each.id for each in given]))
    return [_Row(*row) for row in session.execute(query)]


def _asked_before(score: Score, given: list[Score], held: Iterable[_Row]) -> set[UUID]:
    """What this score was asked for already, and what its scorer was asked for before they were told anew."""
    own = {each.id for each in given if _is_of(each, score)}
    told_at = score.told_at
    return {
        row.encounter
        for row in held
        if row.score == score.id or (row.score in own and told_at is not None and row.asked_at <= told_at)
    }


def _ask(session: Session, score: Score, missed: set[UUID]) -> list[_Row]:
    rows = [MissedEncounter(score=score.id, encounter=each, asked_at=clock.now()) for each in sorted(missed)]
    if rows:
        session.add_all(rows)
        session.flush()
        entries.record(session, "score.asked_again", subject=score.submission, detail={"encounters": len(rows)})
    return [_Row(row.id, row.score, row.encounter, row.asked_at, None) for row in rows]


def _answer(session: Session, latest: Score, given: list[Score], held: list[_Row]) -> list[_Row]:
    """What the latest score was made with is answered for the earlier ones of its author and encounter."""
    earlier = {each.id: each for each in given if _is_of(each, latest) and each is not latest}
    still = {row.encounter for row in held if row.score == latest.id}
    answers = [row for row in held if row.score in earlier and not row.answered_at and row.encounter not in still]
    ids, now = {row.id for row in answers}, clock.now()
    for row in session.exec(select(MissedEncounter).where(col(MissedEncounter.id).in_(ids))) if ids else ():
        row.answered_by, row.answered_at = latest.id, now
    for score in {row.score: earlier[row.score] for row in answers}.values():
        by = {"by": str(latest.submission)}
        entries.record(session, "score.answered", actor=latest.author, subject=score.submission, detail=by)
    return [row._replace(answered_at=now) if row.id in ids else row for row in held]


def _is_of(score: Score, other: Score) -> bool:
    return (score.author, score.encounter) == (other.author, other.encounter)


def _mark(session: Session, given: list[Score], held: Iterable[_Row], *, settling: UUID | None) -> None:
    """The flag goes with the last answer. Other encounters than the one that is being settled are referred again."""
    open_ = {row.score for row in held if row.answered_at is None}
    read = select(Reading).where(col(Reading.envelope).in_([each.envelope for each in given]))
    waits = {each.envelope: each.id in open_ for each in given}
    for reading in session.exec(read):
        if waits[reading.envelope] != (SCORED_WITHOUT in reading.flags):
            (readings.flag if waits[reading.envelope] else readings.unflag)(reading, SCORED_WITHOUT)
            reading.stale = reading.stale or reading.encounter != settling
