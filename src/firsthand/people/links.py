"""Links between persons: exact agreement of a key makes one; one that was undone is not made again."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.people import persons, rules
from firsthand.people.rules import Description
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
    return _walked(session, people)[0]


def together(session: Session, people: Iterable[UUID]) -> dict[UUID, UUID]:
    """Those of `linked`, each with one id that stands for the human being: the least of its rows."""
    reached, pairs = _walked(session, people)
    return rules.together(reached, pairs)


def _walked(session: Session, people: Iterable[UUID]) -> tuple[set[UUID], set[tuple[UUID, UUID]]]:
    reached, pairs = set(people), set[tuple[UUID, UUID]]()
    edge = reached
    while edge and len(reached) < _MANY:
        touching = set(_pairs(session, edge))
        edge = {person for pair in touching for person in pair} - reached
        reached, pairs = reached | edge, pairs | touching
    return reached, pairs


def of_described(session: Session, people: Mapping[UUID, Description]) -> dict[UUID, set[UUID]]:
    """The rows that a person so described would be linked to; whoever is described too little for it is left out."""
    keys = {each: theirs for each, told in people.items() if (theirs := persons.keys(told))}
    wanted = {key for theirs in keys.values() for _, key in theirs}
    held = select(PersonKey.kind, PersonKey.key, PersonKey.person).where(col(PersonKey.key).in_(wanted))
    found: dict[tuple[str, str], set[UUID]] = {}
    for kind, key, person in session.exec(held.order_by(col(PersonKey.person).desc()).limit(_MANY * len(people))):
        found.setdefault((kind, key), set()).add(person)
    return {each: {row for key in theirs for row in found.get(key, ())} for each, theirs in keys.items()}


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
