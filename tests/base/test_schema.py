"""The schema: what the steps make is what the tables say."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from firsthand import tables
from firsthand.audit import entries
from firsthand.base import schema
from firsthand.base.database import Database

assert tables


def test_the_steps_make_every_table_as_it_is_declared(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    database.writes.run_sync(lambda session: entries.record(session, "agency.added") and None)
    schema.upgrade(database.engine)
    assert database.reads.run_sync(lambda session: session.connection().exec_driver_sql(_COUNT).scalar()) == 1


_COUNT = "SELECT count(*) FROM audit_entries"


@pytest.mark.parametrize("statement", ["DELETE FROM audit_entries", "UPDATE audit_entries SET action = 'x'"])
def test_the_database_itself_refuses_to_change_an_audit_entry(database: Database, statement: str) -> None:
    database.writes.run_sync(lambda session: entries.record(session, "agency.added") and None)

    def change(session: Session) -> None:
        session.connection().exec_driver_sql(statement)

    with pytest.raises(DBAPIError, match="never changed"):
        database.writes.run_sync(change)
