"""A referral unit in a test: authors who send, the pipeline that reads, people who grade."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base import clock, ids, keyring
from firsthand.base.database import Database
from firsthand.base.settings import Settings
from firsthand.forms.library import Library
from firsthand.identity.tables import Practitioner
from firsthand.intake import deliveries, submissions
from firsthand.intake.submissions import Courier
from firsthand.pipeline import Pipeline
from firsthand.referrals.tables import Referral
from support import authors
from support.authors import Author, Payload


@cache
def library() -> Library:
    return Library.load()


@dataclass(frozen=True)
class Viewer:
    """Somebody signed in."""

    role: str = "assessor"
    id: UUID = field(default_factory=ids.new)
    agency: UUID = field(default_factory=ids.new)


def person(role: str = "victim", **members: Any) -> Payload:
    return {"id": str(ids.new()), "role": role} | members


ANNA = {
    "given_name": "Anna",
    "family_name": "Świątek-Łoś",
    "date_of_birth": "1990-02-03",
    "nhs_number": "999 000 0018",
    "phones": ["07700 900001"],
    "addresses": [{"lines": ["12 Invented Rd"], "postcode": "ZZ99 3WZ"}],
}


def answers(yes: int = 0, no: int | None = None, **more: Any) -> Payload:
    """DASH answers: so many yes, the rest no (or so many no)."""
    factors = library().current("dash").factors
    rest = len(factors) - yes if no is None else no
    values = ["yes"] * yes + ["no"] * rest
    # pregnancy has its own meaning for sharing: say no unless told
    given = dict(zip((name for name in factors if name != "pregnant"), values, strict=False))
    given["pregnant"] = "no"
    return {name: {"value": value} for name, value in (given | more).items()}


@dataclass
class Desk:
    """What a test needs of the service."""

    database: Database
    settings: Settings
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pipeline = Pipeline(self.settings, self.database, library(), self.told.append)

    def author(self, colleague: Author | None = None) -> Author:
        author = authors.enrol(self.database)
        if colleague:
            self.database.writes.run_sync(lambda session: _same_agency(session, author, colleague))
        return author

    def envelope(
        self,
        author: Author,
        *,
        encounter: UUID | None = None,
        form: str = "dash",
        version: str = "2026.1",
        kind: str | None = "incident",
        started: timedelta = timedelta(minutes=30),
        people: list[Payload] | None = None,
        said: Payload | None = None,
        amends: UUID | None = None,
        asking: Payload | None = None,
        meeting: object = None,
        about: Payload | None = None,
        **members: Any,
    ) -> str:
        """`started` before now."""
        amending = {"amends": str(amends)} if amends else {}
        named = {"encounter": str(encounter or ids.new()), "form": form, "form_version": version}
        header = author.about(**named | amending | (about or {}))
        told = {
            "kind": kind,
            "started_at": (clock.now() - started).isoformat(),
            "people": [person(**ANNA)] if people is None else people,
            "asking": asking,
            "meeting": None if meeting is None else str(meeting),
        }
        said = answers(3) if said is None and form == "dash" else said or {}
        return author.envelope(header, encounter=told, answers=said, **members)

    def deliver(self, *envelopes: str, sent_at: datetime | None = None) -> None:
        body = json.dumps({"submissions": envelopes, **({"sent_at": sent_at.isoformat()} if sent_at else {})})
        delivery = deliveries.read(body.encode(), {key["kid"] for key in keyring.current().sealing})
        self.database.writes.run_sync(lambda session: submissions.receive(session, delivery, Courier()))

    def drain(self) -> None:
        asyncio.run(self.pipeline.drain())

    def send(self, author: Author, **record: Any) -> None:
        """One submission, delivered and read."""
        self.deliver(self.envelope(author, **record))
        self.drain()

    def referrals(self) -> list[Referral]:
        """In order of their arrival."""
        query = select(Referral).order_by(col(Referral.received_at), col(Referral.id))
        return self.read(lambda session: list(session.exec(query)))

    def referral(self) -> Referral:
        (referral,) = self.referrals()
        return referral

    def rows(self, table: Any) -> list[Any]:
        return self.read(lambda session: list(session.exec(select(table))))

    def read(self, work: Any) -> Any:
        return self.database.reads.run_sync(work)

    def write(self, work: Any) -> Any:
        return self.database.writes.run_sync(work)


def _same_agency(session: Session, author: Author, colleague: Author) -> None:
    session.get_one(Practitioner, author.practitioner).agency = session.get_one(
        Practitioner, colleague.practitioner
    ).agency
    entries.record(session, "practitioner.role_changed", subject=author.practitioner)
