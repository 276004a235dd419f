"""Drawings and sound at the desk: how many came, who may open them, and what is written down."""

import json
import os
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlmodel import col, select

from firsthand.attachments import openings
from firsthand.audit.tables import AuditEntry
from firsthand.base import ids
from support.client import Client
from support.databases import stored
from support.unit import Unit, submit
from support.uploads import File, uploaded

DRAWING = {"kind": "drawing", "version": 1, "width": 100, "height": 80,
           "strokes": [{"colour": "red", "width": 6, "points": [[1, 2], [30, 40]]}]}  # fmt: skip


@dataclass
class Sent:
    """A submission with files, at the desk."""

    phone: Client
    path: str
    submission: str
    files: list[File]


def sealed(plain: bytes, submission: str, media_type: str = "application/json") -> tuple[File, str]:
    """A file as a phone makes it, and its key as the submission carries it."""
    key, attachment = os.urandom(32), str(ids.new())
    content = openings.sealed(plain, key, os.urandom(12), submission, attachment)
    return File(content, attachment, submission, media_type), urlsafe_b64encode(key).rstrip(b"=").decode()


def send(unit: Unit, *plain: tuple[bytes, str], **changed: str) -> Sent:
    phone, submission = unit.service.phone(), str(ids.new())
    made = [sealed(content, submission, kind) for content, kind in plain]
    files = [file for file, _ in made]
    keys = {file.id: key for file, key in made} | changed
    about = {"id": submission, "attachments": [file.announced for file in files]}
    path = unit.sent(phone, about=about, attachment_keys=keys)
    return Sent(phone, path, submission, files)


@pytest.fixture
def drawn(unit: Unit) -> Sent:
    """Of two drawings one has come."""
    sent = send(unit, *[(json.dumps(DRAWING).encode(), "application/json")] * 2)
    uploaded(sent.phone, sent.files[0])
    return sent


@pytest.fixture
def reader(unit: Unit) -> Client:
    """Somebody at the desk whom a manager let open them."""
    return let(unit, unit.at_desk())


def let(unit: Unit, who: Client, act: str = "give") -> Client:
    answer = submit(unit.at_desk("manager"), f"/practitioners/{who.practitioner}/attachments", act=act)
    assert answer.status_code == 303
    return who


def links(unit: Unit, sent: Sent) -> list[str]:
    page = unit.reader.http.get(sent.path).raise_for_status().text
    return re.findall(rf'href="({sent.path}/attachments/[^"]+)"', page)


def entries(unit: Unit, sent: Sent, action: str) -> list[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.action == action, AuditEntry.subject == UUID(sent.submission))
    return list(unit.service.read(lambda session: session.exec(query.order_by(col(AuditEntry.at))).all()))


def test_the_queue_and_the_referral_say_how_many_have_come(unit: Unit, drawn: Sent) -> None:
    assert "1 of 2 files received" in unit.queue()
    page = unit.reader.http.get(drawn.path).text
    assert "1 of 2 files received" in page
    assert "not here yet" in page
    uploaded(drawn.phone, drawn.files[1])
    assert "2 of 2 files received" in unit.reader.http.get(drawn.path).text


def test_a_drawing_is_drawn_by_the_service(unit: Unit, drawn: Sent, reader: Client) -> None:
    (link,) = links(unit, drawn)
    page = reader.http.get(link).raise_for_status()
    assert '<path d="M1 2L30 40" fill="none" stroke="#d0281e"' in page.text
    (entry,) = entries(unit, drawn, "attachment.opened")
    assert (entry.actor, entry.detail["attachment"]) == (reader.practitioner, drawn.files[0].id)
    assert "opened a drawing or a sound" in unit.reader.http.get(drawn.path).text


def test_nothing_of_a_drawing_is_readable_at_rest(unit: Unit, drawn: Sent, reader: Client) -> None:
    """Neither in the database nor in the object folder, also when it has been opened."""
    reader.http.get(links(unit, drawn)[0]).raise_for_status()
    folder = unit.service.world.settings.data / "objects"
    kept = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert drawn.files[0].content in kept
    for words in (b'"strokes"', b"M1 2L30", b'"points"'):
        assert words not in kept
        assert words not in stored(unit.service.database)


def test_without_the_right_nothing_opens_and_nothing_is_noted(unit: Unit, drawn: Sent, reader: Client) -> None:
    (link,) = links(unit, drawn)
    let(unit, reader, "take")
    for who in (reader, unit.at_desk(), unit.at_desk("supervisor"), unit.at_desk("manager"), drawn.phone):
        answer = who.http.get(link)
        assert answer.status_code == 403
        assert "M1 2L30 40" not in answer.text
    assert entries(unit, drawn, "attachment.opened") == []


def test_it_is_given_to_nobody_who_does_not_work_at_the_desk(unit: Unit) -> None:
    for role in ("practitioner", "partner", "manager"):
        who = unit.at_desk(role)
        answer = submit(unit.at_desk("manager"), f"/practitioners/{who.practitioner}/attachments", act="give")
        assert answer.status_code == 422
        assert "Only assessors and supervisors" in answer.text


