"""What makes an envelope readable, verified or odd, as pure functions. The codes are protocol.md's lines."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from firsthand.base.wording import marked as _

MAX_ENVELOPE = 256 * 1024
MAX_REQUEST = 4 * 1024 * 1024
MAX_ITEMS = 50
MAX_ATTACHMENTS = 20
MAX_CLOCK_OFFSET = timedelta(minutes=5)
YEARS = range(1900, 2200)
"""A time outside of these is a slip or a trick, and would break every sum and every page that it gets into."""

FIXED = {"alg": "ECDH-ES", "enc": "A256GCM", "typ": "fh-submission+jwe", "cty": "JWS"}
JOSE = {*FIXED, "kid", "epk"}
ABOUT = {"id", "encounter", "form", "form_version", "captured_at", "device", "author", "attachments"}
OPTIONAL = {"amends"}

FLAGS = {
    "header": _("The outside of the envelope is not as agreed."),
    "not-opened": _("The envelope does not open with any key held here."),
    "not-signed": _("What is inside is not signed as agreed."),
    "payload": _("What is inside is signed, but is not in the agreed form."),
    "key-unknown": _("It is signed with a key that is not registered."),
    "key-of-another-author": _("It is signed with somebody else's key."),
    "key-of-another-device": _("It is signed with the key of another device."),
    "key-revoked": _("It is signed with a key that had been revoked when it arrived."),
    "signature": _("The signature does not hold."),
    "about": _("What is signed differs from what is written on the outside."),
    "author-inactive": _("Its author's account had been deactivated."),
    "same-words": _("The same signed words came before in another envelope."),
    "differs": _("Two different records, both signed by their author, have the same id: decide which stands."),
    "stands": _("Two different records had one id: the desk decided that this one stands."),
    "set-aside": _(
        "Two different records had one id: the desk decided that the other one stands. This is kept as it came."
    ),
}
UNVERIFIED = set(FLAGS) - {"author-inactive", "same-words", "differs", "stands", "set-aside"}

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_CODE = re.compile(r"[A-Za-z0-9_.\-]{1,64}")
_MEDIA_TYPE = re.compile(r"[a-z]{1,32}/[a-z0-9.+\-]{1,64}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def header_holds(header: Mapping[str, Any]) -> bool:
    """Line 1: exactly the members of the protocol, and the four fixed values."""
    members = set(header) - OPTIONAL
    return members == JOSE | ABOUT and all(header[name] == value for name, value in FIXED.items())


def about_holds(about: Any, header: Mapping[str, Any]) -> bool:
    """Line 4: what was signed is what is written outside, member for member."""
    return same(about, {name: value for name, value in header.items() if name in ABOUT | OPTIONAL})


def same(one: Any, other: Any) -> bool:
    """Equal as parsed JSON: unlike Python's ==, true is not 1 and 1 is not 1.0. What nests without end is not."""
    try:
        return _alike(one, other)
    except RecursionError:
        return False


def _alike(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_alike(value, other[name]) for name, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    return bool(one == other)


def mended(text: str) -> str:
    """Halves of surrogate pairs, which a cut emoji leaves and no database takes, become U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def uuid(value: Any) -> UUID | None:
    """The hyphened form of RFC 9562 and no other."""
    return UUID(int=int(value.replace("-", ""), 16)) if isinstance(value, str) and _UUID.fullmatch(value) else None


def code(value: Any) -> str | None:
    return value if isinstance(value, str) and _CODE.fullmatch(value) else None


def moment(value: Any) -> datetime | None:
    """An RFC 3339 time with its offset, in UTC; none for a year outside of YEARS."""
    try:
        read = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return read.astimezone(UTC) if read.tzinfo and read.year in YEARS else None


def attachments(value: Any) -> list[dict[str, Any]]:
    """The announced attachments that could be read, [{id, sha256, size, media_type}], at most 20."""
    items: Iterable[Any] = value if isinstance(value, list) else ()
    return [item for item in items if isinstance(item, dict) and _is_attachment(item)][:MAX_ATTACHMENTS]


def _is_attachment(item: Mapping[str, Any]) -> bool:
    if set(item) != {"id", "sha256", "size", "media_type"} or type(item["size"]) is not int:
        return False
    texts = {"sha256": _SHA256, "media_type": _MEDIA_TYPE}
    fit = all(isinstance(item[name], str) and pattern.fullmatch(item[name]) for name, pattern in texts.items())
    return fit and uuid(item["id"]) is not None and 0 <= item["size"] < 2**53


def clock_offset(sent_at: datetime | None, received_at: datetime) -> timedelta:
    """How far the device's clock is ahead of ours; zero within five minutes."""
    offset = sent_at - received_at if sent_at else timedelta()
    return offset if abs(offset) > MAX_CLOCK_OFFSET else timedelta()


def clock_ahead(offset: timedelta, captured_at: datetime | None, received_at: datetime) -> timedelta:
    """How far the device's clock was ahead of ours when it wrote.

    The offset that was measured at the sending, unless that would have it written after it arrived: then the clock was
    changed in between, and it was right before, or as far ahead as it must have been at least.
    """
    if captured_at is None:
        return offset
    fitting = (each for each in (offset, timedelta()) if captured_at - each <= received_at + MAX_CLOCK_OFFSET)
    return next(fitting, captured_at - received_at)
