"""What may be uploaded, how long it waits, and what an upload must be to belong to a submission. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

MAX_SIZE = 25 * 1024 * 1024
PIECE = 1024 * 1024
"""Bytes of a part at most: so much is lost at most when the service is killed, and none of it was acknowledged."""
MOST = 100
LATELY = timedelta(hours=1)
"""So many uploads of one sender may be on their way with a byte of late; a phone sends one after the other. Those that
were cut off for good keep nobody out."""
LIFE = timedelta(days=30)
"""Without a byte, of what no stored submission names."""


class Announced(NamedTuple):
    """What a submission says of one attachment; an upload that says the same belongs to it. Of the encrypted bytes."""

    submission: UUID
    attachment: UUID
    sha256: str
    size: int


def announced(submission: UUID, attachments: Sequence[Mapping[str, Any]]) -> list[Announced]:
    """`attachments` as intake.rules.attachments gives them."""
    return [Announced(submission, UUID(each["id"]), each["sha256"], each["size"]) for each in attachments]


def expires(touched_at: datetime) -> datetime:
    """`touched_at`: when the last byte came."""
    return touched_at + LIFE
