"""Seeing what is sealed, written down before it is opened."""

from sqlmodel import Session, select

from firsthand.audit import entries
from firsthand.audit.tables import AuditEntry
from firsthand.meetings.tables import Meeting
from firsthand.referrals.rules import Viewer


def at_people(session: Session, meeting: Meeting, viewer: Viewer) -> None:
    """Who they are and what is known of them, as numbers: once for each who takes part, however often it is shown."""
    seen = select(AuditEntry.id).where(
        AuditEntry.subject == meeting.id, AuditEntry.actor == viewer.id, AuditEntry.action == "meeting.people_viewed"
    )
    if session.exec(seen).first() is None:
        _record(session, "meeting.people_viewed", meeting, viewer)


def at_scores(session: Session, meeting: Meeting, viewer: Viewer) -> None:
    """Each time."""
    _record(session, "meeting.scores_viewed", meeting, viewer)


def _record(session: Session, action: str, meeting: Meeting, viewer: Viewer) -> None:
    entries.record(session, action, actor=viewer.id, agency=viewer.agency, subject=meeting.id)
