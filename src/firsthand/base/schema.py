"""Brings a database to the newest schema."""

from sqlalchemy import Engine
from sqlmodel import SQLModel


def upgrade(engine: Engine) -> None:
    """Applies every migration that the database has not seen."""
    SQLModel.metadata.create_all(engine)
