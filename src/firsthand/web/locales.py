"""The interface's languages in paths: English at `/help`, each other one at `/pl/help`."""

from firsthand.base import places

SOURCE = "en"


def known() -> list[str]:
    """English and every language with a catalogue; the settings say which of them are offered."""
    folders = (places.folder("i18n") / "ui").glob("*")
    return [SOURCE, *sorted(folder.name for folder in folders if folder.is_dir())]


def path(english: str, locale: str) -> str:
    if locale == SOURCE:
        return english
    return f"/{locale}{'' if english == '/' else english}"


def paths(english: str) -> list[str]:
    """The same page in each language that we have words for."""
    return [path(english, locale) for locale in known()]


def of_path(requested: str) -> str:
    """The language of a page's path."""
    first = requested.split("/")[1]
    return first if first in known() else SOURCE
