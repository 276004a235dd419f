"""Several practitioners in one browser: what is done to one is done to nobody else."""

from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from firsthand.identity import devices, practitioners
from firsthand.intake.tables import Submission
from support.client import Client
from support.service import Service
from support.staff import OURS
from support.unit import Unit


@pytest.fixture
def service(unit: Unit) -> Service:
    return unit.service


@pytest.fixture
def beside(service: Service) -> tuple[Client, Client]:
    """Two who are enrolled in one browser, the second of them signed in there last."""
    first, second = service.phone(), service.signed_in()
    second.http.cookies.update({n: v for n, v in first.http.cookies.items() if n.endswith("-device")})
    second.enrol()
    return first, second


def settled(service: Service, *clients: Client) -> dict[UUID, tuple[bool, list[str]]]:
    """By device: whether its one submission was verified, and its flags."""
    service.settled()

    def read(session: Session) -> Any:
        theirs = select(Submission).where(Submission.device.in_([client.device for client in clients]))  # type: ignore[union-attr]
        return {row.device: (row.verified, row.flags) for row in session.exec(theirs)}

    found: dict[UUID, tuple[bool, list[str]]] = service.read(read)
    return found


def test_a_practitioner_who_is_deactivated_holds_up_nobody_beside_them(
    service: Service, beside: tuple[Client, Client]
) -> None:
    first, second = beside
    service.write(lambda session: practitioners.deactivate(session, second.practitioner, by=first.practitioner))
    second.forget_session()
    second.csrf = ""
    results = second.deliver(first.envelope(), second.envelope())
    assert [result["status"] for result in results] == ["stored", "stored"]
    found = settled(service, first, second)
    assert found[first.device] == (True, [])
    assert found[second.device][1] == ["author-inactive"]


def test_a_device_that_is_revoked_for_one_is_revoked_for_that_one_alone(
    service: Service, beside: tuple[Client, Client]
) -> None:
    first, second = beside
    service.write(lambda session: devices.revoke(session, first.practitioner, first.device, by=second.practitioner))
    second.forget_session()
    second.csrf = ""
    results = second.deliver(first.envelope(), second.envelope())
    assert [result["status"] for result in results] == ["stored", "stored"]
    assert settled(service, first, second) == {first.device: (False, ["key-revoked"]), second.device: (True, [])}
    body = {"installation": "one-browser", "turn": 1, "devices": []}
    heard = second.http.post("/api/v1/devices/report", json=body, headers=OURS).json()["devices"]
    assert {one["device"]: one["revoked"] for one in heard} == {str(first.device): True, str(second.device): False}
