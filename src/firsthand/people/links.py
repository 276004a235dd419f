"""Links between persons: exact agreement of a key makes one; one that was undone is not made again."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.people.tables import Link, Person, PersonKey

_MANY = 500
"""More rows than this under one key is a stand-in, not a person: the latest are linked."""


def make(session: Session, people: Sequence[Person]) -> int:
    """Links persons of one encounter to whoever has the same NHS number, or name and birth date; how many are new."""
    found = _agreeing(session, people) if people else {}
    if not found:
        return 0
    standing = {(each.one, each.other): each for each in of(session, [each.id for each in people], undone=True)}
    made = {pair: kinds for pair, kinds in found.items() if pair not in standing}
    for pair, link in standing.items():
        if not found.get(pair, set()) <= set(link.because):
            link.because = sorted({*link.because, *found[pair]})
    session.add_all(Link(one=one, other=other, because=sorted(kinds)) for (one, other), kinds in made.items())
    if made:
        session.flush()
        pairs = [[str(one), str(other)] for one, other in made]
        entries.record(session, "people.linked", subject=people[0].encounter, detail={"pairs": pairs})
    return len(made)


def _agreeing(session: Session, people: Sequence[Person]) -> dict[tuple[UUID, UUID], set[str]]:
    mine, theirs = aliased(PersonKey), aliased(PersonKey)
    same = (
        select(mine.person, theirs.person, mine.kind)
        .join(theirs, and_(col(theirs.kind) == mine.kind, col(theirs.key) == mine.key))
        .join(Person, col(Person.id) == theirs.person)
        .where(col(mine.person).in_([each.id for each in people]), Person.encounter != people[0].encounter)
        .order_by(col(theirs.person).desc())
        .limit(_MANY)
    )
    found: dict[tuple[UUID, UUID], set[str]] = {}
    for one, other, kind in session.exec(same):
        found.setdefault((min(one, other), max(one, other)), set()).add(kind)
    return found


def linked(session: Session, people: Iterable[UUID]) -> set[UUID]:
    """These persons and everyone whom links that stand lead to."""
    reached = set(people)
    edge = reached
    while edge and len(reached) < _MANY:
        edge = {person for pair in _pairs(session, edge) for person in pair} - reached
        reached |= edge
    return reached


def _pairs(session: Session, people: Iterable[UUID]) -> Iterable[tuple[UUID, UUID]]:
    """The two ends alone: whole rows cost many times as much, and a family is walked at every look."""
    wanted = list(people)
    touching = or_(col(Link.one).in_(wanted), col(Link.other).in_(wanted))
    return session.exec(select(Link.one, Link.other).where(touching, col(Link.undone_at).is_(None)))


def of(session: Session, people: Iterable[UUID], *, undone: bool = False) -> list[Link]:
    """The links that touch any of these persons: who was found, and which keys agreed."""
    wanted = list(people)
    touching = select(Link).where(or_(col(Link.one).in_(wanted), col(Link.other).in_(wanted)))
    return list(session.exec(touching if undone else touching.where(col(Link.undone_at).is_(None))))
