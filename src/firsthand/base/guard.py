"""No commit changes a row without an audit entry in it, and no entry is ever changed."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session

AUDIT_TABLE = "audit_entries"


class Unaudited(Exception):
    """A change without its audit entry: record one in the same work."""


def _needs_entry(table: Any) -> bool:
    return table.name != AUDIT_TABLE and "unaudited" not in table.info


def _watch_objects(session: Session, *_: Any) -> None:
    changed = [
        *session.new,
        *(row for row in session.dirty if session.is_modified(row) and not _is_bookkeeping(row)),
        *session.deleted,
    ]
    for row in changed:
        _note(session, type(row).__table__, is_new=row in session.new)


def _is_bookkeeping(row: Any) -> bool:
    """Only columns that are declared `unaudited` were changed."""
    state, columns = inspect(row), type(row).__table__.columns
    changed = [each.key for each in state.attrs if each.history.has_changes()]
    return all("unaudited" in columns[name].info for name in changed)


def _watch_statements(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        _note(state.session, state.statement.table, is_new=state.is_insert)  # type: ignore[attr-defined]


def _note(session: Any, table: Any, *, is_new: bool) -> None:
    if table.name == AUDIT_TABLE:
        if not is_new:
            raise Unaudited("an audit entry is never changed or removed")
        session.info["audited"] = True
    elif _needs_entry(table):
        session.info.setdefault("changed", set()).add(table.name)


def inserted(session: Session, table: Any) -> None:
    """For what inserts past the session."""
    _note(session, table, is_new=True)


event.listen(Session, "before_flush", _watch_objects)
event.listen(Session, "do_orm_execute", _watch_statements)


def check(session: Session) -> None:
    """Raises Unaudited for a session that changed rows and recorded nothing."""
    changed: Iterable[str] = session.info.get("changed", ())
    if changed and not session.info.get("audited"):
        raise Unaudited(f"changed {', '.join(sorted(changed))} without an audit entry: call audit.entries.record")
