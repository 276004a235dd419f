from uuid import UUID

import pytest
from sqlmodel import Session

from firsthand.base.database import Database
from firsthand.identity import agencies, invitations, practitioners
from firsthand.identity.passphrases import hashed
from support.staff import PASSPHRASE

_HASH = hashed(PASSPHRASE)


class Identity:
    """A partnership of one agency, without the web."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.agency = self.write(lambda session: agencies.add(session, "Invented Constabulary", "police").id)

    def write(self, work):
        return self.database.writes.run_sync(work)

    def read(self, work):
        return self.database.reads.run_sync(work)

    def invited(self, email: str = "quill@firsthand.example", role: str = "practitioner") -> tuple[UUID, str]:
        def work(session: Session) -> tuple[UUID, str]:
            person = practitioners.add(session, self.agency, "Quill Example", email, role)
            return person.id, invitations.make(session, person.id)

        return self.write(work)

    def active(self, email: str = "quill@firsthand.example", role: str = "practitioner") -> UUID:
        person, code = self.invited(email, role)
        self.write(lambda session: invitations.accept(session, email, code, _HASH))
        return person


@pytest.fixture
def identity(database: Database) -> Identity:
    return Identity(database)
