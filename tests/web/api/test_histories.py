"""What a phone may ask before a score is given: numbers, for whoever is signed in, written down and slowed."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from firsthand.audit.tables import AuditEntry
from firsthand.base import clock, ids
from firsthand.people.tables import Person
from support.client import Client
from support.desk import person
from support.service import Service
from support.unit import Unit

PATH = "/api/v1/histories"
KNOWN = {"given_name": "Ida", "family_name": "Sample-Heron", "date_of_birth": "2014-03-02"}


@pytest.fixture(scope="module")
def service(unit: Unit) -> Service:
    return unit.service


@pytest.fixture(scope="module")
def met(service: Service) -> UUID:
    """The name of an encounter, the later of the two that Ida was at."""
    phone, named = service.phone(), ids.new()
    for days, encounter, kind in ((500, ids.new(), "incident"), (20, named, "home_visit")):
        started = (clock.now() - timedelta(days=days)).isoformat()
        told = {"kind": kind, "started_at": started, "people": [person("child", **KNOWN)]}
        phone.deliver(phone.envelope(phone.about(encounter=str(encounter)), encounter=told))
    service.settled()
    return named


@pytest.fixture
def nurse(service: Service) -> Client:
    return service.signed_in()


def asked(client: Client, *people: Any, **members: Any) -> Any:
    return client.http.post(PATH, json={"people": people, **members}, headers={"X-CSRF-Token": client.csrf})


def entries(service: Service, nurse: Client) -> list[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.action == "histories.viewed", AuditEntry.actor == nurse.practitioner)
    found: list[AuditEntry] = service.read(lambda session: list(session.exec(query)))
    return found


def test_numbers_and_days_come_in_the_order_of_the_question(met: UUID, nurse: Client) -> None:
    ida, nobody = person("child", **KNOWN), person("child", given_name="Ole", date_of_birth="2020")
    answer = asked(nurse, nobody, ida).raise_for_status().json()
    assert answer["people"] == [
        {"id": nobody["id"], "in_12_months": 0, "ever": 0, "incidents_in_12_months": 0, "incidents_ever": 0,
         "days_since_last": None},
        {"id": ida["id"], "in_12_months": 1, "ever": 2, "incidents_in_12_months": 0, "incidents_ever": 1,
         "days_since_last": 20},
    ]  # fmt: skip
    assert answer["at"]


def test_the_encounter_that_is_being_recorded_does_not_count(met: UUID, nurse: Client) -> None:
    (past,) = asked(nurse, person("child", **KNOWN), encounter=str(met)).json()["people"]
    assert (past["ever"], past["in_12_months"]) == (1, 0)


def test_each_look_is_written_down_without_a_name(service: Service, met: UUID, nurse: Client) -> None:
    asked(nurse, person("child", **KNOWN), person("other", given_name="Ole")).raise_for_status()
    (entry,) = entries(service, nurse)
    assert entry.detail["people"] == 2
    rows = service.read(lambda session: set(session.exec(select(Person.id).where(col(Person.role) == "child"))))
    (found,) = entry.detail["found"]
    assert UUID(found) in rows
    assert "Ida" not in json.dumps(entry.detail)


def test_a_stranger_learns_nothing(service: Service) -> None:
    answer = service.stranger().post(PATH, json={"people": [person(**KNOWN)]})
    assert (answer.status_code, answer.json()["code"]) == (401, "sign-in")


def test_it_takes_the_token_of_our_own_pages(nurse: Client) -> None:
    answer = nurse.http.post(PATH, json={"people": [person(**KNOWN)]})
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")


@pytest.mark.parametrize(
    "body",
    [
        {"people": []},
        {"people": [person() for _ in range(21)]},
        {"people": [{"id": "no id"}]},
        {"people": [{"id": str(ids.new()), "given_name": "x" * 300}]},
        {"people": "everybody"},
        {},
    ],
    ids=["nobody", "too many", "no id", "too long", "no list", "nothing"],
)
def test_what_is_no_question_is_refused(service: Service, nurse: Client, body: Any) -> None:
    answer = nurse.http.post(PATH, json=body, headers={"X-CSRF-Token": nurse.csrf})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")
    assert entries(service, nurse) == []


def test_whoever_asks_after_many_has_to_wait_and_is_told_nothing_meanwhile(service: Service, nurse: Client) -> None:
    strangers = [person("child", given_name=f"Sample{n}", family_name="Heron", date_of_birth="2014-03-02")
                 for n in range(20)]  # fmt: skip
    for _ in range(6):
        assert asked(nurse, *strangers).status_code == 200
    refused = asked(nurse, *strangers)
    assert (refused.status_code, refused.json()["code"]) == (429, "slow-down")
    assert 0 < int(refused.headers["Retry-After"]) <= 20 * 60
    assert len(entries(service, nurse)) == 6
    assert asked(service.signed_in(), *strangers).status_code == 200
    with clock.shifted(timedelta(minutes=20)):
        assert asked(nurse, *strangers).status_code == 200
