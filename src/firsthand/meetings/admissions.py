"""Who takes part: asking with the code, and being let in by the chair, by name."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base import clock
from firsthand.base.problems import Problem
from firsthand.base.sealed import keyed_hash
from firsthand.identity import throttles
from firsthand.identity.throttles import Rate
from firsthand.meetings import openings, rules
from firsthand.meetings.tables import Meeting, MeetingMember
from firsthand.referrals.rules import Viewer

GUESSES = Rate(5, timedelta(minutes=10))


@dataclass(frozen=True)
class Asked:
    """`standing` is chair, admitted or asked."""

    meeting: UUID
    standing: str


def ask(session: Session, person: Viewer, code: str) -> Asked | None:
    """None: no meeting takes anybody in under this code, and the try is counted.

    Raises Problem `slow-down` after five such, and `meeting-full`.
    """
    guesses = {keyed_hash("throttle.meeting", str(person.id)): GUESSES}
    throttles.refuse(session, guesses)
    meeting = openings.by_code(session, code)
    standing = _standing(session, meeting, person) if meeting else None
    if meeting is None or standing is None:
        throttles.count(session, guesses)
        return None
    return Asked(meeting.id, standing)


def _standing(session: Session, meeting: Meeting, person: Viewer) -> str | None:
    """Nobody new comes after the reveal; whom the chair declined may ask again."""
    held = openings.standing(session, meeting, person.id)
    if held in rules.PRESENT:
        return held
    if meeting.revealed_at is not None:
        return None
    if held != "asked":
        _add(session, meeting, person)
    return "asked"


def _add(session: Session, meeting: Meeting, person: Viewer) -> None:
    members = of(session, meeting.id)
    member = next((each for each in members if each.practitioner == person.id), None)
    if member is None:
        if len(members) >= rules.MOST_MEMBERS:
            raise Problem("meeting-full")
        member = MeetingMember(meeting=meeting.id, practitioner=person.id, agency=person.agency)
    member.standing, member.asked_at, member.answered_at = "asked", clock.now(), None
    session.add(member)
    entries.record(session, "meeting.asked", actor=person.id, agency=person.agency, subject=meeting.id)


def of(session: Session, meeting: UUID) -> list[MeetingMember]:
    """In the order in which they asked first."""
    members = select(MeetingMember).where(MeetingMember.meeting == meeting)
    return list(session.exec(members.order_by(col(MeetingMember.id))))


def answer(session: Session, meeting: UUID, chair: Viewer, practitioner: UUID, *, admitted: bool) -> None:
    """Either way, until the reveal. Raises Problem `not-found`, `not-allowed`, `conflict`."""
    led = openings.led(session, meeting, chair.id)
    member = next((each for each in of(session, led.id) if each.practitioner == practitioner), None)
    if member is None:
        raise Problem("not-found")
    member.standing, member.answered_at = "admitted" if admitted else "declined", clock.now()
    entries.record(
        session,
        "meeting.admitted" if admitted else "meeting.declined",
        actor=chair.id,
        agency=chair.agency,
        subject=led.id,
        detail={"practitioner": str(practitioner)},
    )
