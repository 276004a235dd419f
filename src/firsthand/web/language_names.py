"""The languages that a practitioner may meet, named in the language of the interface."""

from functools import lru_cache

from babel import Locale

_SPOKEN = """ar bg bn bfi ckb cs cy de el es fa fil fr gu hi hr hu it kmr lt lv ml ne nl pa pl ps pt rmy ro ru
sk so sq sr sw ta te ti tr uk ur vi yo yue zh""".split()
_ANOTHER = "und"


@lru_cache
def offered(locale: str) -> tuple[tuple[str, str], ...]:
    """(BCP 47 tag, name) pairs in the order of their names, without English, "another language" last."""
    names = Locale.parse(locale).languages
    known = [(tag, names[tag]) for tag in _SPOKEN if tag in names]
    return (*sorted(known, key=lambda pair: pair[1].casefold()), (_ANOTHER, names.get(_ANOTHER, _ANOTHER)))


def named(tags: list[str], locale: str) -> str:
    """Their names, each in the language of the interface, split by commas."""
    return ", ".join(name(tag, locale) for tag in tags)


def name(tag: str, locale: str) -> str:
    """One language's name in the language of the interface; the tag where that has none."""
    return str(Locale.parse(locale).languages.get(tag, tag))
