"""The headers of tus 1.0.0, read and written (https://tus.io/protocols/resumable-upload)."""

import hashlib
import re
from base64 import b64decode
from datetime import datetime
from email.utils import format_datetime
from uuid import UUID

from firsthand.attachments import rules
from firsthand.attachments.arriving import Checksum
from firsthand.attachments.rules import Announced
from firsthand.attachments.uploads import Progress
from firsthand.base.problems import Problem
from firsthand.intake.rules import uuid

VERSION = "1.0.0"
RESUMABLE = {"Tus-Resumable": VERSION}
ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
OFFERED = RESUMABLE | {
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,expiration,checksum,termination",
    "Tus-Max-Size": str(rules.MAX_SIZE),
    "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
}
"""What OPTIONS answers."""
BYTES = "application/offset+octet-stream"
METADATA = ("submission", "attachment", "sha256")

_NUMBER = re.compile(r"[0-9]{1,16}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def number(header: str | None) -> int:
    """An Upload-Length or Upload-Offset. Raises Problem `bad-request`."""
    if header is None or not _NUMBER.fullmatch(header):
        raise Problem("bad-request")
    return int(header)


def announced(metadata: str | None, size: int) -> Announced:
    """What an Upload-Metadata says: exactly `submission`, `attachment` and `sha256`. Raises Problem `invalid`."""
    pairs = [each.strip(" ").split(" ") for each in (metadata or "").split(",")]
    said = {pair[0]: _decoded(pair[1]) for pair in pairs if len(pair) == 2}
    submission, attachment = uuid(said.get("submission")), uuid(said.get("attachment"))
    sha256 = said.get("sha256") or ""
    exact = len(pairs) == len(said) == len(METADATA) and said.keys() == set(METADATA)
    if not (exact and submission and attachment and _SHA256.fullmatch(sha256)):
        raise Problem("invalid")
    return Announced(submission, attachment, sha256, size)


def _decoded(value: str) -> str | None:
    try:
        return b64decode(value, validate=True).decode("ascii")
    except ValueError:
        return None


def checksum(header: str | None) -> Checksum | None:
    """An Upload-Checksum. Raises Problem `bad-request`, also for an algorithm that is not offered."""
    if header is None:
        return None
    name, _, encoded = header.partition(" ")
    try:
        hashing, expected = ALGORITHMS[name](), b64decode(encoded, validate=True)
    except (KeyError, ValueError):
        raise Problem("bad-request") from None
    if len(expected) != hashing.digest_size:
        raise Problem("bad-request")
    return Checksum(hashing, expected)


def expiry(touched_at: datetime) -> str:
    """When an upload that nothing names may be removed, as an HTTP date."""
    return format_datetime(rules.expires(touched_at), usegmt=True)


def told(progress: Progress) -> dict[str, str]:
    """How far it has come, and until when it can go on."""
    upload = progress.upload
    unfinished = {} if progress.complete else {"Upload-Expires": expiry(upload.touched_at)}
    return {"Upload-Offset": str(progress.offset), **unfinished}


def path(upload: UUID) -> str:
    return f"/api/v1/attachments/{upload}"
