"""Many rows at once, past the ORM: what SQLAlchemy takes to send a row is several times what the database takes."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain, repeat
from typing import Any

from sqlalchemy import Dialect, Table
from sqlmodel import Session

from firsthand.base import guard

_MOST = 500
"""Rows a statement; SQLite takes some 32,000 values in one."""
Row = Sequence[Any]
Processor = Callable[[Any], Any]


class Inserts:
    """Inserts of these columns into one table, as one statement whatever the number of rows.

    `unless_there` leaves out rows that clash with what is there, or with one another.
    """

    def __init__(self, table: Table, *columns: str, unless_there: bool = False) -> None:
        self._table = table
        self._columns = [table.c[name] for name in columns]
        self._ending = " ON CONFLICT DO NOTHING" if unless_there else ""
        self._statement = cache(self._written)
        self._processors = cache(self._bound)

    def add(self, session: Session, rows: Sequence[Row]) -> int:
        """How many are new. Each row has its values in the order of the columns."""
        if not rows:
            return 0
        guard.inserted(session, self._table)
        connection = session.connection()
        processors = self._processors(connection.dialect)
        new = 0
        for start in range(0, len(rows), _MOST):
            part = rows[start : start + _MOST]
            columns = map(_processed, processors, zip(*part, strict=True))
            values = tuple(chain.from_iterable(zip(*columns, strict=True)))
            new += connection.exec_driver_sql(self._statement(connection.dialect, len(part)), values).rowcount
        return new

    def _written(self, dialect: Dialect, rows: int) -> str:
        name = dialect.identifier_preparer
        columns = ", ".join(name.format_column(column) for column in self._columns)
        row = f"({', '.join('?' if dialect.paramstyle == 'qmark' else '%s' for _ in self._columns)})"
        into = f"INSERT INTO {name.format_table(self._table)} ({columns})"
        return f"{into} VALUES {', '.join([row] * rows)}{self._ending}"

    def _bound(self, dialect: Dialect) -> list[Processor | None]:
        return [column.type.dialect_impl(dialect).bind_processor(dialect) for column in self._columns]


def _processed(process: Processor | None, values: Row) -> Iterable[Any]:
    """A column; most have the same in every row."""
    if process is None:
        return values
    first = values[0]
    if all(value is first for value in values):
        return repeat(first if first is None else process(first), len(values))
    return [value if value is None else process(value) for value in values]
