"""A referral unit for each test."""

import pytest

from firsthand.base.settings import Settings
from firsthand.base.sqlite import SqliteDatabase
from support.desk import Desk


@pytest.fixture
def desk(database: SqliteDatabase, settings: Settings) -> Desk:
    return Desk(database, settings)
