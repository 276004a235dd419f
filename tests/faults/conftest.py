"""What every search has: a service whose pipeline is held, and how long the search goes on."""

from collections.abc import Iterator

import pytest

from faults.house import House
from faults.rounds import Rounds
from firsthand.base.settings import Settings


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    house = House(settings)
    house.start()
    yield house
    house.stop()


@pytest.fixture(scope="session")
def rounds(request: pytest.FixtureRequest) -> Rounds:
    return Rounds.told(request)
