"""What somebody who came to a meeting may see of it now: who is in and who has scored; after the reveal, the scores."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from firsthand.base import clock
from firsthand.base.problems import Refusal
from firsthand.encounters import pasts
from firsthand.encounters.pasts import Past
from firsthand.encounters.payload import Person
from firsthand.forms.library import Library
from firsthand.meetings import admissions, looks, openings, people, rules, scores
from firsthand.meetings.ranges import Range, ranges
from firsthand.meetings.tables import Meeting, MeetingMember
from firsthand.referrals.rules import Viewer


@dataclass(frozen=True)
class Participant:
    """Somebody who takes part."""

    practitioner: UUID
    agency: UUID
    chairs: bool
    scored: bool
    abstains: bool = False


@dataclass(frozen=True)
class Known:
    """Somebody whom the meeting is about, and what is known of them from before; none where it can't be looked up."""

    person: Person
    past: Past | None


@dataclass(frozen=True)
class Board:
    """`standing` and `state` as in the API. All else but the chair is empty for whoever is not in, or once it ended.

    `code` and `waiting` (asked, and declined) are for the chair. `not_yet`: why the chair can't reveal.
    """

    meeting: UUID
    viewer: UUID
    chair: UUID
    standing: str
    state: rules.State
    ends_at: datetime
    code: str = ""
    participants: list[Participant] = field(default_factory=list)
    waiting: list[MeetingMember] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    not_yet: Refusal | None = None

    @property
    def own(self) -> Participant | None:
        return next((each for each in self.participants if each.practitioner == self.viewer), None)

    @property
    def agencies(self) -> dict[UUID, UUID]:
        """Of those who take part."""
        return {each.practitioner: each.agency for each in self.participants}

    @property
    def missing(self) -> int:
        """Who takes part and has not scored."""
        return sum(not (each.scored or each.abstains) for each in self.participants)


@dataclass(frozen=True)
class Look:
    """Proof that what is shown was written down; no board opens without it."""

    meeting: Meeting
    standing: str
    state: rules.State
    viewer: UUID


def look(session: Session, meeting: UUID, viewer: Viewer) -> Look:
    """In a write, before `open`. Raises Problem `not-found`."""
    found, standing = openings.find(session, meeting, viewer.id)
    state = openings.state(found)
    if standing in rules.PRESENT and state != "ended":
        looks.at_people(session, found, viewer)
        if state == "revealed":
            looks.at_scores(session, found, viewer)
    return Look(found, standing, state, viewer.id)


def open(session: Session, seen: Look, library: Library) -> Board:  # noqa: A001 - called as boards.open
    meeting = session.get_one(Meeting, seen.meeting.id)
    outside = (meeting.id, seen.viewer, meeting.chair, seen.standing, seen.state, meeting.ends_at)
    if seen.standing not in rules.PRESENT or seen.state == "ended":
        return Board(*outside)
    chairs = seen.standing == "chair" and seen.state == "open"
    return Board(
        *outside,
        code=openings.spoken(meeting.code) if chairs else "",
        participants=list(_participants(session, meeting)),
        waiting=_waiting(session, meeting) if chairs else [],
        known=_known(session, meeting),
        ranges=ranges(session, meeting, people.of(meeting), library) if seen.state == "revealed" else [],
        not_yet=_not_yet(session, meeting) if chairs else None,
    )


def _participants(session: Session, meeting: Meeting) -> Iterable[Participant]:
    """The chair first."""
    scored = scores.given_by(session, meeting)
    yield Participant(meeting.chair, meeting.agency, True, meeting.chair in scored, meeting.chair_abstains)
    for member in admissions.of(session, meeting.id):
        if member.standing == "admitted":
            yield Participant(member.practitioner, member.agency, False, member.practitioner in scored)


def _waiting(session: Session, meeting: Meeting) -> list[MeetingMember]:
    """Who asks, then who was declined."""
    members = [each for each in admissions.of(session, meeting.id) if each.standing != "admitted"]
    return sorted(members, key=lambda each: each.standing != "asked")


def _not_yet(session: Session, meeting: Meeting) -> Refusal | None:
    scored = scores.given_by(session, meeting)
    return rules.may_reveal(scored=scored, chair=meeting.chair, abstains=meeting.chair_abstains)


def _known(session: Session, meeting: Meeting) -> list[Known]:
    """Without the meeting itself, so that whoever scores last is told no more of it than who scored first."""
    now = clock.now()
    found = pasts.found(session, people.described(meeting, now.date())).pasts(now, besides=meeting.encounter)
    return [Known(person, found.get(person.id)) for person in people.of(meeting)]