def test_another_role_ends_it(unit: Unit, reader: Client) -> None:
    manager = unit.at_desk("manager")
    page = f"/practitioners/{reader.practitioner}"
    assert "Let them open these no more" in manager.http.get(page).text
    for role in ("supervisor", "assessor"):
        submit(manager, f"{page}/role", role=role)
    assert "Let them open drawings and sound" in manager.http.get(page).text


def test_a_sound_is_played_and_each_time_is_noted(unit: Unit, reader: Client) -> None:
    sent = send(unit, (b"OggS invented", "audio/ogg"))
    uploaded(sent.phone, sent.files[0])
    (link,) = links(unit, sent)
    page = reader.http.get(link).text
    assert f'data-sound="{link}/sound"' in page
    assert f'href="{link}/sound' not in page and "<audio" not in page and "autoplay" not in page
    assert entries(unit, sent, "attachment.played") == []
    for _ in range(2):
        answer = reader.http.get(f"{link}/sound")
        assert (answer.content, answer.headers["Content-Type"]) == (b"OggS invented", "audio/ogg")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Disposition"] == "inline"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert len(entries(unit, sent, "attachment.played")) == 2
    assert reader.http.get(links(unit, sent)[0].replace("attachments", "attachment")).status_code == 404


def test_a_sound_is_for_its_player_and_for_no_window_of_its_own(unit: Unit, reader: Client) -> None:
    sent = send(unit, (b"OggS invented", "audio/ogg"))
    uploaded(sent.phone, sent.files[0])
    (link,) = links(unit, sent)
    for wanted in ("document", "iframe", "audio", "embed"):
        answer = reader.http.get(f"{link}/sound", headers={"Sec-Fetch-Dest": wanted})
        assert answer.status_code == 404
        assert b"OggS" not in answer.content
    assert entries(unit, sent, "attachment.played") == []


def test_a_sound_is_refused_to_whoever_has_not_the_right(unit: Unit, reader: Client) -> None:
    sent = send(unit, (b"OggS invented", "audio/ogg"))
    uploaded(sent.phone, sent.files[0])
    (link,) = links(unit, sent)
    for who in (unit.at_desk(), unit.at_desk("supervisor"), unit.at_desk("manager"), sent.phone):
        answer = who.http.get(f"{link}/sound")
        assert answer.status_code == 403
        assert b"OggS" not in answer.content
    assert entries(unit, sent, "attachment.played") == []


@pytest.mark.parametrize("claimed", ["text/html", "audio/x-mine", "application/xhtml+xml", "image/svg+xml"])
def test_a_kind_that_a_device_made_up_is_never_served(unit: Unit, reader: Client, claimed: str) -> None:
    sent = send(unit, (b"<script>alert(1)</script>", claimed))
    uploaded(sent.phone, sent.files[0])
    (link,) = links(unit, sent)
    assert "of a kind that is not shown here" in reader.http.get(link).text
    assert reader.http.get(f"{link}/sound").status_code == 404


@pytest.fixture(params=["a wrong key", "no key", "no base64"])
def unfit(request: pytest.FixtureRequest) -> str:
    return {"a wrong key": urlsafe_b64encode(bytes(32)).decode(), "no key": "", "no base64": "*"}[request.param]


def test_what_does_not_open_says_so(unit: Unit, reader: Client, unfit: str) -> None:
    phone, submission = unit.service.phone(), str(ids.new())
    file, _ = sealed(json.dumps(DRAWING).encode(), submission)
    about = {"id": submission, "attachments": [file.announced]}
    sent = Sent(phone, unit.sent(phone, about=about, attachment_keys={file.id: unfit}), submission, [file])
    uploaded(phone, file)
    page = reader.http.get(links(unit, sent)[0]).raise_for_status().text
    assert "It does not open: its key is missing, or it is not what was sealed." in page


def test_what_is_no_drawing_is_not_shown(unit: Unit, reader: Client) -> None:
    sent = send(unit, (b"<svg onload='x'></svg>", "application/json"), (b"%PDF", "application/pdf"))
    for file in sent.files:
        uploaded(sent.phone, file)
    first, second = links(unit, sent)
    assert "is no drawing as agreed" in reader.http.get(first).text
    assert "onload" not in reader.http.get(first).text
    assert "of a kind that is not shown here" in reader.http.get(second).text
    assert reader.http.get(f"{first}/sound").status_code == 404


def test_a_file_opens_only_under_its_own_referral(unit: Unit, drawn: Sent, reader: Client) -> None:
    (link,) = links(unit, drawn)
    other = unit.sent()
    assert reader.http.get(link.replace(drawn.path, other)).status_code == 404
    assert reader.http.get(link.replace(drawn.files[0].id, str(ids.new()))).status_code == 404
    assert reader.http.get(link.replace(drawn.files[0].id, drawn.files[1].id)).status_code == 404
