from collections.abc import Iterator

import pytest
from litestar.testing import TestClient

from firsthand.app import create_app
from firsthand.base.settings import Settings
from support.service import Service


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    """The whole application on an empty database, its pipeline running."""
    app = create_app(settings)
    with TestClient(app, base_url=settings.public_origin, raise_server_exceptions=False) as http:
        yield Service(app, http)
