"""From SQLite to PostgreSQL: whole, compared, and gone on with wherever it was stopped."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from firsthand.audit import entries
from firsthand.audit.tables import AuditEntry
from firsthand.base import databases
from firsthand.base.databases import Moved
from firsthand.base.settings import Settings
from firsthand.base.sqlite import SqliteDatabase
from firsthand.commands import copy
from firsthand.commands.copy import NotCopied
from firsthand.identity.tables import Device
from support.databases import NewSettings, on_postgresql
from support.desk import Desk, person

pytestmark = on_postgresql
WORDS = "Marysieńka hid under the bed"


@pytest.fixture
def target(tmp_path: Path, new_settings: NewSettings) -> Settings:
    """A data folder with a referral unit at work in it, and an empty database beside it."""
    settings = new_settings(tmp_path / "var")
    database = SqliteDatabase(settings.data)
    copy.schema.upgrade(database.engine)
    desk = Desk(database, settings)
    author = desk.author()
    for _ in range(3):
        desk.send(author, people=[person(given_name="Anna"), person("child", given_name="Olusia")])
    desk.write(lambda session: entries.record(session, "agency.added", reason=WORDS).id)
    database.close()
    return settings


def quietly(_: str) -> None:
    pass


def rows(settings: Settings, table: object) -> list[object]:
    database = databases.opened(settings)
    try:
        return database.reads.run_sync(lambda session: list(session.exec(select(table)).all()))
    finally:
        database.close()


def test_everything_is_there_and_its_words_can_be_read(target: Settings) -> None:
    before = rows(target.model_copy(update={"database_url": None}), AuditEntry)
    assert "compared" in copy.run(target, quietly)
    after = rows(target, AuditEntry)
    assert [entry.model_dump() for entry in sorted(after, key=_id)] == [
        entry.model_dump() for entry in sorted(before, key=_id)
    ]
    assert WORDS in {entry.reason for entry in after}
    assert len(rows(target, Device)) == 1


def _id(row: object) -> object:
    return row.id  # type: ignore[attr-defined]


def test_what_was_stopped_goes_on_from_there(target: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def stop(line: str) -> None:
        said.append(line)
        if line.startswith("audit_entries"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy.run(target, stop)
    said.clear()
    copy.run(target, said.append)
    assert "audit_entries: 0 rows copied" in said
    assert len(rows(target, AuditEntry)) > 10


def test_no_service_starts_on_what_was_moved(target: Settings) -> None:
    copy.run(target, quietly)
    with pytest.raises(Moved, match="FIRSTHAND_DATABASE_URL"):
        databases.opened(target.model_copy(update={"database_url": None}))


def test_a_database_that_others_use_is_left_alone(target: Settings) -> None:
    database = databases.opened(target)
    database.writes.run_sync(lambda session: entries.record(session, "agency.added").id)
    database.close()
    with pytest.raises(NotCopied, match="Name an empty database"):
        copy.run(target, quietly)
    assert len(rows(target, AuditEntry)) == 1


def test_a_value_that_came_over_differently_is_noticed(target: Settings) -> None:
    copy.run(target, quietly)
    database = databases.opened(target)

    def spoil(session: Session) -> None:
        session.connection().execute(
            text(
                "UPDATE submissions SET reference = 'FH-0000-0000' "
                "WHERE id = (SELECT min(id::text)::uuid FROM submissions)"
            )
        )

    database.writes.run_sync(spoil)
    database.close()
    with pytest.raises(NotCopied, match="submissions differs"):
        copy.run(target, quietly)


@pytest.mark.parametrize(
    ("without", "said"), [("database_url", "Set FIRSTHAND_DATABASE_URL"), ("data", "no firsthand.db")]
)
def test_it_says_what_is_missing(target: Settings, without: str, said: str, tmp_path: Path) -> None:
    other = {"database_url": None, "data": tmp_path / "elsewhere"}[without]
    with pytest.raises(NotCopied, match=said):
        copy.run(target.model_copy(update={without: other}), quietly)
