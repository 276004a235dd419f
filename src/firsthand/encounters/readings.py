"""What the service made of each submission of an encounter."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.encounters.tables import Reading


def of(session: Session, encounter: UUID) -> list[Reading]:
    """In order of arrival."""
    query = select(Reading).where(Reading.encounter == encounter)
    return list(session.exec(query.order_by(col(Reading.received_at), col(Reading.id))))


def of_envelope(session: Session, envelope: UUID) -> Reading | None:
    return session.exec(select(Reading).where(Reading.envelope == envelope)).first()


def by_author(session: Session, author: UUID) -> list[Reading]:
    """The latest first."""
    query = select(Reading).where(Reading.author == author)
    return list(session.exec(query.order_by(col(Reading.received_at).desc(), col(Reading.id))))


def flag(reading: Reading, *flags: str) -> None:
    reading.flags = list(dict.fromkeys([*reading.flags, *flags]))


def unflag(reading: Reading, flag: str) -> None:
    reading.flags = [each for each in reading.flags if each != flag]


def make_stale(session: Session, encounters: Iterable[UUID]) -> None:
    """Their levels are computed again: what is known of the family has changed."""
    query = select(Reading).where(col(Reading.encounter).in_(list(encounters)), col(Reading.level).is_not(None))
    for reading in session.exec(query):
        reading.stale = True


def make_stale_of(session: Session, forms: Collection[tuple[str, str]]) -> None:
    """What was read without its form is read again where the form, by (id, version), is here now."""
    query = select(Reading).where(Reading.level == "unreadable", col(Reading.encounter).is_not(None))
    for reading in session.exec(query):
        if "unknown_form" in reading.flags and (reading.form, reading.form_version) in forms:
            reading.stale = True


def stale(session: Session, limit: int = 25) -> list[UUID]:
    """Envelopes to read again."""
    return list(session.exec(select(Reading.envelope).where(col(Reading.stale).is_(True)).limit(limit)))


def of_submission(session: Session, submission: UUID) -> list[Reading]:
    """One for each verified envelope of an id; more than one is a conflict."""
    query = select(Reading).where(Reading.submission == submission, col(Reading.encounter).is_not(None))
    return list(session.exec(query.order_by(col(Reading.received_at))))
