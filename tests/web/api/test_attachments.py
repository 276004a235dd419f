"""Uploads by tus 1.0.0, one request at a time."""

import asyncio
import os
from base64 import b64encode
from hashlib import md5, sha1, sha256
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, event
from sqlmodel import select

from firsthand.attachments import rules
from firsthand.attachments.arriving import Cut
from firsthand.attachments.tables import Upload
from firsthand.base import clock
from firsthand.web.api import attachments
from support.client import Client
from support.databases import stored
from support.service import Service
from support.unit import Unit
from support.uploads import BYTES, PATH, File, Uploading, checksum, metadata, slices, uploaded

Options = Any


@pytest.fixture(scope="module")
def service(unit: Unit) -> Service:
    return unit.service


@pytest.fixture(scope="module")
def phone(unit: Unit) -> Client:
    """Signed in and enrolled; each test uploads files of its own."""
    return unit.service.phone()


@pytest.fixture
def begun(phone: Client) -> Uploading:
    return Uploading(phone, File()).begin()


def problem(answer: httpx.Response) -> str:
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    return str(answer.json()["code"])


def at(uploading: Uploading) -> str:
    return str(uploading.ask().raise_for_status().headers["Upload-Offset"])


def test_anybody_learns_what_uploads_may_be(service: Service, begun: Uploading) -> None:
    for path in (PATH, begun.url):
        answer = service.stranger().options(path)
        told = {name: answer.headers[name] for name in answer.headers if name.startswith("tus")}
        assert (answer.status_code, told) == (204, {
            "tus-resumable": "1.0.0", "tus-version": "1.0.0", "tus-max-size": "26214400",
            "tus-extension": "creation,expiration,checksum,termination", "tus-checksum-algorithm": "sha1,sha256",
        })  # fmt: skip


def test_a_file_arrives_in_one_piece(begun: Uploading) -> None:
    answer = begun.add(begun.file.content, 0)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "5000")
    asked = begun.ask()
    assert (asked.status_code, asked.headers["Upload-Offset"], asked.headers["Upload-Length"]) == (200, "5000", "5000")
    assert asked.headers["Upload-Metadata"] == begun.file.headers()["Upload-Metadata"]
    assert asked.headers["Cache-Control"] == "no-store"
    assert "Upload-Expires" not in asked.headers


def test_it_arrives_in_many_and_says_until_when_it_can_go_on(begun: Uploading) -> None:
    for place, piece in enumerate(slices(begun.file.content, 1000)):
        asked = begun.ask()
        assert (asked.headers["Upload-Offset"], asked.headers["Upload-Expires"][-3:]) == (str(place * 1000), "GMT")
        assert begun.add(piece, place * 1000).status_code == 204
    assert at(begun) == "5000"


def test_a_file_of_the_greatest_size_arrives_and_no_greater_one(phone: Client) -> None:
    largest = File(os.urandom(rules.MAX_SIZE))
    assert at(uploaded(phone, largest)) == str(rules.MAX_SIZE)
    refused = Uploading(phone, largest).call("POST", PATH, largest.headers() | {"Upload-Length": "26214401"})
    assert (refused.status_code, problem(refused)) == (413, "too-large")


