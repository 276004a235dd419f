"""Fixtures that every server test may use: a fresh data folder, its key ring, its database, the application."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand import tables
from firsthand.base import keyring, schema
from firsthand.base.settings import Settings
from firsthand.base.sqlite import SqliteDatabase

assert tables


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data=tmp_path / "var", origin="http://testserver.local")
    keyring.use(keyring.Keyring.fresh()).write(settings.keyring_file)
    return settings


@pytest.fixture
def database(settings: Settings) -> Iterator[SqliteDatabase]:
    database = SqliteDatabase(settings.data)
    schema.upgrade(database.engine)
    yield database
    database.close()
