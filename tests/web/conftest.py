from collections.abc import Iterator

import pytest
from litestar.testing import TestClient

from firsthand.app import create_app
from firsthand.base import keyring
from firsthand.base.keyring import Keyring
from firsthand.base.settings import Settings
from support.databases import NewSettings
from support.service import Service
from support.staff import Partnership
from support.unit import Unit


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    """The whole application on an empty database, its pipeline running."""
    app = create_app(settings)
    with TestClient(app, base_url=settings.public_origin, raise_server_exceptions=False) as http:
        yield Service(app, http)


@pytest.fixture(scope="module")
def standing(
    tmp_path_factory: pytest.TempPathFactory, new_settings: NewSettings
) -> Iterator[tuple[Partnership, Keyring]]:
    """One application for the tests of a module, which appoint people of their own."""
    settings = new_settings(tmp_path_factory.mktemp("partnership"))
    ring = keyring.current()
    with TestClient(create_app(settings), base_url=settings.public_origin) as client:
        yield Partnership(client), ring


@pytest.fixture
def partnership(standing: tuple[Partnership, Keyring]) -> Partnership:
    """Nobody is slowed by the tests before."""
    keyring.use(standing[1])
    standing[0].forget_tries()
    return standing[0]


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory, new_settings: NewSettings) -> Iterator[Unit]:
    """One referral unit for the tests of a module; each sends its own submissions."""
    settings = new_settings(tmp_path_factory.mktemp("unit"))
    app = create_app(settings)
    with TestClient(app, base_url=settings.public_origin, raise_server_exceptions=False) as http:
        yield Unit(Service(app, http))
