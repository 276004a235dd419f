"""Reading the outside of an envelope, on arrival: small and fast, without opening anything."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from joserfc.util import urlsafe_b64decode

from firsthand.intake import rules

Key = tuple[UUID, str]


class Unreadable(Exception):
    """Not a compact JWE whose header is a JSON object with a UUID `id`."""


@dataclass(frozen=True)
class Envelope:
    """An envelope as it came. `id` is spelt as the device spelt it; `kid` is none where the header has none."""

    content: bytes
    sha256: str
    id: str
    submission: UUID
    kid: str | None
    header: dict[str, Any]

    @property
    def key(self) -> Key:
        return self.submission, self.sha256

    @property
    def pair(self) -> tuple[UUID, UUID]:
        """Whose reference it shares: one per encounter and author, or its own where it names neither."""
        encounter, author = (rules.uuid(self.header.get(name)) for name in ("encounter", "author"))
        return encounter or self.submission, author or UUID(int=0)

    def columns(self) -> dict[str, Any]:
        """The clear header members as stored; what can't be read is left out."""
        member = self.header.get
        ids = {name: rules.uuid(member(name)) for name in ("encounter", "device", "author", "amends")}
        codes = {name: rules.code(member(name)) for name in ("form", "form_version")}
        return {
            **ids,
            **codes,
            "submission": self.submission,
            "sha256": self.sha256,
            "envelope": self.content,
            "captured_at": rules.moment(member("captured_at")),
            "attachments": rules.attachments(member("attachments")),
        }


def parsed(text: bytes) -> Any:
    """Slower for JSON that is lawful and odd, such as half of a surrogate pair. ValueError: it is no JSON."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return json.loads(text.decode(), parse_constant=_no_constant)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def header(content: bytes) -> dict[str, Any]:
    """The protected header of a compact JWE. Raises Unreadable."""
    parts = content.split(b".", 5)
    if len(parts) != 5:
        raise Unreadable
    try:
        found = parsed(urlsafe_b64decode(parts[0]))
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(found, dict):
        raise Unreadable
    return found


def read(item: Any) -> Envelope:
    """One item of a delivery. Raises Unreadable."""
    if not isinstance(item, str) or not item.isascii():
        raise Unreadable
    content = item.encode()
    found = header(content)
    submission = rules.uuid(found.get("id"))
    if submission is None:
        raise Unreadable
    kid = found.get("kid")
    digest = sha256(content).hexdigest()
    return Envelope(content, digest, found["id"], submission, kid if isinstance(kid, str) else None, found)
