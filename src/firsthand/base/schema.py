"""Brings a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from firsthand.base.stops import Stop

_MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
_LOCK = 0x46485343
"""Ours alone among the advisory locks of the database."""
_ERA = 1000
"""Within an era steps only add, so that the program before runs on them too; what it can't run on begins the next."""


class NewerSchema(Stop):
    """A later program has brought the database to where this one can't read it, or not all of it."""


def upgrade(engine: Engine, *, whole: bool = False) -> None:
    """Applies every step that the database has not seen, all in one transaction. What a later program of the same era
    has added stays as it is, unless the `whole` must be understood. Raises NewerSchema."""
    with engine.connect() as connection, connection.begin():
        _wait_for_others(connection)
        if not _is_ahead(connection, whole=whole):
            command.upgrade(configuration(connection), "head")


def _is_ahead(connection: Connection, *, whole: bool) -> bool:
    here = MigrationContext.configure(connection).get_current_revision() or "0000"
    ours = ScriptDirectory.from_config(configuration(connection)).get_current_head() or "0000"
    if here > ours and (whole or int(here) // _ERA > int(ours) // _ERA):
        told = f"The database is of schema {here}; this program knows schemas up to {ours}. Nothing was changed"
        raise NewerSchema(f"{told}: use the later program.")
    return here > ours


def _wait_for_others(connection: Connection) -> None:
    """Several processes may start at once on PostgreSQL; SQLite has one."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def configuration(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
