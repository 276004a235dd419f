"""Brings a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

_MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"


def upgrade(engine: Engine) -> None:
    """Applies every step that the database has not seen, all in one transaction."""
    with engine.connect() as connection, connection.begin():
        command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