def test_a_sender_has_so_many_on_their_way_and_goes_on_once_one_is_whole(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST", 2)
    phone = service.phone()
    first, second = (Uploading(phone, File()).begin() for _ in range(2))
    third = File()
    refused = Uploading(phone, third).call("POST", PATH, third.headers())
    assert (refused.status_code, problem(refused), refused.headers["Retry-After"]) == (429, "slow-down", "60")
    Uploading(service.phone(), File()).begin()
    first.finish()
    Uploading(phone, third).begin()
    assert second.ask().status_code == 200
    with clock.shifted(rules.LATELY):
        Uploading(phone, File()).begin()


def test_an_empty_file_has_arrived_at_once(phone: Client) -> None:
    file = File(b"")
    assert at(Uploading(phone, file).begin()) == "0"
    assert named(phone, file) == [file.named]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"Tus-Resumable": ""}, 412),
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Upload-Length": ""}, 400),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Length": "many"}, 400),
        ({"Upload-Length": "", "Upload-Defer-Length": "1"}, 400),
        ({"Upload-Metadata": ""}, 422),
        ({"Upload-Metadata": "submission,attachment,sha256"}, 422),
        ({"Upload-Metadata": metadata(**File().said, filename="child.webm")}, 422),
        ({"Upload-Metadata": metadata(**File().said | {"sha256": "00"})}, 422),
        ({"Upload-Metadata": metadata(**File().said | {"submission": "7"})}, 422),
        ({"Upload-Metadata": metadata(**File().said) + "," + metadata(sha256="0" * 64)}, 422),
        ({"Upload-Metadata": "submission *,attachment *,sha256 *"}, 422),
    ],
)
def test_what_is_not_as_agreed_is_not_begun(phone: Client, wrong: dict[str, str], status: int) -> None:
    answer = Uploading(phone, File()).call("POST", PATH, File().headers() | wrong)
    assert (answer.status_code, "Location" in answer.headers) == (status, False)
    assert answer.headers.get("Tus-Version") == ("1.0.0" if status == 412 else None)


def test_no_call_is_taken_of_another_version(begun: Uploading) -> None:
    for method in ("HEAD", "PATCH", "DELETE", "POST"):
        assert begun.call(method, begun.url, {"Tus-Resumable": "2.0.0"}).status_code == 412


@pytest.mark.parametrize("algorithm", [sha1, sha256])
def test_a_checksum_that_holds_is_taken(begun: Uploading, algorithm: Any) -> None:
    half, rest = begun.file.content[:2500], begun.file.content[2500:]
    name = algorithm().name
    assert begun.add(half, 0, **checksum(name, algorithm(half).digest())).status_code == 204
    assert begun.add(rest, 2500, **checksum(name, algorithm(rest).digest())).status_code == 204
    assert at(begun) == "5000"


def test_what_does_not_hold_its_checksum_does_not_count(begun: Uploading) -> None:
    begun.add(begun.file.content[:1000], 0)
    answer = begun.add(b"torn" * 100, 1000, **checksum("sha1", bytes(20)))
    assert (answer.status_code, problem(answer)) == (460, "checksum")
    assert at(begun) == "1000"
    assert at(begun.finish()) == "5000"


@pytest.mark.parametrize("told", ["sha1", "sha1 !", "sha1 AAAA", f"md5 {b64encode(md5(b'').digest()).decode()}"])
def test_a_checksum_of_no_kind_that_is_offered_is_refused(begun: Uploading, told: str) -> None:
    answer = begun.add(begun.file.content, 0, **{"Upload-Checksum": told})
    assert (answer.status_code, problem(answer), at(begun)) == (400, "bad-request", "0")


def test_bytes_are_taken_only_where_it_stands(begun: Uploading) -> None:
    begun.add(begun.file.content[:1000], 0)
    for place in (0, 999, 1001, 5000):
        answer = begun.add(begun.file.content[1000:], place)
        assert (answer.status_code, problem(answer)) == (409, "upload-offset")
    assert begun.call("PATCH", begun.url, {"Content-Type": BYTES}, b"x").status_code == 400
    assert at(begun) == "1000"


def test_bytes_are_taken_only_as_bytes(begun: Uploading) -> None:
    headers = {"Content-Type": "application/octet-stream", "Upload-Offset": "0"}
    answer = begun.call("PATCH", begun.url, headers, begun.file.content)
    assert (answer.status_code, problem(answer), at(begun)) == (415, "bytes-wanted", "0")


def test_nothing_is_taken_beyond_the_end(begun: Uploading) -> None:
    answer = begun.add(begun.file.content + b"x", 0)
    assert (answer.status_code, problem(answer), at(begun)) == (413, "too-large", "0")
    assert begun.add(iter([begun.file.content, b"x"]), 0).status_code == 413
    assert at(begun.finish()) == "5000"
    assert begun.add(b"x", 5000).status_code == 413
    assert begun.add(b"", 5000).status_code == 204


