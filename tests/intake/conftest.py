"""What the intake tests share: enrolled authors, and a way to deliver without the web."""

import json

import pytest

from firsthand.base import keyring
from firsthand.base.database import Database
from firsthand.intake import deliveries, submissions
from firsthand.intake.submissions import Courier, Result
from support import authors
from support.authors import Author, Deliver

NOBODY = Courier()


@pytest.fixture
def author(database: Database) -> Author:
    return authors.enrol(database)


@pytest.fixture
def other(database: Database) -> Author:
    return authors.enrol(database)


@pytest.fixture
def deliver(database: Database) -> Deliver:
    def send(*envelopes: object, courier: Courier = NOBODY, **members: object) -> list[Result]:
        body = json.dumps({"submissions": envelopes, **members}).encode()
        delivery = deliveries.read(body, {key["kid"] for key in keyring.current().sealing})
        return database.writes.run_sync(lambda session: submissions.receive(session, delivery, courier))

    return send
