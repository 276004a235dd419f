"""The application as it stands after a fresh start, once for all tests of the house that ask it."""

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from firsthand.app import create_app
from firsthand.base import keyring
from firsthand.base.settings import Settings


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(data=tmp_path_factory.mktemp("house"), origin="http://testserver.local")
    keyring.use(keyring.Keyring.fresh()).write(settings.keyring_file)
    return settings


@pytest.fixture(scope="session")
def client(settings: Settings) -> Iterator[TestClient[Litestar]]:
    with TestClient(create_app(settings), base_url="http://testserver.local") as client:
        yield client
