"""Uploads by tus 1.0.0, one request at a time."""

import hashlib

import pytest

from firsthand.attachments import rules
from support.service import Service
from support.uploads import BYTES, PATH, File, Uploading, checksum, metadata, slices, uploaded


@pytest.fixture
def begun(service: Service) -> Uploading:
    """By a phone that is signed in."""
    return Uploading(service.phone(), File()).begin()


def problem(answer) -> str:
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    return str(answer.json()["code"])


def test_anybody_learns_what_uploads_may_be(service: Service) -> None:
    answer = service.stranger().options(PATH)
    told = {name: answer.headers[name] for name in answer.headers if name.startswith("tus")}
    assert (answer.status_code, told) == (204, {
        "tus-resumable": "1.0.0", "tus-version": "1.0.0", "tus-extension": "creation,expiration,checksum,termination",
        "tus-max-size": "26214400", "tus-checksum-algorithm": "sha1,sha256",
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
    for at, piece in enumerate(slices(begun.file.content, 1000)):
        assert begun.ask().headers["Upload-Offset"] == str(at * 1000)
        assert begun.ask().headers["Upload-Expires"].endswith("GMT")
        assert begun.add(piece, at * 1000).status_code == 204
    assert begun.ask().headers["Upload-Offset"] == "5000"
