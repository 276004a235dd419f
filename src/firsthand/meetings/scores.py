"""Scores of meetings: what the pipeline is told of each record, so that no score goes further before the reveal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base.database import after_commit
from firsthand.encounters.payload import Payload
from firsthand.encounters.tables import Encounter
from firsthand.forms.library import Library
from firsthand.intake import processing
from firsthand.intake import rules as envelope_rules
from firsthand.intake.tables import Submission
from firsthand.meetings import openings, rules, scales
from firsthand.meetings.tables import Meeting, MeetingMember, MeetingScore
from firsthand.referrals.practice import NO_MEETING, Heard

NOT_JOINED = Heard(flags=("meeting_not_joined",))


class Hearing:
    """`publish` is told "meeting:<id>:<who>" of each who takes part once a score is counted, from any thread."""

    def __init__(self, library: Library, publish: Callable[[str], None]) -> None:
        self._library, self._publish = library, publish

    def __call__(self, session: Session, row: Submission, said: Payload) -> Heard:
        """What a verified record comes to by the meeting that it names, or of whose scores it corrects one."""
        question = scales.question(self._library, said)
        heard = self._by_name(session, row, said, question)
        corrects = _corrected(session, row) if question and not heard.held_until else None
        return Heard(held_until=corrects) if corrects else heard

    def _by_name(self, session: Session, row: Submission, said: Payload, question: str | None) -> Heard:
        if said.encounter.meeting is None or row.author is None:
            return NO_MEETING
        meeting = _named(session, said.encounter.meeting)
        if meeting is None or meeting.encounter != row.encounter:
            return NOT_JOINED
        standing = openings.standing(session, meeting, row.author)
        scored = question is not None and scales.value(said, question) is not None
        if scored and standing:
            self._count(session, meeting, row.author, row)
        if question and standing and openings.state(meeting) == "open":
            return Heard(held_until=meeting.ends_at)
        if not rules.joins(standing, row.received_at, meeting.revealed_at or meeting.ends_at):
            return NOT_JOINED
        flags = rules.marks(row.received_at, meeting.revealed_at) if scored else ()
        return Heard(flags=flags, author=meeting.chair, agency=meeting.agency)

    def _count(self, session: Session, meeting: Meeting, author: UUID, row: Submission) -> None:
        """Once, however often it is taken up while it is held back; and no more than a look can open."""
        theirs = select(MeetingScore.envelope).where(
            MeetingScore.meeting == meeting.id, MeetingScore.practitioner == author
        )
        counted = session.exec(theirs).all()
        if row.id in counted or len(counted) >= rules.MOST_SCORES:
            return
        session.add(MeetingScore(meeting=meeting.id, practitioner=author, envelope=row.id))
        entries.record(session, "meeting.scored", subject=row.submission, detail={"meeting": str(meeting.id)})
        tell(session, self._publish, meeting)


def topic(meeting: UUID, practitioner: UUID) -> str:
    """By which the open pages of one of those who came hear of it."""
    return f"meeting:{meeting}:{practitioner}"


def tell(session: Session, publish: Callable[[str], None], meeting: Meeting, *besides: UUID) -> None:
    """Those who take part, once it is durable. Who only asked, or was declined, hears of nobody else: see `besides`."""
    for each in sorted({*taking_part(session, meeting), *besides}):
        after_commit(session, partial(publish, topic(meeting.id, each)))


def _named(session: Session, told: object) -> Meeting | None:
    """Under lock: a reveal comes before this record or after it."""
    named = envelope_rules.uuid(told)
    return session.get(Meeting, named, with_for_update=True) if named else None


def _corrected(session: Session, row: Submission) -> datetime | None:
    """Until when another record of its author's is held that it amends, or shares the id of. Under lock, as above."""
    until = processing.held_beside(session, row)
    running = select(Meeting).where(Meeting.ends_at == until, col(Meeting.revealed_at).is_(None)).with_for_update()
    meeting = session.exec(running).first() if until else None
    return until if meeting and openings.state(meeting) == "open" else None


def given_by(session: Session, meeting: Meeting) -> set[UUID]:
    """Those who take part and have scored."""
    scored = set(session.exec(select(MeetingScore.practitioner).where(MeetingScore.meeting == meeting.id)))
    return scored & taking_part(session, meeting)


def taking_part(session: Session, meeting: Meeting) -> set[UUID]:
    """The chair, and whom the chair let in."""
    admitted = select(MeetingMember.practitioner).where(
        MeetingMember.meeting == meeting.id, MeetingMember.standing == "admitted"
    )
    return {meeting.chair, *session.exec(admitted)}


def of(session: Session, meeting: Meeting) -> list[Submission]:
    """What those gave who take part, in order of arrival."""
    query = select(Submission).join(MeetingScore, col(MeetingScore.envelope) == Submission.id)
    rows = session.exec(query.where(MeetingScore.meeting == meeting.id).order_by(col(Submission.received_at)))
    present = taking_part(session, meeting)
    return [row for row in rows if row.author in present and "same-words" not in row.flags]


@dataclass(frozen=True)
class Held:
    """How many scores wait for the reveals of an encounter's meetings, and until when at the latest."""

    scores: int
    until: datetime


def held(session: Session, encounter: Encounter) -> Held | None:
    """Of meetings whose scores will come to this encounter of the chair's agency."""
    query = select(Meeting).where(Meeting.encounter == encounter.named, Meeting.agency == encounter.agency)
    running = [each for each in session.exec(query) if openings.state(each) == "open"]
    waiting = {each.ends_at: count for each in running if (count := _waiting(session, each))}
    return Held(sum(waiting.values()), max(waiting)) if waiting else None


def _waiting(session: Session, meeting: Meeting) -> int:
    """Without what goes elsewhere: it is of somebody who was declined."""
    authors = processing.authors_held(session, meeting.ends_at)
    return sum(openings.standing(session, meeting, each) != "declined" for each in authors if each)
