"""Opening a meeting, and finding it again: by its code for whoever comes, by its id for whoever takes part."""

from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base import clock, ids
from firsthand.base.problems import Problem
from firsthand.base.sealed import keyed_hash
from firsthand.meetings import rules
from firsthand.meetings.tables import Meeting, MeetingMember
from firsthand.referrals.rules import Viewer

_CHARACTERS = 8
_TRIES = 5


def open(session: Session, chair: Viewer, encounter: UUID, circumstances: str) -> Meeting:  # noqa: A001 - openings.open
    """The one that runs already on this encounter, if one does. Raises Problem `too-many-meetings`, `unavailable`."""
    running = led_by(session, chair.id)
    for meeting in running:
        if meeting.encounter == encounter:
            return meeting
    if len(running) >= rules.MOST_RUNNING:
        raise Problem("too-many-meetings")
    code, now = _drawn(session), clock.now()
    meeting = Meeting(
        encounter=encounter,
        chair=chair.id,
        agency=chair.agency,
        code=code,
        code_hash=_hash(code),
        circumstances=circumstances,
        opened_at=now,
        ends_at=now + rules.LIFE,
    )
    session.add(meeting)
    session.flush()
    detail = {"encounter": str(encounter)}
    entries.record(session, "meeting.opened", actor=chair.id, agency=chair.agency, subject=meeting.id, detail=detail)
    return meeting


def led_by(session: Session, chair: UUID) -> list[Meeting]:
    """What was revealed is over for whoever opens the next one."""
    mine = select(Meeting).where(Meeting.chair == chair, col(Meeting.ends_at) > clock.now())
    return list(session.exec(mine.where(col(Meeting.revealed_at).is_(None))))


def _drawn(session: Session) -> str:
    """A code that no meeting ever had."""
    for _ in range(_TRIES):
        code = ids.characters(_CHARACTERS)
        if session.exec(select(Meeting.id).where(Meeting.code_hash == _hash(code))).first() is None:
            return code
    raise Problem("unavailable")


def _hash(code: str) -> str:
    return keyed_hash("meetings.code", code)


def spoken(code: str) -> str:
    """As people read it to each other: 7K3M-Q9TC."""
    return f"{code[:4]}-{code[4:]}"


def by_code(session: Session, typed: str) -> Meeting | None:
    """One that has not ended."""
    code = _hash(ids.as_typed(typed))
    query = select(Meeting).where(Meeting.code_hash == code, col(Meeting.ends_at) > clock.now())
    return session.exec(query).first()


def state(meeting: Meeting) -> rules.State:
    return rules.state(meeting.revealed_at, meeting.ends_at, clock.now())


def standing(session: Session, meeting: Meeting, practitioner: UUID) -> str | None:
    """chair, admitted, asked or declined; none for anybody else."""
    if practitioner == meeting.chair:
        return "chair"
    member = select(MeetingMember.standing).where(
        MeetingMember.meeting == meeting.id, MeetingMember.practitioner == practitioner
    )
    return session.exec(member).first()


def find(session: Session, meeting: UUID, viewer: UUID) -> tuple[Meeting, str]:
    """And how the viewer stands in it. Whoever never came learns nothing: Problem `not-found`."""
    found = session.get(Meeting, meeting)
    how = standing(session, found, viewer) if found else None
    if found is None or how is None:
        raise Problem("not-found")
    return found, how


def led(session: Session, meeting: UUID, chair: UUID) -> Meeting:
    """For changing what only its chair may, while it is open. Raises Problem `not-found`, `not-allowed`, `conflict`."""
    found, how = find(session, meeting, chair)
    if how != "chair":
        raise rules.NOT_THE_CHAIR.raised()
    session.refresh(found, with_for_update=True)
    if refused := rules.over(state(found)):
        raise refused.raised("conflict")
    return found
