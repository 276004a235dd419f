"""Files, by name: in a folder of the data folder, or in a store that obstore knows by its address."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from firsthand.base import log
from firsthand.base.problems import Problem
from firsthand.base.settings import Settings
from firsthand.base.stops import Stop

if TYPE_CHECKING:
    from obstore.store import ObjectStore


class NoStore(Stop):
    """FIRSTHAND_OBJECTS_URL is no address that files can be kept at."""


class Missing(Exception):
    """There is nothing under that name."""


def whole(upload: UUID) -> str:
    return f"whole/{upload}"


def parts(upload: UUID) -> str:
    """Where its parts are."""
    return f"parts/{upload}"


def part(upload: UUID, part: UUID) -> str:
    return f"{parts(upload)}/{part}"


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong is logged by its type: a message may quote an address with a secret in it."""
    from obstore.exceptions import BaseError

    try:
        yield
    except FileNotFoundError:
        raise Missing from None
    except (BaseError, OSError) as error:
        log.error("objects_away", error=type(error).__name__)
        raise Problem("unavailable") from None


class Objects:
    """Blocking: call it from a thread. What `put` returned from is durable.

    Raises Missing, and Problem `unavailable` where the store is away or full.
    """

    def __init__(self, store: "ObjectStore", folder: Path | None = None) -> None:
        """`folder`: of a local store, which leaves durability to us."""
        self._store, self._folder = store, folder

    def put(self, name: str, content: bytes) -> None:
        import obstore

        with _told():
            obstore.put(self._store, name, content)
            if self._folder:
                _sync(self._folder / name, self._folder)

    def get(self, name: str) -> bytes:
        import obstore

        with _told():
            return bytes(obstore.get(self._store, name).bytes())

    def remove(self, name: str) -> None:
        import obstore

        with suppress(Missing), _told():
            obstore.delete(self._store, [name])

    def remove_all(self, prefix: str) -> None:
        for name, _ in self.names(prefix):
            self.remove(name)
        if self._folder:
            with suppress(OSError):
                (self._folder / prefix).rmdir()

    def names(self, prefix: str) -> list[tuple[str, datetime]]:
        """Everything beneath, and when it was written."""
        import obstore

        with _told():
            found = obstore.list(self._store, prefix)
            return [(each["path"], each["last_modified"]) for batch in found for each in batch]


def _sync(file: Path, root: Path) -> None:
    """The bytes, then the name, then the names of the folders that were made for it."""
    for each in (file, *file.parents):
        handle = os.open(each, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if each == root:
            return


def opened(settings: Settings) -> Objects:
    """Raises NoStore."""
    from obstore import store
    from obstore.exceptions import BaseError

    url = settings.objects_url
    try:
        if url and urlsplit(url).scheme != "file":
            return Objects(store.from_url(url))
        folder = (Path(urlsplit(url).path) if url else settings.data / "objects").resolve()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Objects(store.LocalStore(prefix=folder), folder)
    except (BaseError, ValueError) as error:
        raise NoStore(f"FIRSTHAND_OBJECTS_URL is no address of an object store ({type(error).__name__}).") from None
