"""Identifiers: UUIDv7 (RFC 9562), one-time codes and the references that people read to each other."""

import secrets
from uuid import UUID

from firsthand.base import clock

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM = ~(0xF << 76 | 0b11 << 62)
_VERSION_7 = 7 << 76 | 0b10 << 62
"""And the variant of RFC 9562."""
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", "-": None, " ": None})


def new() -> UUID:
    """A UUIDv7 of the present millisecond."""
    milliseconds = clock.ticks(clock.now()) // 1000
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(secrets.token_bytes(10), "big")
    return UUID(int=value & _RANDOM | _VERSION_7)


def characters(count: int) -> str:
    """Random Crockford base-32 characters, five bits each."""
    drawn = secrets.randbits(5 * count)
    return "".join(CROCKFORD[drawn >> 5 * place & 31] for place in range(count))


def as_typed(code: str) -> str:
    """What somebody typed or read aloud, in the alphabet that we drew it from."""
    return code.upper().translate(_LOOKALIKES)


def check_character(body: str) -> str:
    """The Luhn mod 32 check character of a body of Crockford characters."""
    addends = [CROCKFORD.index(character) << (place % 2 == 0) for place, character in enumerate(reversed(body))]
    return CROCKFORD[-sum(addend // 32 + addend % 32 for addend in addends) % 32]


def reference() -> str:
    """A submission's reference, such as FH-7K3M-Q9TC: seven random characters and their check character."""
    body = characters(7)
    whole = body + check_character(body)
    return f"FH-{whole[:4]}-{whole[4:]}"


def is_reference(text: str) -> bool:
    typed = as_typed(text)
    body = typed.removeprefix("FH")
    return len(body) == 8 and set(body) <= set(CROCKFORD) and check_character(body[:7]) == body[7]
