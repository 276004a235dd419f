"""The one way to write: grouped, durable, audited, each work on its own."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func
from sqlmodel import Session, select

from firsthand.audit import entries
from firsthand.audit.tables import AuditEntry
from firsthand.base import schema, sqlite
from firsthand.base.database import Database, after_commit
from firsthand.base.guard import Unaudited
from firsthand.base.sqlite import DataFolderInUse, SqliteDatabase
from support.databases import on_sqlite
from support.waiting import until


def _add(session: Session) -> UUID:
    return entries.record(session, "agency.added").id


def _count(database: Database) -> int:
    return database.reads.run_sync(lambda session: session.exec(select(func.count()).select_from(AuditEntry)).one())


def test_many_works_at_once_are_all_kept(database: Database) -> None:
    async def many() -> list[UUID]:
        return await asyncio.gather(*(database.writes.run(_add) for _ in range(300)))

    assert len(set(asyncio.run(many()))) == 300
    assert _count(database) == 300


def test_a_failing_work_takes_none_of_its_group_with_it(
    database: Database,
) -> None:
    def fail(session: Session) -> None:
        _add(session)
        session.flush()
        raise ValueError("mine alone")

    async def both() -> list[object]:
        works = (database.writes.run(work) for work in (_add, fail, _add))
        return await asyncio.gather(*works, return_exceptions=True)

    assert [type(result) for result in asyncio.run(both())] == [UUID, ValueError, UUID]
    assert _count(database) == 2


def test_an_audit_entry_cannot_be_changed_through_the_session(
    database: Database,
) -> None:
    row = database.writes.run_sync(_add)

    def rewrite(session: Session) -> None:
        session.get_one(AuditEntry, row).action = "other"

    with pytest.raises(Unaudited):
        database.writes.run_sync(rewrite)


def test_listeners_hear_of_a_commit_and_never_of_a_rollback(
    database: Database,
) -> None:
    heard: list[str] = []

    def told(session: Session) -> None:
        _add(session)
        after_commit(session, lambda: heard.append("told"))

    def failing(session: Session) -> None:
        after_commit(session, lambda: heard.append("failed"))
        raise ValueError("no")

    database.writes.run_sync(told)
    with pytest.raises(ValueError, match="no"):
        database.writes.run_sync(failing)
    database.writes.run_sync(lambda session: None)
    assert heard == ["told"]


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)read-?only"):
        database.reads.run_sync(lambda session: (_add(session), session.flush()))


@on_sqlite
def test_a_second_process_is_told_why_it_stops(database: Database, tmp_path: Path) -> None:
    with pytest.raises(DataFolderInUse, match="Stop it first"):
        sqlite.claim(tmp_path / "var")


def test_what_was_committed_comes_into_the_file_itself(tmp_path: Path) -> None:
    """And is not left to a log that grows; nobody's answer waits for it."""
    database = SqliteDatabase(tmp_path)
    schema.upgrade(database.engine)
    added = [database.writes.run_sync(_add) for _ in range(600)]
    until(lambda: _in_the_file(database.file) > 400)
    assert _count(database) == len(added)
    database.close()


def _in_the_file(file: Path) -> int:
    """Without its log."""
    with closing(sqlite3.connect(f"file:{file}?immutable=1", uri=True)) as bare:
        return int(bare.execute("SELECT count(*) FROM audit_entries").fetchone()[0])
