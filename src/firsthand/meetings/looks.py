"""Seeing what is sealed, written down before it is opened."""

from typing import Any

from sqlmodel import Session, select

from firsthand.audit import entries
from firsthand.audit.tables import AuditEntry
from firsthand.base import clock
from firsthand.encounters import pasts
from firsthand.meetings import people
from firsthand.meetings.tables import Meeting
from firsthand.referrals.rules import Viewer


def at_people(session: Session, meeting: Meeting, viewer: Viewer) -> None:
    """Who they are and what is known of them, as numbers: once for each who takes part, however often it is shown."""
    seen = select(AuditEntry.id).where(
        AuditEntry.subject == meeting.id, AuditEntry.actor == viewer.id, AuditEntry.action == "meeting.people_viewed"
    )
    if session.exec(seen).first() is None:
        _record(session, "meeting.people_viewed", meeting, viewer, _found(session, meeting))


def _found(session: Session, meeting: Meeting) -> dict[str, Any]:
    """As whoever asks after people by themselves leaves it."""
    asked = people.described(meeting, clock.now().date())
    return {"people": len(asked), "found": [str(each) for each in pasts.found(session, asked).people]}


def at_scores(session: Session, meeting: Meeting, viewer: Viewer) -> None:
    """Each time."""
    _record(session, "meeting.scores_viewed", meeting, viewer)


def _record(
    session: Session, action: str, meeting: Meeting, viewer: Viewer, detail: dict[str, Any] | None = None
) -> None:
    entries.record(session, action, actor=viewer.id, agency=viewer.agency, subject=meeting.id, detail=detail)
