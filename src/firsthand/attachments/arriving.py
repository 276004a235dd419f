"""What comes in becomes parts, each durable before it counts; what has come whole is joined and checked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from firsthand.attachments import objects, rules, uploads
from firsthand.attachments.objects import Missing, Objects
from firsthand.attachments.tables import Part, Upload
from firsthand.attachments.uploads import Progress
from firsthand.base.database import Database
from firsthand.base.problems import Problem


class Cut(Exception):
    """The line was cut, or nothing more came."""


class Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


@dataclass
class Checksum:
    """What all the bytes of one request must come to."""

    hash: Hash
    expected: bytes


Body = AsyncIterator[bytes]
"""The bytes of one request; raises Cut."""


@dataclass
class _Tray:
    """Parts that are in the store and do not count yet."""

    upload: Upload
    at: int
    parts: list[Part] = field(default_factory=list)

    def lay(self, size: int) -> Part:
        part = Part(upload=self.upload.id, start=self.at, size=size)
        self.at += size
        self.parts.append(part)
        return part

    def names(self) -> list[str]:
        return [objects.part(part.upload, part.id) for part in self.parts]


class Arriving:
    """One per process. `tell` is called with the id of a submission when one of its files is whole."""

    def __init__(self, database: Database, kept: Objects, tell: Callable[[UUID], Awaitable[None]]) -> None:
        self._database, self._objects, self._tell = database, kept, tell
        self._joining = asyncio.Semaphore(2)

    async def take(self, progress: Progress, body: Body, checksum: Checksum | None = None) -> Progress:
        """Adds what comes from `progress` on, as far as it comes, or with a checksum all or nothing.

        Raises Cut after adding what had come, Problem `upload-offset` where another request was
        quicker, `too-large` for bytes beyond the end, `checksum`.
        """
        tray = _Tray(progress.upload, progress.offset)
        try:
            async for piece in _pieces(body):
                await self._put(tray, piece, checksum)
                if checksum is None:
                    await self._add(tray)
            if checksum and checksum.hash.digest() != checksum.expected:
                raise Problem("checksum")
            await self._add(tray)
        finally:
            await self._throw_away(tray)
        return Progress(tray.upload, tray.at)

    async def _put(self, tray: _Tray, piece: bytes, checksum: Checksum | None) -> None:
        if tray.at + len(piece) > tray.upload.size:
            raise Problem("too-large")
        if checksum:
            checksum.hash.update(piece)
        part = tray.lay(len(piece))
        await asyncio.to_thread(self._objects.put, objects.part(part.upload, part.id), piece)

    async def _add(self, tray: _Tray) -> None:
        """Where a commit failed nobody knows whether it did: only what certainly does not count is thrown away."""
        parts, tray.parts = tray.parts, []
        if not parts:
            return
        try:
            add = partial(uploads.add, upload=tray.upload.id, came=parts)
            tray.upload = await self._database.writes.run(add, keyed=True)
        except Problem as problem:
            tray.parts = parts if problem.code != "unavailable" else []
            raise

    async def _throw_away(self, tray: _Tray) -> None:
        for name in tray.names():
            await asyncio.to_thread(self._objects.remove, name)

    async def settle(self, upload: Upload) -> bool:
        """Joins what has come whole, and checks it. Whether it is what was announced; else it begins anew."""
        if upload.whole_at is not None:
            return True
        async with self._joining:
            parts = await self._database.reads.run(partial(uploads.parts, upload=upload.id))
            came_to = await asyncio.to_thread(self._joined, upload, parts)
            finish = partial(uploads.finish, upload=upload.id, sha256=came_to)
            is_whole = await self._database.writes.run(finish, keyed=True)
            await asyncio.to_thread(self._objects.remove_all, objects.parts(upload.id))
        if is_whole:
            await self._tell(upload.submission)
        return is_whole

    def _joined(self, upload: Upload, parts: list[Part]) -> str:
        """The hash of what is under its name now; nothing is where a part is missing, which only another process that
        was quicker takes away."""
        try:
            content = b"".join(self._objects.get(objects.part(upload.id, part.id)) for part in parts)
        except Missing:
            return ""
        found = sha256(content).hexdigest()
        if found == upload.sha256:
            self._objects.put(objects.whole(upload.id), content)
        return found


async def _pieces(body: Body) -> AsyncIterator[bytes]:
    """In the size of parts; what came before a cut, and then the cut."""
    held = bytearray()
    cut: Cut | None = None
    try:
        async for chunk in body:
            held += chunk
            while len(held) >= rules.PIECE:
                yield bytes(held[: rules.PIECE])
                del held[: rules.PIECE]
    except Cut as error:
        cut = error
    if held:
        yield bytes(held)
    if cut:
        raise cut
