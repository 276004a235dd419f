"""How names, dates, numbers and addresses are made alike before they are compared: pure, and on the careful side."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"}
)
_PLACEHOLDERS = frozenset(
    {"", "unknown", "not known", "unnamed", "baby", "child", "n k", "nk", "na", "n a", "none", "x"}
)
_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
_ABBREVIATED = {"rd": "road", "ave": "avenue", "av": "avenue", "cl": "close", "cres": "crescent", "dr": "drive"}
_ABBREVIATED |= {"ln": "lane", "pl": "place", "sq": "square", "ct": "court", "gdns": "gardens", "terr": "terrace"}
_ABBREVIATED |= {"no": "", "apt": "flat", "apartment": "flat", "fl": "flat"}


@dataclass(frozen=True)
class Address:
    """As written: the lines in order, and the postcode."""

    lines: tuple[str, ...] = ()
    postcode: str = ""


@dataclass(frozen=True)
class Description:
    """What one submission says of one person. Dates are ISO and may be partial ("2016", "2016-05")."""

    role: str
    given_name: str = ""
    family_name: str = ""
    date_of_birth: str = ""
    nhs_number: str = ""
    phones: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    is_child: bool = False
    whole: str = field(default="", compare=False)
    """All that was said, as canonical JSON: two descriptions differ when these do."""


def folded(words: str) -> str:
    """Lower case, no marks, Latin letters that don't decompose spelt plainly, one space between words."""
    lowered = unicodedata.normalize("NFKD", words).casefold().translate(_UNDECOMPOSED)
    letters = "".join(letter for letter in lowered if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+", " ", letters.replace("'", "")).split())


def full_date(date: str) -> str | None:
    """The date when day, month and year are all there."""
    return date if _FULL_DATE.fullmatch(date) else None


def nhs_number(written: str) -> str | None:
    """Ten digits whose modulus 11 check digit is right (NHS Data Dictionary, NHS NUMBER)."""
    digits = re.sub(r"\D", "", written)
    if len(digits) != 10:
        return None
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return digits if -total % 11 == int(digits[9]) else None


def postcode(written: str) -> str | None:
    """Upper case without its space, if it has the shape of one."""
    compact = re.sub(r"\s", "", written).upper()
    return compact if _POSTCODE.fullmatch(compact) else None


def first_line(lines: tuple[str, ...]) -> str | None:
    """The first line that says something, folded, its usual abbreviations written out."""
    spoken = next((words for line in lines if (words := folded(line))), None)
    return (spoken and " ".join(filter(None, (_ABBREVIATED.get(word, word) for word in spoken.split())))) or None


def name_born(person: Description) -> tuple[str, str, str] | None:
    """Given name, family name and full date of birth; nothing when one is missing or a stand-in."""
    given, family, born = folded(person.given_name), folded(person.family_name), full_date(person.date_of_birth)
    if given in _PLACEHOLDERS or family in _PLACEHOLDERS or born is None:
        return None
    return given, family, born


def address_key(address: Address) -> tuple[str, str] | None:
    """First line and postcode; nothing when one is missing."""
    line, code = first_line(address.lines), postcode(address.postcode)
    return (line, code) if line and code else None


def person_keys(person: Description) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each (kind, words) by which this person can be found again, exactly."""
    if number := nhs_number(person.nhs_number):
        yield "nhs_number", (number,)
    if named := name_born(person):
        yield "name_born", named


def together(rows: Iterable[UUID], pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, UUID]:
    """For each row, the least of those that pairs join it to, itself among them; pairs that leave `rows` join none."""
    least = {row: row for row in rows}

    def of(row: UUID) -> UUID:
        while least[row] != row:
            least[row] = least[least[row]]
            row = least[row]
        return row

    for one, other in pairs:
        if one in least and other in least:
            first, second = sorted((of(one), of(other)))
            least[second] = first
    return {row: of(row) for row in least}
