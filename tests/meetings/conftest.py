"""A referral unit for each test, and a meeting that somebody opened."""

import pytest

from firsthand.base.database import Database
from firsthand.base.settings import Settings
from support.desk import Desk
from support.table import Table


@pytest.fixture
def desk(database: Database, settings: Settings) -> Desk:
    return Desk(database, settings)


@pytest.fixture
def table(desk: Desk) -> Table:
    return Table(desk)
