"""Turning a language on and off. Each is in the audit log; doing it twice changes nothing."""

from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base import clock
from firsthand.languages.tables import OfferedLanguage


class Offers(NamedTuple):
    """Locales: `on` now, and those that `ever` were, for drafts that were begun in them."""

    on: frozenset[str] = frozenset()
    ever: frozenset[str] = frozenset()


def of(session: Session) -> Offers:
    found = session.exec(select(OfferedLanguage)).all()
    return Offers(
        frozenset(each.locale for each in found if each.turned_off_at is None),
        frozenset(each.locale for each in found),
    )


def standing(session: Session) -> dict[str, OfferedLanguage]:
    """What is on now, by locale."""
    on = select(OfferedLanguage).where(col(OfferedLanguage.turned_off_at).is_(None))
    return {each.locale: each for each in session.exec(on)}


def turn_on(session: Session, locale: str, *, by: UUID) -> None:
    if locale not in standing(session):
        offer = OfferedLanguage(locale=locale, turned_on_by=by)
        session.add(offer)
        entries.record(session, "language.turned_on", actor=by, subject=offer.id, detail={"locale": locale})


def turn_off(session: Session, locale: str, *, by: UUID) -> None:
    """Drafts that were begun in it are still finished in it."""
    offer = standing(session).get(locale)
    if offer is not None:
        offer.turned_off_at, offer.turned_off_by = clock.now(), by
        entries.record(session, "language.turned_off", actor=by, subject=offer.id, detail={"locale": locale})
