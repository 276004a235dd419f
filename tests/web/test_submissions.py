"""protocol.md as an outside client meets it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import ECKey
from sqlmodel import select

from firsthand.audit import entries
from firsthand.base import clock, ids, keyring
from firsthand.identity.tables import Device
from firsthand.intake.tables import Submission
from support.anything import JSON
from support.client import Client
from support.service import Service


def stored(service: Service) -> int:
    return len(service.read(lambda session: session.exec(select(Submission.id)).all()))


def test_a_submission_is_stored_and_receipted(service: Service) -> None:
    phone = service.phone()
    about = phone.about()
    (result,) = phone.deliver(phone.envelope(about))
    assert result == {"id": about["id"], "status": "stored", "reference": result["reference"]}
    assert ids.is_reference(result["reference"])


def test_each_item_has_its_own_answer_in_the_same_order(service: Service) -> None:
    phone = service.phone()
    about = phone.about()
    one, other = phone.envelope(about), phone.envelope(about)
    elsewhere = Client(phone.practitioner, phone.device, phone.key, keys=[{**phone.key, "use": "enc"}])
    lost = phone.about()
    results = phone.deliver("no envelope", one, one, other, elsewhere.envelope(lost), "A" * (256 * 1024 + 1), 7)
    assert [(result["id"], result["status"], result.get("problem")) for result in results] == [
        (None, "refused", "unreadable-envelope"),
        (about["id"], "stored", None),
        (about["id"], "already_stored", None),
        (about["id"], "stored_conflict", None),
        (lost["id"], "refused", "unknown-sealing-key"),
        (None, "refused", "too-large"),
        (None, "refused", "unreadable-envelope"),
    ]
    assert stored(service) == 2


def test_a_dropped_answer_is_asked_for_again_and_changes_nothing(service: Service) -> None:
    phone = service.phone()
    envelope = phone.envelope()
    first, again = phone.post(envelope).json(), phone.post(envelope).json()
    assert phone.received(first["receipt"]) == phone.received(again["receipt"])
    assert stored(service) == 1


def test_twenty_parallel_sends_of_one_submission_store_it_once(service: Service) -> None:
    phone = service.phone()
    envelope = phone.envelope()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: phone.post(envelope), range(20)))
    assert {answer.status_code for answer in answers} == {200}
    statuses = [answer.json()["results"][0]["status"] for answer in answers]
    assert sorted(statuses) == ["already_stored"] * 19 + ["stored"]
    assert len({str(phone.received(answer.json()["receipt"])) for answer in answers}) == 1
    assert stored(service) == 1


def test_the_outbox_drains_after_the_session_is_gone(service: Service) -> None:
    phone = service.phone()
    phone.forget_session()
    phone.csrf = ""
    about = phone.about()
    assert phone.deliver(phone.envelope(about))[0]["status"] == "stored"
    assert phone.status(about["id"]).json()["status"]


def test_somebody_who_is_neither_signed_in_nor_enrolled_is_asked_to_sign_in(service: Service) -> None:
    answer = service.stranger().post("/api/v1/submissions", json={"submissions": ["x"]})
    assert (answer.status_code, answer.json()["code"]) == (401, "sign-in")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_delivery_from_another_site_is_refused(service: Service) -> None:
    phone = service.phone()
    phone.forget_session()
    for header in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = phone.http.post("/api/v1/submissions", json={"submissions": [phone.envelope()]}, headers=header)
        assert answer.status_code == 403
    assert stored(service) == 0


def test_a_session_without_its_token_and_without_a_device_is_told_so(service: Service) -> None:
    desk = service.signed_in("assessor")
    answer = desk.http.post("/api/v1/submissions", json={"submissions": ["x"]})
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "bad-request"),
        (b"{", 400, "bad-request"),
        (b"[" * 200_000, 422, "invalid"),
        (b'{"submissions":' + b"[" * 200_000, 400, "bad-request"),
        (b'{"submissions":[]}', 422, "invalid"),
        (b'{"submissions":["x"' + b',"x"' * 50 + b"]}", 413, "too-large"),
        (b'{"submissions":["' + b"x" * 4_300_000 + b'"]}', 413, "too-large"),
        (b'{"submissions":["' + b"x" * 6_000_000 + b'"]}', 413, "too-large"),
    ],
)
def test_a_request_that_is_wrong_as_a_whole_is_answered_by_a_problem(
    body: bytes, status: int, code: str, service: Service
) -> None:
    phone = service.phone()
    answer = phone.http.post("/api/v1/submissions", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) >= {"type", "title", "status"}


@given(body=st.binary(max_size=300) | JSON.map(lambda value: httpx.Request("POST", "http://x", json=value).content))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
def test_no_body_brings_the_service_down(body: bytes, service: Service) -> None:
    phone = phone_of(service)
    answer = phone.http.post("/api/v1/submissions", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 413, 422)


def phone_of(service: Service) -> Client:
    """One for all examples."""
    if not hasattr(service, "kept"):
        service.kept = service.phone()  # type: ignore[attr-defined]
    kept: Client = service.kept  # type: ignore[attr-defined]
    return kept


def test_when_the_commit_fails_nothing_is_acknowledged(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = service.phone()
    envelope, dialect = phone.envelope(), service.database.engine.dialect

    def fail(connection: Any) -> None:
        connection.rollback()
        raise dialect.loaded_dbapi.OperationalError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(dialect, "do_commit", fail)
        answer = phone.post(envelope)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert stored(service) == 0
    assert phone.deliver(envelope)[0]["status"] == "stored"


def test_a_revoked_device_delivers_is_flagged_and_learns_it(service: Service) -> None:
    phone = service.phone()

    def revoke(session: object) -> None:
        device = session.get_one(Device, phone.device)  # type: ignore[attr-defined]
        device.revoked_at = clock.now() - timedelta(seconds=1)
        entries.record(session, "device.revoked", subject=phone.practitioner)  # type: ignore[arg-type]

    service.write(revoke)
    phone.forget_session()
    answer = phone.post(phone.envelope()).json()
    assert (answer["device"], answer["results"][0]["status"]) == ("revoked", "stored")
    service.settled()
    (row,) = service.read(lambda session: session.exec(select(Submission)).all())
    assert (row.verified, row.flags) == (False, ["key-revoked"])


def test_the_key_set_is_public_and_signed(service: Service) -> None:
    answer = service.stranger().get("/api/v1/keys").raise_for_status().json()
    assert [key["use"] for key in answer["keys"]] == ["enc", "sig"]
    receipt_key = ECKey.import_key(answer["keys"][1])
    signed = jws.deserialize_compact(answer["signed"], receipt_key, algorithms=["ES256"])
    assert httpx.Response(200, content=signed.payload).json()["keys"] == answer["keys"]


def test_after_a_rotation_envelopes_for_the_earlier_key_are_still_read(service: Service) -> None:
    phone = service.phone()
    keyring.use(keyring.current().rotated())
    about = phone.about()
    assert phone.deliver(phone.envelope(about))[0]["status"] == "stored"
    service.settled()
    assert phone.status(about["id"]).json()["reference"]
    earlier = phone.sealing_key()
    phone.fetch_keys()
    assert phone.sealing_key() != earlier


def test_the_calls_are_described(service: Service) -> None:
    paths = service.stranger().get("/schema/openapi.json").json()["paths"]
    body = paths["/api/v1/submissions"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["required"] == ["submissions"]
    assert {"/api/v1/keys", "/api/v1/submissions/{submission}"} <= set(paths)