def test_what_is_not_what_was_announced_begins_anew(begun: Uploading, service: Service) -> None:
    answer = begun.add(bytes(5000), 0)
    assert (answer.status_code, problem(answer)) == (460, "checksum")
    assert begun.ask().status_code == 404
    assert named(begun.client, begun.file) == []
    uploaded(begun.client, begun.file)
    assert named(begun.client, begun.file) == [begun.file.named]


def test_an_upload_is_withdrawn_while_it_is_not_complete(begun: Uploading) -> None:
    begun.add(begun.file.content[:1000], 0)
    assert begun.withdraw().status_code == 204
    assert begun.ask().status_code == begun.add(begun.file.content[1000:], 1000).status_code == 404
    whole = uploaded(begun.client, begun.file)
    answer = whole.withdraw()
    assert (answer.status_code, problem(answer)) == (403, "not-allowed")
    assert at(whole) == "5000"


def test_it_is_there_for_its_creator_alone(begun: Uploading, service: Service) -> None:
    begun.add(begun.file.content[:1000], 0)
    for other in (service.phone(), service.signed_in("manager")):
        strange = Uploading(other, begun.file, begun.url)
        answers = strange.ask(), strange.add(begun.file.content[1000:], 1000), strange.withdraw()
        assert {answer.status_code for answer in answers} == {404}
    assert at(begun) == "1000"


def test_nobody_else_is_served_and_no_other_site(begun: Uploading, service: Service) -> None:
    nobody = Uploading(Client(http=service.stranger()), begun.file, begun.url)
    answers = nobody.ask(), nobody.add(b"", 0), nobody.withdraw(), nobody.call("POST", PATH, begun.file.headers())
    assert {answer.status_code for answer in answers} == {401}
    foreign = begun.add(b"", 0, Origin="https://elsewhere.example")
    assert (foreign.status_code, problem(foreign)) == (403, "foreign-origin")


def test_a_session_without_its_token_changes_nothing(service: Service) -> None:
    signed = service.signed_in()
    uploading = Uploading(signed, File()).begin()
    signed.csrf = ""
    answer = uploading.add(uploading.file.content, 0)
    assert (answer.status_code, problem(answer), at(uploading)) == (403, "csrf", "0")


def test_a_browser_goes_on_when_its_session_is_over(service: Service) -> None:
    phone = service.phone()
    uploading = Uploading(phone, File()).begin()
    uploading.add(uploading.file.content[:1000], 0)
    phone.forget_session()
    phone.csrf = ""
    assert at(uploading.finish()) == "5000"
    assert named(phone, uploading.file) == [uploading.file.named]


def test_a_practitioner_goes_on_in_another_browser(service: Service) -> None:
    signed = service.signed_in()
    uploading = Uploading(signed, File()).begin()
    elsewhere = Client(http=service.stranger(), csrf=signed.csrf)
    elsewhere.http.cookies.update(signed.http.cookies)
    uploading.client = elsewhere
    assert at(uploading.finish()) == "5000"


def test_who_can_send_no_patch_says_so_by_post(begun: Uploading) -> None:
    meant = {"X-HTTP-Method-Override": "PATCH", "Content-Type": BYTES, "Upload-Offset": "0"}
    assert begun.call("POST", begun.url, meant, begun.file.content[:1000]).status_code == 204
    assert at(begun) == "1000"
    assert begun.call("POST", begun.url, {"X-HTTP-Method-Override": "PUT"}).status_code == 405
    assert begun.call("POST", begun.url, {"X-HTTP-Method-Override": "DELETE"}).status_code == 204
    assert begun.ask().status_code == 404


def announcing(phone: Client, *files: File, **about: Any) -> str:
    told = {"id": files[0].submission, "attachments": [file.announced for file in files]}
    return phone.envelope(phone.about(**told | about))


def named(phone: Client, *files: File, envelope: str = "") -> list[dict[str, str]]:
    """What the receipt of a submission that announces these names."""
    answer = phone.post(envelope or announcing(phone, *files)).raise_for_status().json()
    (line,) = phone.received(answer["receipt"])
    return list(line["attachments"])


