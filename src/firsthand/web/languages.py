"""The languages that a practitioner may meet, named in the language of the interface."""

from functools import lru_cache

from babel import Locale

from firsthand.forms.library import Library
from firsthand.forms.wording import ENGLISH

_SPOKEN = """ar bg bn bfi ckb cs cy de el es fa fil fr gu hi hr hu it kmr lt lv ml ne nl pa pl ps pt rmy ro ru
sk so sq sr sw ta te ti tr uk ur vi yo yue zh""".split()
_ANOTHER = "und"


@lru_cache
def offered(locale: str) -> tuple[tuple[str, str], ...]:
    """(BCP 47 tag, name) pairs in the order of their names, without English, "another language" last."""
    names = Locale.parse(locale).languages
    known = [(tag, names[tag]) for tag in _SPOKEN if tag in names]
    return (*sorted(known, key=lambda pair: pair[1].casefold()), (_ANOTHER, names.get(_ANOTHER, _ANOTHER)))


def translated(library: Library) -> list[str]:
    """Languages, without English, in which a current form can be shown."""
    spoken = {locale for form in library.offered() for locale in library.locales(form)}
    return sorted(spoken - {ENGLISH})


def named(tags: list[str], locale: str) -> str:
    """Their names, each in the language of the interface, split by commas."""
    names = Locale.parse(locale).languages
    return ", ".join(names.get(tag, tag) for tag in tags)
