"""What every search has: a service whose pipeline is held, and how long the search goes on."""

import os
from collections.abc import Iterator

import pytest

from faults.house import House
from faults.rounds import USUAL, Rounds
from firsthand.base.settings import Settings


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    house = House(settings)
    house.start()
    yield house
    house.stop()


@pytest.fixture(scope="session")
def rounds(request: pytest.FixtureRequest) -> Rounds:
    """From FAULTS_SEED and FAULTS_MINUTES, which `make faults` sets; all searches share the minutes."""
    minutes = os.environ.get("FAULTS_MINUTES")
    searches = sum("rounds" in getattr(item, "fixturenames", ()) for item in request.session.items)
    return Rounds(int(os.environ.get("FAULTS_SEED", USUAL)), float(minutes) / searches if minutes else None)
