"""Gathers what the interface says, from code and templates, into the catalogue of every language in i18n/ui."""

from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from firsthand.base.settings import Settings

ROOT = Path(__file__).parent.parent
CATALOGUES = ROOT / "i18n" / "ui"
READERS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}}
UNSIGNED = "Firsthand, a draft that no reviewer has signed yet"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "marked": None,
    "ngettext": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2),
}


@cache
def said() -> Catalog:
    """Every message of the interface, with the files that say it."""
    catalogue = Catalog(project="Firsthand", charset="utf-8")
    for folder in ("src", "templates"):
        found = extract_from_dir(
            ROOT / folder,
            READERS,
            OPTIONS,
            KEYWORDS,
            ["i18n:"],
            strip_comment_tags=True,
            directory_filter=lambda _: True,
        )
        for file, _, message, comments, context in found:
            catalogue.add(message, None, [(f"{folder}/{file}", 0)], auto_comments=comments, context=context)
    return catalogue


def catalogue(locale: str) -> Catalog:
    if not file_of(locale).exists():
        return Catalog(locale, project="Firsthand", last_translator=UNSIGNED, language_team=locale, fuzzy=False)
    with file_of(locale).open("rb") as file:
        return read_po(file, locale=locale)


def file_of(locale: str) -> Path:
    return CATALOGUES / locale / "LC_MESSAGES" / "messages.po"


def locales() -> list[str]:
    """Every language of the interface but English, which is the source."""
    return [locale for locale in Settings.model_fields["interface_locales"].default if locale != "en"]


def gather(locale: str) -> str:
    """Updates one catalogue; what is no longer said goes, nothing is guessed."""
    current = catalogue(locale)
    gathered = current.creation_date
    current.update(said(), no_fuzzy_matching=True)
    current.creation_date = gathered
    current.obsolete.clear()
    current.header_comment = "# What the interface says, gathered by `make strings`. English is the source."
    write(locale, current)
    missing = [message for message in current if message.id and not all(texts(message.string))]
    return f"{locale}: {len(current)} messages, {len(missing)} to translate"


def write(locale: str, words: Catalog) -> None:
    file_of(locale).parent.mkdir(parents=True, exist_ok=True)
    with file_of(locale).open("wb") as file:
        write_po(file, words, width=110, sort_output=True, include_lineno=False)


def texts(string: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """The forms of a translation: one, or one for each plural."""
    return (string or "",) if isinstance(string, str | None) else tuple(string)


if __name__ == "__main__":
    for locale in locales():
        print(gather(locale))
