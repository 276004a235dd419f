"""Somebody who chairs a meeting, those who come, and the scores that they send."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from firsthand.base import clock, ids
from firsthand.identity.tables import Practitioner
from firsthand.meetings import admissions, openings, reveals
from firsthand.meetings.tables import Meeting
from support.authors import Author
from support.desk import Desk, Viewer, person


class Table:
    """A meeting as its chair leads it; every author of an agency of their own."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.chair, self.encounter = desk, desk.author(), ids.new()
        self.meeting: Meeting = self.open()

    def open(self, encounter: UUID | None = None) -> Meeting:
        chair, wanted = self.viewer(self.chair), encounter or self.encounter
        opened: Meeting = self.desk.write(lambda session: openings.open(session, chair, wanted, '{"people": []}'))
        return opened

    def viewer(self, author: Author) -> Viewer:
        def read(session: Session) -> UUID:
            return session.exec(select(Practitioner.agency).where(Practitioner.id == author.practitioner)).one()

        return Viewer("practitioner", author.practitioner, self.desk.read(read))

    def ask(self, author: Author, code: str | None = None) -> admissions.Asked | None:
        who, typed = self.viewer(author), code or self.meeting.code
        asked: admissions.Asked | None = self.desk.write(lambda session: admissions.ask(session, who, typed))
        return asked

    def answer(self, author: Author, *, admitted: bool = True) -> None:
        chair, meeting = self.viewer(self.chair), self.meeting.id
        self.desk.write(
            lambda session: admissions.answer(session, meeting, chair, author.practitioner, admitted=admitted)
        )

    def member(self) -> Author:
        author = self.desk.author()
        self.ask(author)
        self.answer(author)
        return author

    def score(self, author: Author, value: int = 5, **record: Any) -> str:
        """Sealed; delivered by `send`."""
        said = {"score": {"value": value}, "score_why": {"value": f"why {value}"}}
        usual: dict[str, Any] = {
            "encounter": self.encounter,
            "form": "signs_of_safety",
            "version": "2026.2",
            "kind": "meeting",
            "people": [person()],
            "said": said,
            "meeting": self.meeting.id,
        }
        return self.desk.envelope(author, **usual | record)

    def send(self, author: Author, value: int = 5, **record: Any) -> None:
        self.desk.deliver(self.score(author, value, **record))
        self.desk.drain()

    def abstain(self) -> None:
        chair = self.viewer(self.chair)
        self.desk.write(lambda session: reveals.abstain(session, self.meeting.id, chair))

    def reveal(self) -> None:
        chair = self.viewer(self.chair)
        self.desk.write(lambda session: reveals.reveal(session, self.meeting.id, chair))
        self.desk.drain()

    def lapse(self) -> None:
        """Four hours later."""
        with clock.shifted(timedelta(hours=4, minutes=1)):
            self.desk.drain()