def test_a_receipt_names_what_is_held_whole_and_so_does_the_status(phone: Client, unit: Unit) -> None:
    first = File()
    second = File(submission=first.submission)
    envelope = announcing(phone, first, second)
    assert named(phone, envelope=envelope) == []
    Uploading(phone, second).begin().add(second.content[:1000], 0)
    uploaded(phone, first)
    assert named(phone, envelope=envelope) == [first.named]
    uploaded(phone, second)
    assert named(phone, envelope=envelope) == [first.named, second.named]
    unit.service.settled()
    assert phone.status(first.submission).json()["attachments"] == [first.named, second.named]


def test_a_submission_without_files_asks_nothing_of_them(phone: Client, unit: Unit) -> None:
    """Nearly all have none; looking would cost each a statement."""
    asked: list[str] = []

    def note(*of: Any) -> None:
        asked.append(str(of[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert named(phone, envelope=phone.envelope()) == []
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert any("submissions" in each for each in asked)
    assert not any("uploads" in each for each in asked)


def test_only_what_equals_the_header_belongs_to_it(phone: Client) -> None:
    file = File()
    uploaded(phone, File(os.urandom(5000), file.id, file.submission))
    uploaded(phone, File(file.content, file.id))
    uploaded(phone, File(file.content, submission=file.submission))
    assert named(phone, file) == []
    other = announcing(phone, file, attachments=[file.announced | {"size": 4999}])
    uploaded(phone, file)
    assert named(phone, envelope=other) == []
    assert named(phone, file) == [file.named]


def test_whoever_brings_the_submission_may_be_another_than_who_brings_the_file(service: Service, phone: Client) -> None:
    file = File()
    uploaded(service.phone(), file)
    assert named(phone, file) == [file.named]


def test_ids_are_told_as_the_device_spelt_them(phone: Client) -> None:
    file = File()
    uploaded(phone, file)
    shouted = announcing(phone, file, attachments=[file.announced | {"id": file.id.upper()}])
    assert named(phone, envelope=shouted) == [{"id": file.id.upper(), "sha256": file.sha256}]


def test_an_attachment_that_cannot_be_read_is_passed_over(phone: Client) -> None:
    odd: Options = ["x", {}, {"id": 7}, None, File().announced | {"size": -1}]
    file = File()
    uploaded(phone, file)
    assert named(phone, envelope=announcing(phone, file, attachments=[*odd, file.announced])) == [file.named]
    assert named(phone, envelope=announcing(phone, File(), attachments="x")) == []


def test_a_line_on_which_nothing_comes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a minute of silence on a phone is usual; a dead line would be held for ever."""
    monkeypatch.setattr(attachments, "_PATIENCE", 0.01)
    messages = [{"type": "http.request", "body": b"some", "more_body": True}]

    async def receive() -> Any:
        return messages.pop() if messages else await asyncio.sleep(10)

    async def came() -> list[bytes]:
        body = attachments._body(SimpleNamespace(receive=receive))
        first = await anext(body)
        with pytest.raises(Cut):
            await anext(body)
        return [first]

    assert asyncio.run(came()) == [b"some"]


def test_nothing_of_it_is_readable_at_rest(begun: Uploading, service: Service) -> None:
    """The object folder holds what came, by ids; the database holds none of it."""
    begun.finish()
    folder = service.world.settings.data / "objects"
    (kept,) = [file for file in folder.rglob("*") if file.is_file() and file.read_bytes() == begun.file.content]
    (row,) = rows(service, begun)
    assert kept == folder / "whole" / str(row.id)
    assert begun.file.content[:32] not in stored(service.database)
    assert not list((folder / "parts").rglob(f"{row.id}/*"))
    assert (folder.stat().st_mode & 0o777) == 0o700


def rows(service: Service, uploading: Uploading) -> list[Upload]:
    same = select(Upload).where(Upload.sha256 == uploading.file.sha256)
    return list(service.read(lambda session: session.exec(same).all()))
