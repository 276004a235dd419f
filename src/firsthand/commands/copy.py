"""`firsthand copy`: moves what a data folder's SQLite holds to PostgreSQL; stopped anywhere, it goes on from there."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Column, Connection, Engine, LargeBinary, MetaData, RowMapping, Table, insert, select
from sqlmodel import SQLModel

from firsthand import tables
from firsthand.base import databases, schema
from firsthand.base.postgresql import PostgresDatabase
from firsthand.base.sealed import Sealed
from firsthand.base.settings import Settings
from firsthand.base.sqlite import SqliteDatabase
from firsthand.base.stops import Stop

assert tables
_ROWS = 500
Say = Callable[[str], None]


class NotCopied(Stop):
    """Says why, and that nothing was taken away."""


def run(settings: Settings, say: Say = print) -> str:
    """What was done, as a sentence. The SQLite file stays, and no service starts on it again.

    Raises NotCopied, DataFolderInUse, NotDurable, NotReached, NewerSchema.
    """
    if settings.database_url is None:
        raise NotCopied("Set FIRSTHAND_DATABASE_URL to the PostgreSQL database that is to hold the partnership.")
    if not (settings.data / "firsthand.db").exists():
        raise NotCopied(f"There is no firsthand.db in {settings.data} to copy: set FIRSTHAND_DATA to its folder.")
    source, target = SqliteDatabase(settings.data), PostgresDatabase(settings.database_url.get_secret_value())
    try:
        copied = _copy(source.engine, target.engine, say)
    finally:
        source.close()
        target.close()
    databases.moved_mark(settings).write_text(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n")
    return f"Copied and compared {copied} rows. Start the service with the same FIRSTHAND_DATABASE_URL and key ring."


def _copy(source: Engine, target: Engine, say: Say) -> int:
    for engine in (source, target):
        schema.upgrade(engine, whole=True)
    plain = [_plain(table) for table in SQLModel.metadata.sorted_tables]
    with source.connect() as here:
        for table in plain:
            _refuse_strangers(here, target, table)
        for table in plain:
            say(f"{table.name}: {_fill(here, target, table)} rows copied")
        return sum(_compare(here, target, table) for table in plain)


def _plain(table: Table) -> Table:
    """Sealed columns as the bytes that they are: they are bound to table, column and row, and stay so."""
    columns = [(each.name, LargeBinary() if isinstance(each.type, Sealed) else each.type) for each in table.columns]
    return Table(table.name, MetaData(), *(Column(name, kind) for name, kind in columns))


def _ids(connection: Connection, table: Table) -> set[UUID]:
    return set(connection.execute(select(table.c.id)).scalars())


def _refuse_strangers(here: Connection, target: Engine, table: Table) -> None:
    with target.connect() as there:
        strangers = _ids(there, table) - _ids(here, table)
    if strangers:
        raise NotCopied(
            f"The PostgreSQL database already holds {len(strangers)} rows of {table.name} that are not in this data "
            "folder: a service runs or ran on it. Nothing was changed. Name an empty database."
        )


def _fill(here: Connection, target: Engine, table: Table) -> int:
    with target.connect() as there:
        known = _ids(there, table)
        added = 0
        for rows in _batches(here, table):
            fresh = [row for row in rows if row["id"] not in known]
            if fresh:
                there.execute(insert(table), list(map(dict, fresh)))
                there.commit()
            added += len(fresh)
    return added


def _compare(here: Connection, target: Engine, table: Table) -> int:
    """Every value of every row, once all is there. Raises NotCopied."""
    rows = 0
    with target.connect() as there:
        for ours, theirs in zip(_batches(here, table), _batches(there, table), strict=True):
            if ours != theirs:
                raise NotCopied(
                    f"{table.name} differs in PostgreSQL after the copy. Empty that database and copy again."
                )
            rows += len(ours)
    return rows


def _batches(connection: Connection, table: Table) -> Iterator[Sequence[RowMapping]]:
    """In order of their ids, by keyset: as quick at the end as at the start."""
    ahead = select(table).order_by(table.c.id).limit(_ROWS)
    rows = connection.execute(ahead).mappings().all()
    while rows:
        yield rows
        rows = connection.execute(ahead.where(table.c.id > rows[-1]["id"])).mappings().all()
