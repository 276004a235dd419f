"""Databases for tests: a data folder's SQLite, or a fresh copy of one database of a PostgreSQL of this run's own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import MetaData, create_engine, select

from firsthand.base import postgresql, schema
from firsthand.base.database import Database
from firsthand.base.settings import Settings
from postgresql import Server

Fresh = Callable[[], SecretStr | None]
"""The address of a new database; none for SQLite, which the data folder names."""

NewSettings = Callable[[Path], Settings]
"""Of a service with this data folder, a database and a key ring of its own."""

on_sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
"""For what only SQLite has: a file, one process."""
on_postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
"""For what only PostgreSQL has: processes beside each other, a server that goes away."""


@contextmanager
def copies(server: Server) -> Iterator[Fresh]:
    """Of one database at the newest schema; each is there until the end."""
    number = count()
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute("CREATE DATABASE pattern")
        engine = create_engine(postgresql.address(server.url("pattern")))
        schema.upgrade(engine)
        engine.dispose()

        def fresh() -> SecretStr:
            name = f"test_{next(number)}"
            admin.execute(f"CREATE DATABASE {name} TEMPLATE pattern STRATEGY file_copy")
            return SecretStr(server.url(name))

        yield fresh


def stored(database: Database) -> bytes:
    """All that is at rest: SQLite's files as they are, or every value of every table."""
    if database.engine.dialect.name == "sqlite":
        file = Path(str(database.engine.url.database).removeprefix("file:"))
        return b"".join(each.read_bytes() for each in sorted(file.parent.glob("firsthand.db*")))
    tables = MetaData()
    with database.engine.connect() as connection:
        tables.reflect(connection)
        rows = [row for table in tables.tables.values() for row in connection.execute(select(table))]
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)
