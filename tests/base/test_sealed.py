"""Sealed columns: readable by their row alone, and not at all without the key ring."""

from pathlib import Path
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from sqlmodel import Session, select

from firsthand.audit import entries
from firsthand.audit.tables import AuditEntry
from firsthand.base import keyring
from firsthand.base.sealed import MovedCell, keyed_hash
from firsthand.base.sqlite import SqliteDatabase

WORDS = "Zażółć gęślą jaźń"


def _written(database: SqliteDatabase, words: str = WORDS) -> UUID:
    return database.writes.run_sync(lambda session: entries.record(session, "agency.added", reason=words).id)


def test_words_come_back_as_they_went_in(database: SqliteDatabase) -> None:
    row = _written(database)
    assert database.reads.run_sync(lambda session: session.get_one(AuditEntry, row).reason) == WORDS


def test_no_file_of_the_database_holds_the_words(database: SqliteDatabase) -> None:
    _written(database)
    files: list[Path] = list(database.file.parent.glob("firsthand.db*"))
    assert len(files) == 3
    for file in files:
        assert "gęślą".encode() not in file.read_bytes()


def test_a_moved_cell_is_refused(database: SqliteDatabase) -> None:
    source, target = _written(database), _written(database, "other")

    def move(session: Session) -> None:
        statement = "UPDATE audit_entries SET reason = (SELECT reason FROM audit_entries WHERE id = ?) WHERE id = ?"
        session.connection().exec_driver_sql("DROP TRIGGER audit_entries_no_update")
        session.connection().exec_driver_sql(statement, (source.hex, target.hex))

    database.writes.run_sync(move)
    with pytest.raises(MovedCell):
        database.reads.run_sync(lambda session: session.get_one(AuditEntry, target))


def test_another_key_ring_reads_nothing(database: SqliteDatabase) -> None:
    _written(database)
    keyring.use(keyring.Keyring.fresh())
    with pytest.raises(InvalidTag):
        database.reads.run_sync(lambda session: session.exec(select(AuditEntry)).all())


def test_keyed_hashes_tell_purposes_and_words_apart(database: SqliteDatabase) -> None:
    assert keyed_hash("name", "a", "b") == keyed_hash("name", "a", "b")
    assert (
        len(
            {
                keyed_hash("name", "a", "b"),
                keyed_hash("name", "ab"),
                keyed_hash("phone", "a", "b"),
            }
        )
        == 3
    )
