"""Brings a database to the newest schema."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from firsthand.base.stops import Stop

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
_LOCK = 0x46485343
"""Ours alone among the advisory locks of the database."""
_ERA = 1000
"""Within an era steps add, or drop an index, and the program before runs on it too; else the next era begins."""


class NewerSchema(Stop):
    """A later program has brought the database to where this one can't read it, or not all of it."""


def upgrade(engine: Engine, *, whole: bool = False) -> None:
    """Applies every step that the database has not seen, all in one transaction. What a later program of the same era
    has added stays as it is, unless the `whole` must be understood. Raises NewerSchema."""
    with engine.connect() as connection, connection.begin():
        _wait_for_others(connection)
        here, ours = _here(connection), newest()
        _refuse_newer(here, ours, whole=whole)
        if here < ours:
            _apply(connection)


def newest() -> str:
    """The last step of this program, by the names of its files: most starts have nothing to do, and need no Alembic."""
    return max(file.name[:4] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def _here(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return "0000"
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "0000")


def _refuse_newer(here: str, ours: str, *, whole: bool) -> None:
    if here > ours and (whole or int(here) // _ERA > int(ours) // _ERA):
        told = f"The database is of schema {here}; this program knows schemas up to {ours}. Nothing was changed"
        raise NewerSchema(f"{told}: use the later program.")


def _apply(connection: Connection) -> None:
    from alembic import command

    command.upgrade(configuration(connection), "head")


def _wait_for_others(connection: Connection) -> None:
    """Several processes may start at once on PostgreSQL; SQLite has one."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def configuration(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
