"""Who hears what of a submission."""

import pytest

from support.client import Client, Json
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
