"""A database of the step before is brought up to date, and keeps what it holds."""

from collections.abc import Iterator

import pytest
from alembic import command
from sqlalchemy import DateTime, Uuid, column, table
from sqlmodel import select

from firsthand import tables
from firsthand.base import clock, databases, schema
from firsthand.base.database import Database
from firsthand.base.settings import Settings
from firsthand.identity.tables import Notice
from firsthand.intake import reported
from support import authors

assert tables

NOTICES = table(
    "notices", column("id", Uuid), column("practitioner", Uuid), column("kind"), column("at", DateTime(timezone=True))
)
"""As step 0001 made it."""


@pytest.fixture
def earlier(settings: Settings) -> Iterator[Database]:
    """As step 0004 left it, with somebody enrolled in it."""
    database = databases.opened(settings)
    with database.engine.connect() as connection, connection.begin():
        command.upgrade(schema.configuration(connection), "0004")
    yield database
    database.close()


def test_what_a_device_says_comes_to_a_partnership_that_is_there(earlier: Database) -> None:
    author = authors.enrol(earlier)
    with earlier.engine.connect() as connection, connection.begin():
        told = {"id": author.device, "practitioner": author.practitioner, "kind": "reset", "at": clock.now()}
        connection.execute(NOTICES.insert().values(told))
    schema.upgrade(earlier.engine)
    (notice,) = earlier.reads.run_sync(lambda session: session.exec(select(Notice)).all())
    assert (notice.kind, notice.detail, notice.since) == ("reset", {}, None)
    assert earlier.reads.run_sync(lambda session: reported.of(session, [author.device])) == {}
