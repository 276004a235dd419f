"""What goes with the submissions of a rescue file: each file becomes an upload, as if its phone had sent it."""

from base64 import b64decode
from collections import Counter
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from firsthand.attachments import holdings, uploads
from firsthand.attachments.arriving import Arriving
from firsthand.attachments.objects import Objects
from firsthand.attachments.rules import Announced
from firsthand.attachments.uploads import Creator, Progress
from firsthand.base.database import Database
from firsthand.base.problems import Problem
from firsthand.intake.rules import uuid

NOBODY = Creator(None, None)


async def take_in(database: Database, kept: Objects, files: list[Any]) -> Counter[str]:
    """How many were `stored`, were here `already` or are `refused`, for what they are."""
    arriving = Arriving(database, kept, _nobody_waits)
    return Counter([await _take_in(database, arriving, each) for each in files])


async def _nobody_waits(_: Any) -> None:
    """The service is stopped."""


async def _take_in(database: Database, arriving: Arriving, file: Any) -> str:
    read = _read(file)
    if read is None:
        return "refused"
    announced, content = read
    if await database.reads.run(partial(holdings.held, wanted={announced})):
        return "already"
    try:
        begin = partial(uploads.begin, announced=announced, told="", creator=NOBODY)
        upload = await database.writes.run(begin, keyed=True)
        progress = await arriving.take(Progress(upload, 0), _whole(content))
        return "stored" if await arriving.settle(progress.upload) else "refused"
    except Problem as problem:
        if problem.code == "unavailable":
            raise
        return "refused"


def _read(file: Any) -> tuple[Announced, bytes] | None:
    """What it says that it is, and its bytes; None where that can't be read."""
    try:
        content = b64decode(file["bytes"], validate=True)
        submission, attachment, sha256 = uuid(file["submission"]), uuid(file["id"]), file["sha256"]
    except (KeyError, TypeError, ValueError):
        return None
    if submission is None or attachment is None or not isinstance(sha256, str):
        return None
    return Announced(submission, attachment, sha256, len(content)), content


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content
