"""One reference per (encounter, author as named)."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import insert, tuple_
from sqlmodel import Session, col, select

from firsthand.base import ids
from firsthand.intake.tables import Reference

Pair = tuple[UUID, UUID]


def of(session: Session, pairs: Collection[Pair]) -> dict[Pair, str]:
    """The reference of each pair, drawn where there is none. IntegrityError: drawn before, draw again."""
    known = _known(session, pairs)
    drawn = {pair: ids.reference() for pair in sorted(set(pairs) - set(known))}
    if drawn:
        rows = [{"id": ids.new(), "encounter": e, "author": a, "code": code} for (e, a), code in drawn.items()]
        session.exec(insert(Reference), params=rows)
    return known | drawn


def _known(session: Session, pairs: Collection[Pair]) -> dict[Pair, str]:
    wanted = tuple_(col(Reference.encounter), col(Reference.author)).in_(set(pairs))
    found = session.exec(select(Reference.encounter, Reference.author, Reference.code).where(wanted))
    return {(encounter, author): code for encounter, author, code in found}
