"""SQLite: one file, one process, one writer and read-only readers."""

import fcntl
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine, create_engine, event

from firsthand.base.reads import PooledReads
from firsthand.base.sqlite_writes import SqliteWrites
from firsthand.base.stops import Stop

_LONGEST_LOG = 8_000
"""Pages, of 4 KiB; beyond them those who wait for a commit wait for this too."""


class DataFolderInUse(Stop):
    """Another process serves this data folder."""


def claim(data: Path) -> IO[str]:
    """Holds the data folder for this process until it ends, however it ends. Raises DataFolderInUse."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = (data / "firsthand.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise DataFolderInUse(f"Another Firsthand is running on {data}. Stop it first.") from None
    return lock


def _engine(file: Path, *, readonly: bool) -> Engine:
    mode = "ro" if readonly else "rwc"
    url = f"sqlite+pysqlite:///file:{file}?mode={mode}&uri=true"
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={
            "isolation_level": None,
            "check_same_thread": False,
            "timeout": 30,
        },
    )
    event.listen(engine, "connect", _read_settings if readonly else _write_settings)
    event.listen(engine, "begin", _begin_read if readonly else _begin_write)
    return engine


def _write_settings(connection: Any, _: object) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        f"wal_autocheckpoint={_LONGEST_LOG}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
    if (mode, synchronous) != ("wal", 2):
        raise RuntimeError(f"SQLite gives journal {mode}, synchronous {synchronous}: nothing can be promised durable")


def _read_settings(connection: Any, _: object) -> None:
    connection.execute("PRAGMA query_only=ON")


def _begin_write(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_read(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


class SqliteDatabase:
    """One file, one process. The file is its owner's alone, and SQLite gives its log the same mode."""

    def __init__(self, data: Path) -> None:
        self._lock = claim(data)
        self.file = data / "firsthand.db"
        self.file.touch(mode=0o600)
        self._writer = _engine(self.file, readonly=False)
        self._writer.connect().close()
        self._reader = _engine(self.file, readonly=True)
        self.writes = SqliteWrites(self._writer)
        self.reads = PooledReads(self._reader)

    @property
    def engine(self) -> Engine:
        return self._writer

    def close(self) -> None:
        self.writes.close()
        self.reads.close()
        self._writer.dispose()
        self._reader.dispose()
        self._lock.close()
