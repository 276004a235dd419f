"""Adding, renaming and naming agencies."""

from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base.problems import Problem
from firsthand.identity import rules, words
from firsthand.identity.tables import Agency


def add(session: Session, name: str, kind: str, *, by: UUID | None = None) -> Agency:
    """Raises Problem `invalid`."""
    name = rules.tidied(name)
    _check(session, name, kind)
    agency = Agency(name=name, name_key=name.casefold(), kind=kind)
    session.add(agency)
    entries.record(session, "agency.added", actor=by, subject=agency.id)
    session.flush()
    return agency


def change(session: Session, agency_id: UUID, name: str, kind: str, *, by: UUID) -> Agency:
    """Raises Problem `invalid`, `not-found`."""
    agency = session.get(Agency, agency_id)
    if agency is None:
        raise Problem("not-found")
    name = rules.tidied(name)
    _check(session, name, kind, but=agency_id)
    agency.name, agency.name_key, agency.kind = name, name.casefold(), kind
    entries.record(session, "agency.changed", actor=by, subject=agency.id)
    session.flush()
    return agency


def _check(session: Session, name: str, kind: str, but: UUID | None = None) -> None:
    refusals = {"name": rules.name_refusal(name), "kind": None if kind in words.AGENCY_KINDS else rules.NO_KIND}
    same = session.exec(select(Agency.id).where(Agency.name_key == name.casefold())).first()
    if same not in (None, but):
        refusals["name"] = rules.AGENCY_TAKEN
    rules.insist(refusals)


def everyone(session: Session) -> list[Agency]:
    """By name."""
    return list(session.exec(select(Agency).order_by(col(Agency.name_key))))


def names(session: Session) -> dict[UUID, str]:
    return {agency.id: agency.name for agency in everyone(session)}


def find(session: Session, agency_id: UUID) -> Agency | None:
    return session.get(Agency, agency_id)


def named(session: Session, name: str) -> Agency | None:
    return session.exec(select(Agency).where(Agency.name_key == rules.tidied(name).casefold())).first()
