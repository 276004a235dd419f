"""The two databases: what is filled once is copied for each round, served, killed and looked into."""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg
from pydantic import SecretStr

from bench import reference
from bench.reference import Bare
from firsthand.base.keyring import Keyring
from firsthand.base.settings import Settings
from postgresql import Server

ORIGIN = "https://bench.example"
_ALL = "SELECT envelope FROM submissions"


@dataclass(frozen=True)
class Copy:
    """What a service is started on: its data folder, and what else its environment says."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)


class Store(Protocol):
    """One kind of database."""

    def new(self) -> Settings:
        """A database and a key ring, to be filled and then let alone."""
        ...

    def copied(self, kept: Settings) -> AbstractContextManager[Copy]:
        """Gone at the end."""
        ...

    def envelopes(self, copy: Copy) -> set[bytes]: ...

    def bare(self, envelopes: Sequence[str], rows: int) -> Bare:
        """The reference, on the same disk or the same server."""
        ...


def _with_keys(settings: Settings) -> Settings:
    settings.data.mkdir(parents=True)
    Keyring.fresh().write(settings.keyring_file)
    return settings


class Sqlite:
    """Files in a folder of the bench's own."""

    def __init__(self, work: Path) -> None:
        self._work, self._number = work, count()

    def new(self) -> Settings:
        return _with_keys(Settings(data=self._work / f"kept-{next(self._number)}", origin=ORIGIN))

    @contextmanager
    def copied(self, kept: Settings) -> Iterator[Copy]:
        folder = self._work / f"served-{next(self._number)}"
        shutil.copytree(kept.data, folder)
        yield Copy(folder)
        shutil.rmtree(folder)

    def envelopes(self, copy: Copy) -> set[bytes]:
        with closing(sqlite3.connect(copy.folder / "firsthand.db")) as database:
            return {row[0] for row in database.execute(_ALL)}

    def bare(self, envelopes: Sequence[str], rows: int) -> Bare:
        return reference.sqlite(self._work, envelopes, rows)


class Postgresql:
    """A server of the bench's own, as durable as it comes; each copy is a database in it."""

    def __init__(self, work: Path, server: Server) -> None:
        self._work, self._server, self._number = work, server, count()

    def new(self) -> Settings:
        name = f"kept_{next(self._number)}"
        self._run(f"CREATE DATABASE {name}")
        url = SecretStr(self._server.url(name))
        return _with_keys(Settings(data=self._work / f"keys-{name}", origin=ORIGIN, database_url=url))

    @contextmanager
    def copied(self, kept: Settings) -> Iterator[Copy]:
        name, kept_name = f"served_{next(self._number)}", kept.data.name.removeprefix("keys-")
        self._run(f"CREATE DATABASE {name} TEMPLATE {kept_name} STRATEGY file_copy")
        yield Copy(kept.data, {"FIRSTHAND_DATABASE_URL": self._server.url(name)})
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def envelopes(self, copy: Copy) -> set[bytes]:
        with psycopg.connect(copy.environment["FIRSTHAND_DATABASE_URL"]) as database:
            return {row[0] for row in database.execute(_ALL)}

    def bare(self, envelopes: Sequence[str], rows: int) -> Bare:
        return reference.postgresql(self._server.url(), envelopes, rows)

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._server.url(), autocommit=True) as admin:
            admin.execute(statement)


@contextmanager
def opened(work: Path) -> Iterator[dict[str, Store]]:
    """Both, by name."""
    server = Server()
    try:
        yield {"sqlite": Sqlite(work), "postgresql": Postgresql(work, server)}
    finally:
        server.remove()
