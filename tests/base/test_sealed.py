"""Sealed columns: readable by their row alone, and not at all without the key ring."""

from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import Column, LargeBinary, MetaData, Table, Uuid, update
from sqlmodel import Session, select

from firsthand.audit import entries
from firsthand.audit.tables import AuditEntry
from firsthand.base import keyring
from firsthand.base.database import Database
from firsthand.base.sealed import MovedCell, keyed_hash
from support.databases import stored

WORDS = "Zażółć gęślą jaźń"


def _written(database: Database, words: str = WORDS) -> UUID:
    return database.writes.run_sync(lambda session: entries.record(session, "agency.added", reason=words).id)


def test_words_come_back_as_they_went_in(database: Database) -> None:
    row = _written(database)
    assert database.reads.run_sync(lambda session: session.get_one(AuditEntry, row).reason) == WORDS


def test_no_file_of_the_database_holds_the_words(database: Database) -> None:
    _written(database)
    kept = stored(database)
    assert b"agency.added" in kept
    assert "gęślą".encode() not in kept


def test_a_moved_cell_is_refused(database: Database) -> None:
    source, target = _written(database), _written(database, "other")

    def move(session: Session) -> None:
        raw = Table("audit_entries", MetaData(), Column("id", Uuid), Column("reason", LargeBinary))
        on = " ON audit_entries" if database.engine.dialect.name == "postgresql" else ""
        session.connection().exec_driver_sql(f"DROP TRIGGER audit_entries_no_update{on}")
        moved = session.connection().execute(select(raw.c.reason).where(raw.c.id == source)).scalar()
        session.connection().execute(update(raw).where(raw.c.id == target).values(reason=moved))

    database.writes.run_sync(move)
    with pytest.raises(MovedCell):
        database.reads.run_sync(lambda session: session.get_one(AuditEntry, target))


def test_another_key_ring_reads_nothing(database: Database) -> None:
    _written(database)
    keyring.use(keyring.Keyring.fresh())
    with pytest.raises(InvalidTag):
        database.reads.run_sync(lambda session: session.exec(select(AuditEntry)).all())


def test_keyed_hashes_tell_purposes_and_words_apart(database: Database) -> None:
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
