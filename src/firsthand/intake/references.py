"""One reference per (encounter, author as named)."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import bindparam, insert, tuple_
from sqlmodel import Session, SQLModel, col, select

from firsthand.base import ids
from firsthand.intake.tables import Reference

Pair = tuple[UUID, UUID]
_NEW = insert(SQLModel.metadata.tables["submission_references"])
_KNOWN = select(Reference.encounter, Reference.author, Reference.code).where(
    tuple_(col(Reference.encounter), col(Reference.author)).in_(bindparam("pairs", expanding=True))
)


def of(session: Session, pairs: Collection[Pair]) -> dict[Pair, str]:
    """The reference of each pair, drawn where there is none. IntegrityError: drawn before, draw again."""
    known = _known(session, pairs)
    drawn = {pair: ids.reference() for pair in sorted(set(pairs) - set(known))}
    if drawn:
        rows = [{"id": ids.new(), "encounter": e, "author": a, "code": code} for (e, a), code in drawn.items()]
        session.exec(_NEW, params=rows)
    return known | drawn


def _known(session: Session, pairs: Collection[Pair]) -> dict[Pair, str]:
    found = session.exec(_KNOWN, params={"pairs": list(pairs)})
    return {(encounter, author): code for encounter, author, code in found}
