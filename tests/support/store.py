"""Uploads without HTTP: a database, a folder of objects, and what comes in as pieces."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from firsthand.attachments import objects, uploads
from firsthand.attachments.arriving import Arriving, Checksum, Cut
from firsthand.attachments.objects import Objects
from firsthand.attachments.rules import Announced
from firsthand.attachments.sweeping import Sweeping
from firsthand.attachments.tables import Upload
from firsthand.attachments.uploads import Creator, Progress
from firsthand.base import ids
from firsthand.base.database import Database

CREATOR = Creator(practitioner=None, device=ids.new())
Came = Iterable[bytes | type[Cut]]


async def body(came: Came) -> AsyncIterator[bytes]:
    for piece in came:
        if not isinstance(piece, bytes):
            raise piece
        yield piece


@dataclass
class Store:
    """What takes in, what keeps, and what was told to open pages."""

    database: Database
    objects: Objects
    folder: Path
    told: list[UUID] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.arriving = Arriving(self.database, self.objects, self._tell)
        self.sweeping = Sweeping(self.database, self.objects, self.arriving)

    async def _tell(self, submission: UUID) -> None:
        self.told.append(submission)

    def begin(self, content: bytes, **changes: Any) -> Upload:
        said = {"submission": ids.new(), "attachment": ids.new(), "sha256": sha256(content).hexdigest()}
        announced = Announced(**said | {"size": len(content)} | changes)
        return self.write(lambda session: uploads.begin(session, announced, "as told", CREATOR))

    def found(self, upload: Upload) -> Progress:
        return self.read(lambda session: uploads.find(session, upload.id, CREATOR))

    async def take(self, upload: Upload, came: Came, checksum: Checksum | None = None) -> Progress:
        return await self.arriving.take(self.found(upload), body(came), checksum)

    def came(self, upload: Upload, *came: bytes | type[Cut]) -> Progress:
        return asyncio.run(self.take(upload, came))

    def whole(self, content: bytes, **changes: Any) -> Upload:
        upload = self.begin(content, **changes)
        assert asyncio.run(self.arriving.settle(self.came(upload, content).upload))
        return upload

    def sweep(self) -> None:
        asyncio.run(self.sweeping.sweep())

    def kept(self) -> set[str]:
        """The names of all objects."""
        return {str(file.relative_to(self.folder)) for file in self.folder.rglob("*") if file.is_file()}

    def content(self, upload: Upload) -> bytes:
        return self.objects.get(objects.whole(upload.id))

    def read(self, work: Any) -> Any:
        return self.database.reads.run_sync(work)

    def write(self, work: Any) -> Any:
        return self.database.writes.run_sync(work)
