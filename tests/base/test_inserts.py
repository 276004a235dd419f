"""Many rows past the ORM: stored as the ORM would, guarded as everything is."""

from collections.abc import Sequence

import pytest
from sqlmodel import Session, SQLModel, select

from firsthand.audit import entries
from firsthand.audit.entries import Line
from firsthand.audit.tables import AuditEntry
from firsthand.base import clock, ids
from firsthand.base.database import Database
from firsthand.base.guard import Unaudited
from firsthand.base.inserts import Inserts
from firsthand.identity.tables import Agency

_NEW = Inserts(SQLModel.metadata.tables["agencies"], "id", "name", "name_key", "kind", "added_at", unless_there=True)
Names = Sequence[str]


def add(session: Session, names: Names) -> int:
    rows = [(ids.new(), name, name, "police", clock.now()) for name in names]
    entries.record(session, "agency.added")
    return _NEW.add(session, rows)


def names(database: Database) -> list[str]:
    return database.reads.run_sync(lambda session: sorted(agency.name for agency in session.exec(select(Agency))))


@pytest.mark.parametrize("count", [0, 1, 7, 1201])
def test_every_row_is_stored_whatever_their_number(database: Database, count: int) -> None:
    wanted = [f"Invented {number:05d}" for number in range(count)]
    assert database.writes.run_sync(lambda session: add(session, wanted)) == count
    assert names(database) == wanted


def test_what_clashes_is_left_out_and_not_counted(database: Database) -> None:
    assert database.writes.run_sync(lambda session: add(session, ["one", "two", "one"])) == 2
    assert database.writes.run_sync(lambda session: add(session, ["two", "three"])) == 1
    assert names(database) == ["one", "three", "two"]


def test_nothing_is_inserted_without_an_audit_entry(database: Database) -> None:
    with pytest.raises(Unaudited):
        database.writes.run_sync(lambda session: _NEW.add(session, [(ids.new(), "x", "x", "police", clock.now())]))
    assert names(database) == []


def test_entries_that_are_recorded_together_read_like_any_other(database: Database) -> None:
    actor, subject = ids.new(), ids.new()
    lines = [Line(actor, None, subject, {"n": 1}), Line(None, None, None, {})]
    database.writes.run_sync(lambda session: entries.record_all(session, "submission.received", lines))
    found = database.reads.run_sync(lambda session: list(session.exec(select(AuditEntry).order_by("id"))))
    assert sorted((each.actor is None, each.subject == subject, len(each.detail)) for each in found) == [
        (False, True, 1), (True, False, 0)
    ]  # fmt: skip
    assert all(abs(clock.now() - each.at).total_seconds() < 60 and each.reason is None for each in found)
