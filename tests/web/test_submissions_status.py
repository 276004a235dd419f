"""Who hears what of a submission."""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from firsthand.base.settings import Settings
from firsthand.referrals import decisions, gradings, holders
from firsthand.referrals.tables import Referral
from support.client import Client, Json
from support.desk import Viewer
from support.service import Service

VICTIM = "018f0000-0000-7000-8000-00000000000a"


def incident(client: Client) -> Json:
    """An envelope's `about` and the rest of a record that becomes a referral."""
    encounter = {
        "kind": "incident",
        "started_at": client.about()["captured_at"],
        "people": [{"id": VICTIM, "role": "victim", "given_name": "Invented"}],
    }
    return {"encounter": encounter, "answers": {"injured_now": {"value": "yes", "source": "victim"}}}


def test_its_author_hears_all_once_it_is_verified(service: Service) -> None:
    phone = service.phone()
    about = phone.about()
    (result,) = phone.deliver(phone.envelope(about, **incident(phone)))
    service.settled()
    told = phone.status(about["id"]).json()
    assert told["received_at"].endswith("Z")
    assert told | {"received_at": ""} == {
        "status": "processed",
        "stage": "needs_grading",
        "reference": result["reference"],
        "received_at": "",
        "attachments": [],
    }


def test_whoever_relayed_hears_the_status_alone(service: Service) -> None:
    author, courier = service.phone(), service.phone()
    about = author.about()
    courier.deliver(author.envelope(about, **incident(author)))
    service.settled()
    assert courier.status(about["id"]).json() == {"status": "processed"}
    assert author.status(about["id"]).json()["stage"] == "needs_grading"


def test_whoever_is_named_by_a_forgery_hears_nothing_of_it(service: Service) -> None:
    author, forger = service.phone(), service.phone()
    about = author.about()
    forger.deliver(forger.envelope(about))
    service.settled()
    assert author.status(about["id"]).status_code == 404
    assert forger.status(about["id"]).json() == {"status": "needs_attention"}


def test_a_forgery_that_came_first_does_not_keep_the_real_one_out(service: Service) -> None:
    author, forger = service.phone(), service.phone()
    about = author.about()
    assert forger.deliver(forger.envelope(about, **incident(forger)))[0]["status"] == "stored"
    service.settled()
    assert author.deliver(author.envelope(about, **incident(author)))[0]["status"] == "stored_conflict"
    service.settled()
    assert author.status(about["id"]).json()["stage"] == "needs_grading"


def test_a_stranger_hears_nothing(service: Service) -> None:
    author, stranger = service.phone(), service.phone()
    about = author.about()
    author.deliver(author.envelope(about))
    assert stranger.status(about["id"]).status_code == 404
    service.settled()
    assert stranger.status(about["id"]).status_code == 404


@pytest.mark.parametrize("submission", ["01890000-0000-7000-8000-000000000007", "nothing", "%00", "x" * 500])
def test_of_what_is_not_here_nothing_is_told(submission: str, service: Service) -> None:
    answer = service.phone().status(submission)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_a_decision_is_told_to_its_signed_in_author_and_not_to_a_locked_phone(service: Service) -> None:
    phone, assessor = service.phone(), service.signed_in("assessor")
    about = phone.about()
    phone.deliver(phone.envelope(about, **incident(phone)))
    service.settled()
    service.write(lambda session: _decide(session, assessor.practitioner))
    told = phone.status(about["id"]).json()
    assert (told["stage"], told["decision"]["outcome"], told["decision"]["reason"]) == ("decided", "marac", "Why")
    phone.forget_session()
    locked = phone.status(about["id"]).json()
    assert locked == {name: value for name, value in told.items() if name != "decision"}


def _decide(session: Session, by: UUID) -> None:
    viewer = Viewer("assessor", by)
    referral = session.exec(select(Referral.id)).one()
    holders.take(session, referral, viewer)
    deadlines = Settings().deadlines
    gradings.record(session, referral, viewer, level="high", reason="Why", deadlines=deadlines)
    decisions.record(session, referral, viewer, outcome="marac", reason="Why")
