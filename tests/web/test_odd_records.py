"""Records that are lawful JSON and meant to break us: each comes to its end, and the desk goes on."""

from typing import Any
from uuid import UUID

import pytest
from joserfc.util import urlsafe_b64encode
from sqlmodel import select

from firsthand.base import ids
from firsthand.intake import sealing
from firsthand.intake.tables import Submission
from firsthand.referrals.tables import Referral
from support.service import Service

NO_TIMES = ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00"]


def ended(service: Service, submission: str) -> tuple[str, bool | None, list[str]]:
    """How the only envelope of an id stands."""
    wanted = select(Submission).where(Submission.submission == UUID(submission))
    row = service.read(lambda session: session.exec(wanted).one())
    return row.status, row.verified, row.flags


def nested(depth: int) -> list[Any]:
    inside: list[Any] = []
    for _ in range(depth):
        inside = [inside]
    return inside


@pytest.mark.parametrize("time", NO_TIMES)
def test_a_time_of_no_life_breaks_neither_its_record_nor_the_queue(time: str, service: Service) -> None:
    phone, desk = service.phone(), service.signed_in("assessor")
    victim = {"id": str(ids.new()), "role": "victim"}
    told = phone.about(), phone.about(captured_at=time)
    encounter = {"kind": "incident", "started_at": time, "people": [victim]}
    phone.deliver(*(phone.envelope(about, encounter=encounter) for about in told))
    service.settled()
    assert {ended(service, about["id"])[:2] for about in told} == {("processed", True)}
    assert desk.http.get("/referrals").status_code == 200
    for referral in service.read(lambda session: session.exec(select(Referral.id)).all()):
        assert desk.http.get(f"/referrals/{referral}").status_code == 200


@pytest.mark.parametrize("time", NO_TIMES)
def test_whoever_relays_cannot_spoil_a_record_by_their_clock(time: str, service: Service) -> None:
    phone = service.phone()
    about = phone.about()
    phone.post(phone.envelope(about), sent_at=time).raise_for_status()
    service.settled()
    assert ended(service, about["id"]) == ("processed", True, [])


def test_an_outside_that_nests_without_end_is_flagged_once_and_for_all(service: Service) -> None:
    phone = service.phone()
    about = phone.about(attachments=nested(600))
    phone.deliver(phone.envelope(about))
    service.settled()
    assert ended(service, about["id"]) == ("needs_attention", False, ["header", "about"])


def test_a_key_id_that_no_database_takes_is_an_unknown_key(service: Service) -> None:
    phone = service.phone()
    about = phone.about()
    header, payload = b'{"alg":"ES256","kid":"\\ud800"}', phone.signed(about).split(".")[1]
    forged = ".".join([urlsafe_b64encode(header).decode(), payload, "AAAA"])
    phone.deliver(sealing.enclose(forged, about, phone.sealing_key()))
    service.settled()
    assert ended(service, about["id"]) == ("needs_attention", False, ["key-unknown"])
