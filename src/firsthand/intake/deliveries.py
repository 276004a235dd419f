"""Reading what one request brought, so that one bad item spoils no other."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from firsthand.base.problems import Problem
from firsthand.intake import envelopes, rules
from firsthand.intake.envelopes import Envelope, Unreadable


@dataclass(frozen=True)
class Refused:
    """An item that is not kept: the code of its problem, and its id where that could be read."""

    problem: str
    id: str | None = None


@dataclass(frozen=True)
class Delivery:
    """The items in the order of the request; `sent_at` by the device's clock."""

    items: list[Envelope | Refused]
    sent_at: datetime | None = None


class _Body(msgspec.Struct):
    submissions: list[msgspec.Raw]
    sent_at: msgspec.Raw = msgspec.Raw(b"null")


def read(body: bytes, sealing_keys: Container[str]) -> Delivery:
    """Raises Problem `bad-request`, `invalid` or `too-large` only where the request as a whole is wrong."""
    submissions, sent_at = _split(body)
    if not submissions:
        raise Problem("invalid")
    total = sum(len(item) for item in submissions if isinstance(item, str))
    if len(submissions) > rules.MAX_ITEMS or total > rules.MAX_REQUEST:
        raise Problem("too-large")
    return Delivery([_item(item, sealing_keys) for item in submissions], rules.moment(sent_at))


def _split(body: bytes) -> tuple[list[Any], Any]:
    try:
        found = msgspec.json.decode(body, type=_Body)
        return [_value(item) for item in found.submissions], _value(found.sent_at)
    except msgspec.ValidationError as error:
        raise Problem("invalid") from error
    except (msgspec.DecodeError, RecursionError):
        return _split_leniently(body)


def _value(raw: msgspec.Raw) -> Any:
    """An envelope has no escapes in it, so that its JSON string is itself between quotes."""
    content = bytes(raw)
    if content[:1] == b'"' and b"\\" not in content:
        return content[1:-1].decode("utf-8", "replace")
    return envelopes.parsed(content)


def _split_leniently(body: bytes) -> tuple[list[Any], Any]:
    """For JSON that is lawful and odd, such as half of a surrogate pair."""
    try:
        found = envelopes.parsed(body)
        submissions, sent_at = found["submissions"], found.get("sent_at")
    except (ValueError, RecursionError) as error:
        raise Problem("bad-request") from error
    except (TypeError, KeyError, AttributeError) as error:
        raise Problem("invalid") from error
    if not isinstance(submissions, list):
        raise Problem("invalid")
    return submissions, sent_at


def _item(item: Any, sealing_keys: Container[str]) -> Envelope | Refused:
    try:
        envelope = envelopes.read(item)
    except Unreadable:
        too_large = isinstance(item, str) and len(item) > rules.MAX_ENVELOPE
        return Refused("too-large" if too_large else "unreadable-envelope")
    if len(envelope.content) > rules.MAX_ENVELOPE:
        return Refused("too-large", envelope.id)
    return envelope if envelope.kid in sealing_keys else Refused("unknown-sealing-key", envelope.id)
