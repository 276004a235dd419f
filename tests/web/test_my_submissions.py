"""What an author sees of what they sent: online, in the app, and nobody else."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient
from sqlmodel import Session, select

from firsthand.app import create_app
from firsthand.audit.tables import AuditEntry
from support.client import Client
from support.databases import NewSettings
from support.service import Service
from support.uploads import File, uploaded

IN_THE_APP = {"HX-Request": "true"}
CHILD = "018f0000-0000-7000-8000-00000000000b"
VICTIM = "018f0000-0000-7000-8000-00000000000a"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, new_settings: NewSettings) -> Iterator[Service]:
    """One application for all of these: each has practitioners of its own."""
    settings = new_settings(tmp_path_factory.mktemp("mine"))
    app = create_app(settings)
    with TestClient(app, base_url=settings.public_origin, raise_server_exceptions=False) as http:
        yield Service(app, http)


def said(client: Client, **more: Any) -> dict[str, Any]:
    people = [{"id": VICTIM, "role": "victim", "given_name": "Invented"}]
    encounter = {"kind": "incident", "started_at": client.about()["captured_at"], "people": people}
    answers = {
        "injured_now": {"value": "yes", "source": "victim", "note": "a cut lip"},
        "frightened": {"value": "declined", "source": "victim"},
    }
    return {"encounter": encounter, "answers": answers, "language": "pl", **more}


def sent(service: Service, phone: Client) -> str:
    about = phone.about()
    phone.deliver(phone.envelope(about, **said(phone)))
    service.settled()
    return str(about["id"])


def look(phone: Client, path: str) -> httpx.Response:
    return phone.http.get(path, headers=IN_THE_APP)


def test_the_list_names_reference_and_stage(service: Service) -> None:
    phone = service.phone()
    sent(service, phone)
    page = look(phone, "/submissions")
    assert page.headers["cache-control"] == "no-store"
    assert "FH-" in page.text
    assert "Needs grading" in page.text


def test_it_says_how_many_of_its_files_have_come(service: Service) -> None:
    phone = service.phone()
    about = phone.about()
    files = [File(submission=str(about["id"])) for _ in range(2)]
    about["attachments"] = [file.announced for file in files]
    phone.deliver(phone.envelope(about, **said(phone)))
    service.settled()
    uploaded(phone, files[0])
    assert "1 of 2 files received" in look(phone, "/submissions").text
    assert "1 of 2 files received" in look(phone, f"/submissions/{about['id']}").text


def test_it_reads_in_english_with_their_language_beside_it(service: Service) -> None:
    phone = service.phone()
    page = look(phone, f"/submissions/{sent(service, phone)}").text
    assert "Did you get hurt this time?" in page
    assert "a cut lip" in page
    assert 'lang="pl"' in page
    assert "Draft translation, not yet reviewed" in page


def test_a_look_is_written_down(service: Service) -> None:
    phone = service.phone()
    submission = sent(service, phone)
    look(phone, f"/submissions/{submission}")
    assert looks(service, submission) == 1


def looks(service: Service, submission: str) -> int:
    def work(session: Session) -> int:
        viewed = select(AuditEntry).where(AuditEntry.action == "submission.viewed")
        return sum(str(entry.subject) == submission for entry in session.exec(viewed))

    return int(service.read(work))


def test_nobody_else_learns_that_there_is_one(service: Service) -> None:
    submission = sent(service, service.phone())
    assert look(service.phone(), f"/submissions/{submission}").status_code == 404


@pytest.mark.parametrize("path", ["/submissions", f"/submissions/{VICTIM}"])
def test_signed_out_one_is_sent_to_sign_in(service: Service, path: str) -> None:
    answer = service.stranger().get(path, headers=IN_THE_APP)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/sign-in#sign-in")


def test_a_browser_that_was_just_opened_shows_nothing_before_it_is_unlocked(service: Service) -> None:
    phone = service.phone()
    submission = sent(service, phone)
    for path in ("/submissions", f"/submissions/{submission}"):
        page = phone.http.get(path)
        assert 'data-mount="door"' in page.text
        assert "FH-" not in page.text
        assert "cut lip" not in page.text
    assert looks(service, submission) == 0


def test_the_page_carries_what_an_amendment_begins_with(service: Service) -> None:
    phone = service.phone()
    submission = sent(service, phone)
    page = look(phone, f"/submissions/{submission}").text
    held = json.loads(page.split("data-record>")[1].split("</script>")[0])
    assert (held["id"], held["form"], held["language"]) == (submission, "dash", "pl")
    assert held["answers"]["injured_now"] == {"value": "yes", "source": "victim", "note": "a cut lip"}


def test_what_a_scorer_knew_goes_along_with_its_amendment(service: Service) -> None:
    phone, knew = service.phone(), {"at": None, "from": "phone", "people": {}}
    about = phone.about()
    phone.deliver(phone.envelope(about, **said(phone, knew=knew)))
    service.settled()
    page = look(phone, f"/submissions/{about['id']}").text
    assert json.loads(page.split("data-record>")[1].split("</script>")[0])["knew"] == knew


def test_an_unknown_form_version_is_shown_as_kept(service: Service) -> None:
    phone = service.phone()
    about = {**phone.about(), "form_version": "1999.1"}
    phone.deliver(phone.envelope(about, **said(phone)))
    service.settled()
    page = look(phone, f"/submissions/{about['id']}")
    assert page.status_code == 200
    assert "kept as it came" in page.text


@pytest.mark.parametrize("owner", ["locked", "018f0000-0000-7000-8000-0000000000ff"])
def test_a_device_that_is_locked_or_another_practitioners_gets_the_door(service: Service, owner: str) -> None:
    phone = service.phone()
    submission = sent(service, phone)
    for path in ("/submissions", f"/submissions/{submission}"):
        page = phone.http.get(path, headers={**IN_THE_APP, "X-Vault-Owner": owner})
        assert page.status_code == 200
        assert 'data-mount="door"' in page.text
        assert "FH-" not in page.text
