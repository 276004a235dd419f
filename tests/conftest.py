"""Fixtures that every server test may use: each of its databases in turn, a fresh data folder, its key ring, the
application. A test that asks for any of them runs once on SQLite and once on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand import tables
from firsthand.base import databases, keyring, schema
from firsthand.base.database import Database
from firsthand.base.keyring import Keyring
from firsthand.base.settings import Settings
from postgresql import Server
from support.databases import Fresh, NewSettings, copies

assert tables


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    server = Server(memory=True, settings="-c max_connections=400 -c shared_buffers=64MB")
    yield server
    server.remove()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def fresh(backend: str, request: pytest.FixtureRequest) -> Iterator[Fresh]:
    if backend == "sqlite":
        yield lambda: None
    else:
        with copies(request.getfixturevalue("server")) as fresh:
            yield fresh


@pytest.fixture(scope="session")
def new_settings(fresh: Fresh) -> NewSettings:
    def make(folder: Path) -> Settings:
        settings = Settings(data=folder, database_url=fresh(), origin="http://testserver.local")
        keyring.use(Keyring.fresh()).write(settings.keyring_file)
        return settings

    return make


@pytest.fixture
def settings(tmp_path: Path, new_settings: NewSettings) -> Settings:
    return new_settings(tmp_path / "var")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = databases.opened(settings)
    schema.upgrade(database.engine)
    yield database
    database.close()
