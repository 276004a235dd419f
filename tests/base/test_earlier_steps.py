"""A database of the step before is brought up to date, and keeps what it holds."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from alembic import command
from sqlalchemy import DateTime, Uuid, column, table
from sqlmodel import select

from firsthand import tables
from firsthand.base import clock, databases, ids, schema
from firsthand.base.database import Database
from firsthand.base.settings import Settings
from firsthand.identity.tables import Notice, Practitioner
from firsthand.intake import reported

assert tables

ID, AT = Uuid(), DateTime(timezone=True)
AGENCIES = table("agencies", column("id", ID), *map(column, ("name", "name_key", "kind")), column("added_at", AT))
PRACTITIONERS = table(
    "practitioners",
    *(column("id", ID), column("agency", ID)),
    *map(column, ("name", "email", "role", "status", "locale")),
    column("added_at", AT),
)
NOTICES = table("notices", column("id", ID), column("practitioner", ID), column("kind"), column("at", AT))
"""As step 0001 made them."""


@pytest.fixture
def somebody() -> UUID:
    return ids.new()


@pytest.fixture
def earlier(settings: Settings, somebody: UUID) -> Iterator[Database]:
    """As step 0004 left it, with somebody at the desk who has been told something."""
    database = databases.opened(settings)
    with database.engine.connect() as connection, connection.begin():
        command.upgrade(schema.configuration(connection), "0004")
        agency = {
            "id": ids.new(),
            "name": "Invented",
            "name_key": "invented",
            "kind": "police",
            "added_at": clock.now(),
        }
        connection.execute(AGENCIES.insert().values(agency))
        person = {"id": somebody, "agency": agency["id"], "name": "Invented", "email": "invented@firsthand.example"}
        person |= {"role": "assessor", "status": "active", "locale": "en", "added_at": clock.now()}
        connection.execute(PRACTITIONERS.insert().values(person))
        told = {"id": ids.new(), "practitioner": somebody, "kind": "reset", "at": clock.now()}
        connection.execute(NOTICES.insert().values(told))
    yield database
    database.close()


def test_what_a_device_says_comes_to_a_partnership_that_is_there(earlier: Database) -> None:
    schema.upgrade(earlier.engine)
    (notice,) = earlier.reads.run_sync(lambda session: session.exec(select(Notice)).all())
    assert (notice.kind, notice.detail, notice.since) == ("reset", {}, None)
    assert earlier.reads.run_sync(lambda session: reported.of(session, [ids.new()])) == {}


def test_nobody_opens_drawings_and_sound_before_a_manager_lets_them(earlier: Database, somebody: UUID) -> None:
    schema.upgrade(earlier.engine)
    person = earlier.reads.run_sync(lambda session: session.get_one(Practitioner, somebody))
    assert (person.role, person.opens_attachments) == ("assessor", False)
