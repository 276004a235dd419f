"""What a score was made without: its scorer is asked to score again, and answers by another score that knows.

A score is compared by what its scorer had been told, never by when it arrived: it may be what is late.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

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
        missed = [each for each in known.missed(score) if (score.id, each) not in held]
        held |= {(row.score, row.encounter): row for row in _ask(session, score, missed)}
    if arrived:
        _answer(session, latest[arrived.author, arrived.encounter], given, held.values())
    _mark(session, given, held.values(), settling=arrived.encounter if arrived else None)


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
        """The first that arrived are those that the service counted when it told the scorer; what came after is not."""
        named, found = self.family.encounters[score.encounter].named, set[UUID]()
        for person in self.people.get(score.encounter, ()):
            others = [each.id for each in self.met[self.family.one_for[person.id]] if each.named != named]
            found.update(others[score.knew.get(str(person.named), 0) :])
        return {each for each in found if (score.author, each) not in self.own}


def _in_order(encounters: Iterable[Encounter]) -> list[Encounter]:
    """As they arrived; without those of which nobody knows when they were, which are not counted either."""
    return sorted((each for each in encounters if each.started_at), key=lambda each: (each.received_at, each.id))


Held = dict[tuple[UUID, UUID], MissedEncounter]


def _held(session: Session, given: Iterable[Score]) -> Held:
    query = select(MissedEncounter).where(col(MissedEncounter.score).in_([each.id for each in given]))
    return {(row.score, row.encounter): row for row in session.exec(query)}


def _ask(session: Session, score: Score, missed: list[UUID]) -> list[MissedEncounter]:
    rows = [MissedEncounter(score=score.id, encounter=each, asked_at=clock.now()) for each in missed]
    if rows:
        session.add_all(rows)
        entries.record(session, "score.asked_again", subject=score.submission, detail={"encounters": len(rows)})
    return rows


def _answer(session: Session, latest: Score, given: list[Score], held: Iterable[MissedEncounter]) -> None:
    """What the latest score was made with is answered for the earlier ones of its author and encounter."""
    earlier = {each.id: each for each in given if _is_of(each, latest) and each is not latest}
    rows = list(held)
    still = {row.encounter for row in rows if row.score == latest.id}
    answered = [row for row in rows if row.score in earlier and not row.answered_at and row.encounter not in still]
    for row in answered:
        row.answered_by, row.answered_at = latest.id, clock.now()
    for score in {row.score: earlier[row.score] for row in answered}.values():
        entries.record(session, "score.answered", subject=score.submission, detail={"by": str(latest.submission)})


def _is_of(score: Score, other: Score) -> bool:
    return (score.author, score.encounter) == (other.author, other.encounter)


def _mark(session: Session, given: list[Score], held: Iterable[MissedEncounter], *, settling: UUID | None) -> None:
    """The flag goes with the last answer. Other encounters than the one that is being settled are referred again."""
    open_ = {row.score for row in held if row.answered_at is None}
    read = select(Reading).where(col(Reading.envelope).in_([each.envelope for each in given]))
    waits = {each.envelope: each.id in open_ for each in given}
    for reading in session.exec(read):
        if waits[reading.envelope] != (SCORED_WITHOUT in reading.flags):
            (readings.flag if waits[reading.envelope] else readings.unflag)(reading, SCORED_WITHOUT)
            reading.stale = reading.encounter != settling
