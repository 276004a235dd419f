"""Invented practitioners with a device, and the envelopes that they or their forgers make."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import Session

from firsthand.audit import entries
from firsthand.base import clock, ids, keyring
from firsthand.base.database import Database
from firsthand.base.keyring import Jwk
from firsthand.identity.tables import Agency, Device, Practitioner
from firsthand.intake import sealing
from firsthand.intake.submissions import Result

Payload = dict[str, Any]
Deliver = Callable[..., list[Result]]
"""Sends envelopes by the fixture `deliver`; `courier` and `sent_at` by name."""


@dataclass
class Author:
    """One practitioner on one device; nobody knows them until `enrol`."""

    practitioner: UUID = field(default_factory=ids.new)
    device: UUID = field(default_factory=ids.new)
    key: Jwk = field(default_factory=sealing.author_key)

    def about(self, **changes: Any) -> Payload:
        """What is written outside, with changes."""
        usual = {
            "id": str(ids.new()),
            "encounter": str(ids.new()),
            "form": "dash",
            "form_version": "2026.1",
            "captured_at": clock.now().isoformat(timespec="seconds"),
            "device": str(self.device),
            "author": str(self.practitioner),
            "attachments": [],
        }
        return usual | changes

    def payload(self, about: Payload | None = None, **members: Any) -> Payload:
        usual = {"about": about or self.about(), "language": None, "subject": None, "answers": {}}
        return usual | members

    def signed(self, about: Payload | None = None, **members: Any) -> str:
        return sealing.sign(self.payload(about, **members), self.key)

    def envelope(self, about: Payload | None = None, **members: Any) -> str:
        return self.sealed(self.payload(about, **members), sealing_key())

    def sealed(self, payload: Payload, key: Jwk) -> str:
        return sealing.seal(payload, self.key, key)


def sealing_key() -> Jwk:
    """The public half of the current one."""
    return {name: value for name, value in keyring.current().sealing[0].items() if name != "d"}


def enrol(database: Database, author: Author | None = None) -> Author:
    """Registers an invented practitioner, their agency, their device and its key."""
    author = author or Author()

    def register(session: Session) -> None:
        name = f"Invented {author.practitioner}"
        agency = Agency(name=name, name_key=name, kind="police")
        session.add(agency)
        session.flush()
        person = Practitioner(
            id=author.practitioner, agency=agency.id, name=name, email=f"{author.practitioner}@invented.example",
            role="practitioner", status="active",
        )  # fmt: skip
        session.add(person)
        session.flush()
        public = {member: author.key[member] for member in ("kty", "crv", "x", "y")}
        device = Device(
            id=author.device, practitioner=person.id, name="Phone", author_key_id=author.key["kid"], author_key=public
        )
        session.add(device)
        entries.record(session, "agency.added", subject=agency.id)

    database.writes.run_sync(register)
    return author
