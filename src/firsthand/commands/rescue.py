"""`firsthand rescue FILE`: takes in what a phone saved because it could not send it."""

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

from sqlmodel import Session

from firsthand import tables
from firsthand.attachments import objects
from firsthand.base import databases, keyring, schema
from firsthand.base.database import Writes
from firsthand.base.keyring import Keyring
from firsthand.base.problems import Problem
from firsthand.base.settings import Settings
from firsthand.base.stops import Stop
from firsthand.commands import rescued_files
from firsthand.intake import deliveries, submissions
from firsthand.intake.submissions import Courier, Result

assert tables


class NoRescueFile(Stop):
    """The file can't be read, or holds no submissions."""


def bring_in(settings: Settings, file: Path) -> str:
    """What was taken in, as lines. What has arrived before changes nothing; the service opens it at its next start.

    Raises NoRescueFile, KeyringMissing, and as databases.opened.
    """
    envelopes, files = _read(file)
    keyring.use(Keyring.read(settings.keyring_file))
    database = databases.opened(settings)
    try:
        schema.upgrade(database.engine)
        said = _said([_take_in(database.writes, envelope) for envelope in envelopes])
        if files:
            said += _said_of(asyncio.run(rescued_files.take_in(database, objects.opened(settings), files)))
        return said
    finally:
        database.close()


def _take_in(writes: Writes, envelope: Any) -> Result:
    """One at a time: a rescue file holds tens, and one that is odd spoils no other."""
    sealing_keys = {key["kid"] for key in keyring.current().sealing}
    try:
        delivery = deliveries.read(json.dumps({"submissions": [envelope]}).encode(), sealing_keys)
    except Problem as problem:
        return Result(None, "refused", problem.code)

    def receive(session: Session) -> Result:
        return submissions.receive(session, delivery, Courier())[0]

    return writes.run_sync(receive)


def _read(file: Path) -> tuple[list[Any], list[Any]]:
    """Submissions, and the files that go with them."""
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
        found, files = body["submissions"], body.get("attachments")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoRescueFile(f"{file} is no rescue file that can be read ({type(error).__name__}).") from None
    if not isinstance(found, list) or not found:
        raise NoRescueFile(f"{file} holds no submissions.")
    return found, files if isinstance(files, list) else []


def _said_of(files: Counter[str]) -> str:
    return f"\nFiles taken in: {files['stored']}. Here already: {files['already']}. Refused: {files['refused']}."


def _said(results: list[Result]) -> str:
    counts = Counter("refused" if result.problem else result.status for result in results)
    new = counts["stored"] + counts["stored_conflict"]
    lines = [f"Taken in: {new}. Here already: {counts['already_stored']}. Refused: {counts['refused']}."]
    lines += sorted({f"Refused: {result.problem}." for result in results if result.problem})
    references = dict.fromkeys(result.arrival.reference for result in results if result.arrival)
    return "\n".join([*lines, *([f"References: {', '.join(references)}."] if references else [])])
