"""Brings a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

_MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
_LOCK = 0x46485343
"""Ours alone among the advisory locks of the database."""


def upgrade(engine: Engine) -> None:
    """Applies every step that the database has not seen, all in one transaction."""
    with engine.connect() as connection, connection.begin():
        _wait_for_others(connection)
        command.upgrade(configuration(connection), "head")


def _wait_for_others(connection: Connection) -> None:
    """Several processes may start at once on PostgreSQL; SQLite has one."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def configuration(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
