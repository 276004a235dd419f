import json
from base64 import b64encode

import pytest
from sqlmodel import Session, select

from firsthand.base import databases, keyring, schema
from firsthand.base.keyring import Keyring
from firsthand.cli import main
from firsthand.commands import rescue
from firsthand.commands.rescue import NoRescueFile
from firsthand.intake.tables import Submission
from support import authors
from support.uploads import File


@pytest.fixture
def envelopes(settings):
    """Two of somebody who is enrolled, on a service that is stopped."""
    keyring.use(Keyring.read(settings.keyring_file))
    database = databases.opened(settings)
    schema.upgrade(database.engine)
    author = authors.enrol(database)
    database.close()
    return [author.envelope(), author.envelope()]


@pytest.fixture
def file(tmp_path, envelopes):
    file = tmp_path / "sealed.json"
    file.write_text(json.dumps({"submissions": envelopes}))
    return file


def stored(settings):
    database = databases.opened(settings)
    try:
        return database.reads.run_sync(lambda session: len(rows(session)))
    finally:
        database.close()


def rows(session: Session):
    return session.exec(select(Submission)).all()


def test_what_a_file_holds_is_taken_in_once_however_often_it_is_brought(settings, file):
    said = [rescue.bring_in(settings, file) for _ in range(2)]
    assert said[0].startswith("Taken in: 2. Here already: 0. Refused: 0.")
    assert said[1].startswith("Taken in: 0. Here already: 2. Refused: 0.")
    assert said[0].count("FH-") == 2
    assert stored(settings) == 2


def test_what_is_damaged_is_named_and_spoils_no_other(settings, file, envelopes):
    file.write_text(json.dumps({"submissions": ["torn", 7, None, "x" * 5_000_000, *envelopes]}))
    said = rescue.bring_in(settings, file)
    assert said.startswith("Taken in: 2. Here already: 0. Refused: 4.")
    assert "Refused: too-large.\nRefused: unreadable-envelope." in said


def carried(file: File, **odd: str) -> dict[str, str]:
    content = b64encode(file.content).decode()
    return {"submission": file.submission, "id": file.id, "sha256": file.sha256, "bytes": content} | odd


def test_the_files_that_go_with_them_are_taken_in_once(settings, file, envelopes):
    drawing = File()
    odd = [carried(File(), sha256="0" * 64), carried(File(), bytes="no base64"), {"id": 7}, None]
    file.write_text(json.dumps({"submissions": envelopes, "attachments": [carried(drawing), *odd]}))
    said = [rescue.bring_in(settings, file) for _ in range(2)]
    assert said[0].endswith("Files taken in: 1. Here already: 0. Refused: 4.")
    assert said[1].endswith("Files taken in: 0. Here already: 1. Refused: 4.")
    (kept,) = (settings.data / "objects" / "whole").iterdir()
    assert kept.read_bytes() == drawing.content


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"submissions": []}', '{"submissions": {}}', '{"other": 1}'])
def test_another_file_is_said_to_be_none(settings, tmp_path, text):
    file = tmp_path / "letter.json"
    file.write_text(text)
    with pytest.raises(NoRescueFile, match="letter"):
        rescue.bring_in(settings, file)


def test_the_command_says_in_a_sentence_what_stopped_it(monkeypatch, settings, tmp_path):
    monkeypatch.setenv("FIRSTHAND_DATA", str(settings.data))
    with pytest.raises(SystemExit, match="is no rescue file"):
        main(["rescue", str(tmp_path / "nowhere.json")])
