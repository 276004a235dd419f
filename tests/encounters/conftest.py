"""A referral unit for each test that reads what a database holds."""

import pytest

from firsthand.base.database import Database
from firsthand.base.settings import Settings
from support.desk import Desk


@pytest.fixture
def desk(database: Database, settings: Settings) -> Desk:
    return Desk(database, settings)
