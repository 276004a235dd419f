"""Identifiers: UUIDv7 (RFC 9562), one-time codes and the references that people read to each other."""

import secrets
from uuid import UUID

from firsthand.base import clock

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM = ~(0xF << 76 | 0b11 << 62)
_VERSION_7 = 7 << 76 | 0b10 << 62
"""And the variant of RFC 9562."""
_VALUES = {character: value for value, character in enumerate(CROCKFORD)}
_DOUBLED = [2 * value // 32 + 2 * value % 32 for value in range(32)]
"""By the Luhn rule: the sum of its digits."""
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", "-": None, " ": None})


def new() -> UUID:
    """A UUIDv7 of the present millisecond."""
    return several(1)[0]


def several(count: int) -> list[UUID]:
    """The same, drawn at once: who asks the system for randomness lets every other thread go first."""
    stamp = (clock.ticks(clock.now()) // 1000 & 0xFFFF_FFFF_FFFF) << 80
    return [UUID(int=(stamp | drawn) & _RANDOM | _VERSION_7) for drawn in _drawn(10, count)]


def characters(count: int) -> str:
    """Random Crockford base-32 characters, five bits each."""
    return _characters(secrets.randbits(5 * count), count)


def _characters(drawn: int, count: int) -> str:
    return "".join([CROCKFORD[drawn >> 5 * place & 31] for place in range(count)])


def _drawn(size: int, count: int) -> list[int]:
    """So many random numbers of so many bytes each."""
    random = secrets.token_bytes(size * count)
    return [int.from_bytes(random[start : start + size], "big") for start in range(0, size * count, size)]


def as_typed(code: str) -> str:
    """What somebody typed or read aloud, in the alphabet that we drew it from."""
    return code.upper().translate(_LOOKALIKES)


def check_character(body: str) -> str:
    """The Luhn mod 32 check character of a body of Crockford characters."""
    values = [_VALUES[character] for character in reversed(body)]
    return CROCKFORD[-sum(values[1::2], sum([_DOUBLED[value] for value in values[::2]])) % 32]


def references(count: int) -> list[str]:
    """A submission's reference, such as FH-7K3M-Q9TC: seven random characters and their check character."""
    bodies = [_characters(drawn, 7) for drawn in _drawn(5, count)]
    return [f"FH-{body[:4]}-{body[4:]}{check_character(body)}" for body in bodies]


def is_reference(text: str) -> bool:
    typed = as_typed(text)
    body = typed.removeprefix("FH")
    return len(body) == 8 and set(body) <= set(CROCKFORD) and check_character(body[:7]) == body[7]
