"""A program runs on what a later one left: steps only add, and a database of another era is refused and left alone."""

import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect

from firsthand.audit import entries
from firsthand.base import schema
from firsthand.base.schema import NewerSchema
from firsthand.base.sqlite import SqliteDatabase

LANDED = "0004"
"""The schema of the first version that data folders are known of."""

Shape = dict[str, dict[str, Any]]


def _steps() -> list[str]:
    with create_engine("sqlite://").connect() as connection:
        scripts = ScriptDirectory.from_config(schema.configuration(connection))
    return [step.revision for step in reversed(list(scripts.walk_revisions())) if step.revision >= LANDED]


def _brought_to(revision: str, engine: Engine) -> Shape:
    with engine.connect() as connection, connection.begin():
        command.upgrade(schema.configuration(connection), revision)
    seen = inspect(engine)
    return {
        table: {
            "columns": {each["name"]: each for each in seen.get_columns(table)},
            "unique": {tuple(each["column_names"]) for each in seen.get_unique_constraints(table)}
            | {tuple(each["column_names"]) for each in seen.get_indexes(table) if each["unique"]},
            "keys": {tuple(each["constrained_columns"]) for each in seen.get_foreign_keys(table)},
        }
        for table in seen.get_table_names()
    }


def _forbidden(before: Shape, after: Shape) -> list[str]:
    """What would stop the program before: something gone or changed, or asked of a row that it writes."""
    told = [f"{table} is gone" for table in before if table not in after]
    for table in before.keys() & after.keys():
        was, now = before[table]["columns"], after[table]["columns"]
        told += [f"{table}.{name} is gone" for name in was if name not in now]
        for name, column in now.items():
            same = name in was and str(was[name]["type"]) == str(column["type"])
            if name in was and not (same and was[name]["nullable"] == column["nullable"]):
                told.append(f"{table}.{name} is another")
            if name not in was and not column["nullable"] and column["default"] is None:
                told.append(f"{table}.{name} is needed and has no default of the database's")
        rules = [rule for kind in ("unique", "keys") for rule in after[table][kind] - before[table][kind]]
        told += [f"{table} has a new rule: {rule}" for rule in rules]
    return told


def test_each_step_only_adds(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'steps.db'}")
    shapes = [(revision, _brought_to(revision, engine)) for revision in _steps()]
    engine.dispose()
    for (_, before), (revision, after) in pairwise(shapes):
        told = _forbidden(before, after)
        assert not told, f"Step {revision} can't be rolled back from: {told}. Add, or begin the next era (decision 127)"


@pytest.fixture
def ahead(tmp_path: Path) -> Path:
    """A data folder to which a later program of this era has added a column and a table."""
    database = SqliteDatabase(tmp_path)
    schema.upgrade(database.engine)
    database.close()
    _run(tmp_path, "UPDATE alembic_version SET version_num = '0099'")
    _run(tmp_path, "ALTER TABLE agencies ADD COLUMN later TEXT NOT NULL DEFAULT 'kept'")
    _run(tmp_path, "CREATE TABLE later_things (id INTEGER PRIMARY KEY)")
    return tmp_path


def _run(data: Path, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / "firsthand.db")) as database, database:
        return database.execute(statement).fetchall()


def test_a_program_runs_on_what_a_later_one_of_its_era_has_added_to(ahead: Path) -> None:
    database = SqliteDatabase(ahead)
    schema.upgrade(database.engine)
    database.writes.run_sync(lambda session: entries.record(session, "agency.added") and None)
    database.close()
    assert _run(ahead, "SELECT version_num FROM alembic_version") == [("0099",)]
    assert _run(ahead, "SELECT count(*) FROM audit_entries") == [(1,)]


def test_what_must_be_understood_whole_is_not_read_by_half(ahead: Path) -> None:
    database = SqliteDatabase(ahead)
    with pytest.raises(NewerSchema, match="schema 0099"):
        schema.upgrade(database.engine, whole=True)
    database.close()


def test_a_later_era_is_refused_in_words_and_left_alone(ahead: Path) -> None:
    _run(ahead, "UPDATE alembic_version SET version_num = '1000'")
    before = _run(ahead, "SELECT sql FROM sqlite_master ORDER BY name")
    database = SqliteDatabase(ahead)
    with pytest.raises(NewerSchema, match=r"schema 1000.*Nothing was changed: use the later program"):
        schema.upgrade(database.engine)
    database.close()
    assert _run(ahead, "SELECT sql FROM sqlite_master ORDER BY name") == before
