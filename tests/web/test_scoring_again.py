"""A score that was made without what is on record: what the desk reads beside it, and what its scorer is told."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from firsthand.audit import entries
from firsthand.base import clock, ids
from firsthand.intake import processing
from firsthand.intake.tables import Submission
from support.authors import Payload
from support.client import Client
from support.desk import person
from support.service import Service
from support.unit import Unit

AGAIN = "/api/v1/scores/again"
FORM = {"form": "signs_of_safety", "form_version": "2026.2"}
APP = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def service(unit: Unit) -> Service:
    return unit.service


@pytest.fixture
def child() -> Payload:
    """Known by nobody else: each test has a family of its own."""
    return person("child", given_name="Ola", family_name=f"Sample-{ids.new()}", date_of_birth="2014-05-09")


def called_out(service: Service, child: Payload, times: int) -> None:
    police = service.phone()
    for days in range(1, times + 1):
        started = (clock.now() - timedelta(days=90 * days)).isoformat()
        told = {"kind": "incident", "started_at": started, "people": [child]}
        police.deliver(police.envelope(police.about(), encounter=told))
    service.settled()


def score(service: Service, nurse: Client, child: Payload, number: int, encounter: UUID, **members: Any) -> str:
    amends = {"amends": members.pop("amends")} if "amends" in members else {}
    about = nurse.about(encounter=str(encounter), **FORM, **amends)
    told = {"kind": "meeting", "started_at": clock.now().isoformat(), "people": [child]}
    nurse.deliver(nurse.envelope(about, encounter=told, answers={"score": {"value": number}}, **members))
    service.settled()
    return str(about["id"])


def past(ever: int) -> Payload:
    return {"in_12_months": min(ever, 4), "ever": ever, "incidents_in_12_months": min(ever, 4), "incidents_ever": ever,
            "days_since_last": 90}  # fmt: skip


def knew(child: Payload, ever: int) -> Payload:
    return {"at": clock.now().isoformat(), "from": "server", "people": {child["id"]: past(ever)}}


def page(client: Client, path: str, **headers: str) -> str:
    return " ".join(client.http.get(path, headers=headers).raise_for_status().text.split())


def reference(nurse: Client, submission: str) -> str:
    return str(nurse.status(submission).json()["reference"])


def test_the_scorer_is_told_until_they_score_again_knowing(service: Service, child: Payload) -> None:
    called_out(service, child, 11)
    nurse, encounter = service.phone(), ids.new()
    first = score(service, nurse, child, 5, encounter, knew={"at": None, "from": "phone", "people": {}})
    (told,) = nurse.http.get(AGAIN).raise_for_status().json()["again"]
    assert (told["submission"], told["incidents"], told["encounters"]) == (first, 11, 11)
    assert told["reference"] == reference(nurse, first)
    assert "New information: score again" in page(nurse, "/submissions", **APP)
    own = page(nurse, f"/submissions/{first}", **APP)
    assert "New information: Made without 11 incidents that are on record." in own
    assert '"at": "scale"' in own
    assert "it was not known on the phone" in own
    score(service, nurse, child, 2, encounter, knew=knew(child, 11), amends=first)
    assert nurse.http.get(AGAIN).json() == {"again": []}
    assert "score again" not in page(nurse, "/submissions", **APP)
    assert "Made without" not in page(nurse, f"/submissions/{first}", **APP)


def test_what_was_given_again_is_not_asked_for_while_it_is_being_read(service: Service, child: Payload) -> None:
    called_out(service, child, 1)
    nurse, encounter = service.phone(), ids.new()
    first = score(service, nurse, child, 5, encounter)
    score(service, nurse, child, 5, ids.new())
    second = score(service, nurse, child, 4, encounter, amends=first)

    def asked() -> int:
        return sum(each["submission"] == second for each in nurse.http.get(AGAIN).raise_for_status().json()["again"])

    def unread(session: Session) -> None:
        row = session.exec(select(Submission).where(Submission.submission == UUID(second))).one()
        row.status = "received"
        entries.record(session, "submission.held", subject=row.id)
        processing.hold(row, clock.now() + timedelta(hours=1))

    def read(session: Session) -> None:
        entries.record(session, "submission.read")
        processing.finish(session.exec(select(Submission).where(Submission.submission == UUID(second))).one())

    assert asked() == 1
    service.write(unread)
    assert (asked(), len(nurse.http.get(AGAIN).json()["again"])) == (0, 1)
    service.write(read)
    assert asked() == 1


def test_nobody_hears_of_anybody_elses(service: Service, child: Payload) -> None:
    called_out(service, child, 1)
    score(service, service.phone(), child, 5, ids.new())
    assert service.phone().http.get(AGAIN).json() == {"again": []}
    assert service.stranger().get(AGAIN).status_code == 401


def test_the_desk_reads_beside_a_score_what_it_was_made_without(unit: Unit, service: Service, child: Payload) -> None:
    called_out(service, child, 3)
    nurse, encounter, assessor = service.phone(), ids.new(), service.signed_in("assessor")
    first = score(service, nurse, child, 5, encounter, knew=knew(child, 1))
    at = unit.path_of(nurse, first)
    shown = page(assessor, at)
    assert "Made without 2 incidents that are on record." in shown
    assert "Asked" in shown and "to score again" in shown
    assert "1 incident, 1 in 12 months." in shown
    assert "A score was made without encounters that are on record" in page(assessor, "/referrals?only=attention")
    score(service, nurse, child, 2, encounter, knew=knew(child, 3), amends=first)
    later = page(assessor, at)
    assert "knowing of them; both scores stay" in later
    assert "5 / 10" in later and "2 / 10" in later
    assert "A score was made without encounters" not in later


@pytest.mark.parametrize(
    "odd",
    [
        "everything",
        {"people": "all"},
        {"from": "server", "people": {"nobody": {"ever": 1}}},
        {"from": "server", "people": {str(UUID(int=1)): {"ever": -4}}},
        {"from": "server", "people": {str(UUID(int=1)): {"ever": 10**30}}, "at": "never"},
    ],
    ids=["words", "people as words", "no id", "fewer than none", "beyond count"],
)
def test_what_is_said_oddly_is_left_aside_and_the_score_is_kept(service: Service, child: Payload, odd: Any) -> None:
    called_out(service, child, 1)
    nurse = service.phone()
    sent = score(service, nurse, child, 5, ids.new(), knew=odd)
    assert nurse.status(sent).json()["status"] == "processed"
    assert [each["incidents"] for each in nurse.http.get(AGAIN).json()["again"]] == [1]
