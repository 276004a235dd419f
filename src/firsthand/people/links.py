"""Links between persons: exact agreement of a key makes one; anybody entitled may undo it later."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.people.tables import Link, Person, PersonKey

_MANY = 500
"""More rows than this under one key is a stand-in, not a person: the latest are linked."""


def make(session: Session, person: Person) -> list[UUID]:
    """Links a person to everyone whose NHS number, or name and birth date, are the same; the newly linked ids."""
    linked = []
    for other, because in _agreeing(session, person).items():
        one, two = sorted((person.id, other))
        link = session.exec(select(Link).where(Link.one == one, Link.other == two)).first()
        if link is None:
            session.add(Link(one=one, other=two, because=sorted(because)))
            linked.append(other)
        elif not because <= set(link.because):
            link.because = sorted({*link.because, *because})
    if linked:
        session.flush()
        entries.record(session, "people.linked", subject=person.id, detail={"to": [str(each) for each in linked]})
    return linked


def _agreeing(session: Session, person: Person) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    for kind, key in session.exec(select(PersonKey.kind, PersonKey.key).where(PersonKey.person == person.id)).all():
        same = (
            select(Person.id)
            .join(PersonKey, col(PersonKey.person) == Person.id)
            .where(PersonKey.kind == kind, PersonKey.key == key, Person.encounter != person.encounter)
            .order_by(col(Person.id).desc())
            .limit(_MANY)
        )
        for other in session.exec(same):
            found.setdefault(other, set()).add(kind)
    return found


def linked(session: Session, people: Iterable[UUID]) -> set[UUID]:
    """These persons and everyone whom links that stand lead to."""
    reached = set(people)
    edge = reached
    while edge and len(reached) < _MANY:
        edge = _neighbours(session, edge) - reached
        reached |= edge
    return reached


def _neighbours(session: Session, people: set[UUID]) -> set[UUID]:
    touching = select(Link.one, Link.other).where(
        or_(col(Link.one).in_(people), col(Link.other).in_(people)), col(Link.undone_at).is_(None)
    )
    return {person for pair in session.exec(touching) for person in pair}


def because(session: Session, people: Iterable[UUID]) -> list[Link]:
    """The links that stand and touch any of these persons: who was found, and which keys agreed."""
    wanted = list(people)
    touching = or_(col(Link.one).in_(wanted), col(Link.other).in_(wanted))
    return list(session.exec(select(Link).where(touching, col(Link.undone_at).is_(None))))
