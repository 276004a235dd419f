"""Reading the outside of an envelope, on arrival: small and fast, without opening anything."""

import json
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from joserfc.util import urlsafe_b64decode

from firsthand.intake import rules

_IDS = ("encounter", "device", "author", "amends")
_CODES = ("form", "form_version")
_NOBODY = UUID(int=0)
COLUMNS = (*_IDS, *_CODES, "submission", "sha256", "envelope", "captured_at", "attachments")
"""What is stored of the outside, in clear."""


class Unreadable(Exception):
    """Not a compact JWE whose header is a JSON object with a UUID `id`."""


@dataclass(frozen=True)
class Envelope:
    """An envelope as it came; its `sha256` tells it from any other.

    `id` is spelt as the device spelt it; `kid` is none where the header has none.
    """

    content: bytes
    sha256: str
    id: str
    submission: UUID
    kid: str | None
    header: dict[str, Any]

    @cached_property
    def ids(self) -> dict[str, UUID | None]:
        return {name: rules.uuid(self.header.get(name)) for name in _IDS}

    @cached_property
    def pair(self) -> tuple[UUID, UUID]:
        """Whose reference it shares: one per encounter and author, or its own where it names neither."""
        return self.ids["encounter"] or self.submission, self.ids["author"] or _NOBODY

    def values(self) -> tuple[Any, ...]:
        """In the order of COLUMNS; what can't be read is left out."""
        member = self.header.get
        return (
            *self.ids.values(),
            *(rules.code(member(name)) for name in _CODES),
            self.submission,
            self.sha256,
            self.content,
            rules.moment(member("captured_at")),
            rules.attachments(member("attachments")),
        )


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
