"""Any sequence of coming, letting in, scoring, revealing and waiting: no score is early, none is lost."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, get_state_machine_test, initialize, invariant, rule
from sqlmodel import Session, col, delete, select

from faults.rounds import Rounds
from firsthand.base import clock, ids
from firsthand.base.database import Database
from firsthand.base.problems import Problem
from firsthand.base.settings import Settings
from firsthand.encounters.tables import Reading
from firsthand.identity.tables import Throttle
from firsthand.intake.tables import Submission
from firsthand.meetings import boards
from firsthand.pipeline import Pipeline
from support.authors import Author
from support.desk import Desk, library
from support.table import Table

WHO = st.integers(0, 3)
"""The chair, and three who may come."""


@dataclass
class Sent:
    """A score as it ought to stand: `flag` is none while nobody but its author may know it."""

    author: int
    late: bool
    amends: UUID | None = None
    flag: str | None = None


class Meeting(RuleBasedStateMachine):
    """One meeting, and what ought to be so of it."""

    def __init__(self, desk: Desk, people: list[Author]) -> None:
        super().__init__()
        self.desk, self.passed = desk, timedelta()
        self.table = Table(desk)
        self.people = [self.table.chair, *people]
        self.standing = {0: "chair"}
        self.sent: dict[UUID, Sent] = {}
        self.abstains = self.revealed = False

    @property
    def open(self) -> bool:
        return not self.revealed and self.passed < timedelta(hours=4)

    def drain(self) -> None:
        """What may go on does, and from then on it stands as it is."""
        self.desk.drain()
        for sent in self.sent.values():
            sent.flag = sent.flag or self._flag(sent)

    def _flag(self, sent: Sent) -> str | None:
        standing = self.standing.get(sent.author)
        if self.open and standing:
            return None
        if standing not in ("chair", "admitted"):
            return "meeting_not_joined"
        if not self.revealed:
            return "not_revealed"
        return "after_seeing_others" if sent.late else "scored_in_meeting"

    @initialize(few=st.integers(0, 2), chair=st.booleans())
    def begin(self, few: int, chair: bool) -> None:
        """So many are in and have scored, so that a reveal is near."""
        if chair:
            self.score(0, 5, amending=False, at_once=True)
        for who in range(1, few + 1):
            self.come(who)
            self.answer(who, admitted=True)
            self.score(who, 5, amending=False, at_once=True)

    @rule(who=st.integers(1, 3))
    def come(self, who: int) -> None:
        """Nobody is slowed by a code that was over before."""
        self.desk.write(lambda session: session.exec(delete(Throttle)) and None)
        with clock.shifted(self.passed):
            asked = self.table.ask(self.people[who])
        present = self.standing.get(who) == "admitted" and self.passed < timedelta(hours=4)
        assert (asked is not None) == (self.open or present)
        if asked and not present:
            self.standing[who] = "asked"

    @rule(who=st.integers(1, 3), admitted=st.booleans())
    def answer(self, who: int, admitted: bool) -> None:
        may = self.open and who in self.standing
        if self._do(lambda: self.table.answer(self.people[who], admitted=admitted)):
            assert may
            self.standing[who] = "admitted" if admitted else "declined"
            with clock.shifted(self.passed):
                self.drain()
        else:
            assert not may

    @rule(who=WHO, value=st.integers(0, 10), amending=st.booleans(), at_once=st.booleans())
    def score(self, who: int, value: int, amending: bool, at_once: bool) -> None:
        """Perhaps it is not read before something else happens."""
        own = [each for each, sent in self.sent.items() if sent.author == who]
        first, submission = own[-1] if amending and own else None, ids.new()
        with clock.shifted(self.passed):
            about = {"id": str(submission)}
            self.desk.deliver(self.table.score(self.people[who], value, about=about, amends=first))
            self.sent[submission] = Sent(who, self.revealed, first)
            if at_once:
                self.drain()

    @rule()
    def abstain(self) -> None:
        with clock.shifted(self.passed):
            self.drain()
        scored = any(sent.author == 0 for sent in self.sent.values())
        assert self._do(self.table.abstain) == (self.open and not scored)
        self.abstains = self.abstains or (self.open and not scored)

    @rule(read=st.booleans())
    def reveal(self, read: bool) -> None:
        """Also while something has arrived that is not read yet."""
        if read:
            with clock.shifted(self.passed):
                self.drain()
        done = self._do(self.table.reveal)
        if read:
            present = {who for who, standing in self.standing.items() if standing in ("chair", "admitted")}
            scored = {sent.author for sent in self.sent.values()} & present
            assert done == (self.open and len(scored) > 1 and (self.abstains or 0 in scored))
        self.revealed = self.revealed or done
        with clock.shifted(self.passed):
            self.drain()

    @rule(minutes=st.sampled_from((1, 10, 20, 60, 241)))
    def wait(self, minutes: int) -> None:
        self.passed = min(self.passed + timedelta(minutes=minutes), timedelta(hours=5))
        with clock.shifted(self.passed):
            self.drain()

    @rule()
    def restart(self) -> None:
        self.desk.pipeline = Pipeline(self.desk.settings, self.desk.database, library(), self.desk.told.append)

        async def again() -> None:
            await self.desk.pipeline.start()
            await self.desk.pipeline.stop()

        with clock.shifted(self.passed):
            asyncio.run(again())
            self.drain()

    def _do(self, act) -> bool:
        """Whether it was allowed."""
        with clock.shifted(self.passed):
            try:
                act()
            except Problem:
                return False
            return True

    @invariant()
    def each_stands_as_it_ought_to(self) -> None:
        stored = self.desk.read(self._stored)
        for submission, sent in self.sent.items():
            status, flags = stored[submission]
            if sent.flag:
                assert status == "processed" and sent.flag in flags[0] and len(flags) == 1
            else:
                assert (status, flags) == ("received", [])

    def _stored(self, session: Session) -> dict[UUID, tuple[str, list[list[str]]]]:
        rows = session.exec(select(Submission).where(col(Submission.submission).in_(list(self.sent)))).all()
        read = session.exec(select(Reading).where(col(Reading.submission).in_(list(self.sent)))).all()
        flags = {row.submission: [each.flags for each in read if each.submission == row.submission] for row in rows}
        return {row.submission: (row.status, flags[row.submission]) for row in rows}

    def teardown(self) -> None:
        """In the end all is at the desk, and whoever is in sees the last of each who is."""
        self.passed = max(self.passed, timedelta(hours=4, minutes=1)) if not self.revealed else self.passed
        with clock.shifted(self.passed):
            self.drain()
            self.each_stands_as_it_ought_to()
            assert all(sent.flag for sent in self.sent.values())
            self._look()

    def _look(self) -> None:
        viewer = self.table.viewer(self.table.chair)
        look = self.desk.write(lambda session: boards.look(session, self.table.meeting.id, viewer))
        board = self.desk.read(lambda session: boards.open(session, look, library()))
        assert bool(board.ranges) == (board.state == "revealed")
        for shown in board.ranges:
            seen = [(score.author, score.late) for score in shown.scores]
            assert len(seen) == len(set(seen))


def test_no_sequence_shows_a_score_early_or_loses_one(database: Database, settings: Settings, rounds: Rounds) -> None:
    desk = Desk(database, settings)
    people = [desk.author() for _ in range(3)]
    rounds.play(lambda how: get_state_machine_test(lambda: Meeting(desk, people), settings=how), examples=6, steps=15)
