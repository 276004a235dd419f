"""What only PostgreSQL can do to us: clash, go away, or be set so that it keeps nothing."""

import asyncio
from collections.abc import Iterator
from threading import Barrier
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import func
from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base.database import Database
from firsthand.base.postgresql import NotDurable, NotReached, PostgresDatabase
from firsthand.base.problems import Problem
from firsthand.base.settings import Settings
from firsthand.identity.tables import Agency
from postgresql import Server
from support.databases import on_postgresql


@pytest.fixture
def beside(settings: Settings, database: Database) -> Iterator[PostgresDatabase]:
    """Another process on the same database."""
    beside = PostgresDatabase(address(settings))
    yield beside
    beside.close()


def address(settings: Settings) -> str:
    assert settings.database_url
    return settings.database_url.get_secret_value()


def agencies(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Agency)).one()


@on_postgresql
def test_of_two_works_that_looked_and_found_nothing_one_runs_again(database: Database, beside: Database) -> None:
    meeting = Barrier(2)
    looks: list[int] = []

    def first_of_its_kind(session: Session) -> bool:
        looks.append(found := agencies(session))
        if len(looks) <= 2:
            meeting.wait(10)
        if not found:
            session.add(Agency(name="Lampa", name_key=f"lampa {len(looks)}", kind="police"))
            entries.record(session, "agency.added")
        return not found

    async def both() -> list[bool]:
        return await asyncio.gather(database.writes.run(first_of_its_kind), beside.writes.run(first_of_its_kind))

    assert sorted(asyncio.run(both())) == [False, True]
    assert database.reads.run_sync(agencies) == 1
    assert len(looks) == 3


@on_postgresql
def test_a_work_that_others_are_always_ahead_of_is_told_to_wait_and_no_database_is_called_away(
    database: Database, beside: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("firsthand.base.postgresql._PATIENCE", 0)

    def outrun(session: Session) -> None:
        looked = agencies(session)
        beside.writes.run_sync(lambda other: add(other, agencies(other)))
        add(session, looked + 1)

    with pytest.raises(Problem, match="unavailable"):
        database.writes.run_sync(outrun)
    assert "works_clash" in (told := capsys.readouterr().err)
    assert "database_away" not in told


@on_postgresql
def test_a_reader_sees_one_moment(database: Database) -> None:
    def read(session: Session) -> tuple[int, int]:
        before = agencies(session)
        database.writes.run_sync(add)
        return before, agencies(session)

    assert database.reads.run_sync(read) == (0, 0)
    assert database.reads.run_sync(agencies) == 1


def add(session: Session, number: int = 0) -> UUID:
    session.add(Agency(name="Lampa", name_key=f"lampa {number}", kind="police"))
    return entries.record(session, "agency.added").id


@on_postgresql
def test_while_the_database_is_away_it_says_so_and_goes_on_afterwards(database: Database, settings: Settings) -> None:
    def lose(session: Session) -> None:
        agencies(session)
        with psycopg.connect(address(settings)) as admin:
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            admin.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
        agencies(session)

    for way in (database.writes, database.reads):
        with pytest.raises(Problem, match="unavailable"):
            way.run_sync(lose)
    assert database.reads.run_sync(agencies) == 0
    database.writes.run_sync(add)
    assert database.reads.run_sync(agencies) == 1


@on_postgresql
def test_what_it_can_not_hold_is_looked_up_and_kept_with_a_mark(database: Database) -> None:
    def keep(session: Session) -> None:
        session.add(Agency(name="a\0b", name_key="a\0b", kind="police"))
        entries.record(session, "agency.added")

    database.writes.run_sync(keep)
    found = database.reads.run_sync(lambda session: session.exec(select(col(Agency.name))).one())
    assert found == "a\N{REPLACEMENT CHARACTER}b"


def test_where_none_answers_it_says_where_and_shows_no_password() -> None:
    with pytest.raises(NotReached) as refused:
        PostgresDatabase("postgresql://firsthand:very-secret@127.0.0.1:1/firsthand")
    assert "127.0.0.1:1/firsthand" in str(refused.value)
    assert "very-secret" not in str(refused.value)


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_server_that_would_keep_nothing_is_refused(setting: str) -> None:
    server = Server(memory=True, settings=f"-c {setting}=off")
    try:
        with pytest.raises(NotDurable, match=setting):
            PostgresDatabase(server.url())
    finally:
        server.remove()
