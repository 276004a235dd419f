"""The moment when all see the scores together, and what the chair has to do before."""

from uuid import UUID

from sqlmodel import Session

from firsthand.audit import entries
from firsthand.base import clock
from firsthand.intake import processing
from firsthand.meetings import openings, rules, scores
from firsthand.meetings.tables import Meeting
from firsthand.referrals.rules import Viewer


def abstain(session: Session, meeting: UUID, chair: Viewer) -> None:
    """The chair does not score. Raises Problem `not-found`, `not-allowed`, `conflict`."""
    led = openings.led(session, meeting, chair.id)
    if chair.id in scores.given_by(session, led):
        raise rules.HAS_SCORED.raised("conflict")
    led.chair_abstains = True
    _note(session, "meeting.chair_abstained", led, chair)


def reveal(session: Session, meeting: UUID, chair: Viewer) -> None:
    """Final. What was held back goes on to the desk. Raises Problem `not-found`, `not-allowed`, `conflict`."""
    led = openings.led(session, meeting, chair.id)
    scored = scores.given_by(session, led)
    if refused := rules.may_reveal(scored=scored, chair=led.chair, abstains=led.chair_abstains):
        raise refused.raised("conflict")
    led.revealed_at = clock.now()
    processing.release(session, led.ends_at)
    _note(session, "meeting.revealed", led, chair)


def _note(session: Session, action: str, meeting: Meeting, chair: Viewer) -> None:
    entries.record(session, action, actor=chair.id, agency=chair.agency, subject=meeting.id)
