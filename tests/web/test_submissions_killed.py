"""Promise 1: the process dies after its commit and before its answer."""

import signal

from litestar.testing import TestClient
from sqlmodel import select

from firsthand.app import create_app
from firsthand.base.settings import Settings
from firsthand.intake.tables import Submission
from support.killed import deliver_to_the_dying
from support.service import Service


def test_a_server_killed_before_its_answer_has_stored_what_it_committed(settings: Settings) -> None:
    with TestClient(create_app(settings), base_url=settings.public_origin) as http:
        phone = Service(http.app, http).phone()
        envelope, cookies = phone.envelope(), dict(phone.http.cookies)
    assert deliver_to_the_dying(settings, cookies, envelope) == -signal.SIGKILL
    with TestClient(create_app(settings), base_url=settings.public_origin) as http:
        service = Service(http.app, http)
        phone.http = service.stranger()
        phone.http.cookies.update(cookies)
        assert phone.deliver(envelope)[0]["status"] == "already_stored"
        service.settled()
        (row,) = service.read(lambda session: session.exec(select(Submission)).all())
        assert (row.status, row.verified) == ("processed", True)
