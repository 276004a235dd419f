"""One reference per (encounter, author as named)."""

from collections.abc import Set
from uuid import UUID

from sqlalchemy import bindparam, tuple_
from sqlmodel import Session, SQLModel, col, select

from firsthand.base import ids
from firsthand.base.inserts import Inserts
from firsthand.base.problems import Problem
from firsthand.intake.tables import Reference

Pair = tuple[UUID, UUID]
_TRIES = 5
_NEW = Inserts(
    SQLModel.metadata.tables["submission_references"], "id", "encounter", "author", "code", unless_there=True
)
_KNOWN = select(Reference.encounter, Reference.author, Reference.code).where(
    tuple_(col(Reference.encounter), col(Reference.author)).in_(bindparam("pairs", expanding=True))
)


def of(session: Session, pairs: Set[Pair]) -> dict[Pair, str]:
    """The reference of each pair, drawn where there is none, and again where that was drawn before."""
    known: dict[Pair, str] = {}
    for _ in range(_TRIES):
        unknown = sorted(pairs - known.keys(), key=_in_order)
        codes = ids.references(len(unknown))
        rows = [(row, *pair, code) for row, pair, code in zip(ids.several(len(unknown)), unknown, codes, strict=True)]
        if _NEW.add(session, rows) == len(unknown):
            return known | dict(zip(unknown, codes, strict=True))
        known = _known(session, pairs)
    raise Problem("unavailable")


def _known(session: Session, pairs: Set[Pair]) -> dict[Pair, str]:
    found = session.execute(_KNOWN, {"pairs": list(pairs)})
    return {(encounter, author): code for encounter, author, code in found}


def _in_order(pair: Pair) -> tuple[int, int]:
    """The same in every process, so that none waits for another that waits for it."""
    return pair[0].int, pair[1].int
