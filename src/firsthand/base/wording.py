"""What the interface says, per locale: gettext catalogues of `i18n/ui`."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

_LANGUAGES_RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "prs", "ps", "sd", "ug", "ur", "yi"})
_SCRIPTS_RTL = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Syrc", "Thaa"})


def marked(message: str) -> str:
    """Marks a message for extraction and leaves it as it is; pages translate it when shown."""
    return message


def direction(locale: str) -> str:
    """`rtl` or `ltr`, by the language and, where given, its script; never by the text."""
    language, _, rest = locale.partition("-")
    script = rest.split("-")[0]
    leftward = script in _SCRIPTS_RTL if len(script) == 4 else language in _LANGUAGES_RTL
    return "rtl" if leftward else "ltr"


@cache
def translations(folder: Path, locale: str) -> NullTranslations:
    """The catalogue of a locale; English is the source and needs none."""
    file = folder / locale / "LC_MESSAGES" / "messages.mo"
    if not file.exists():
        return NullTranslations()
    with file.open("rb") as compiled:
        return GNUTranslations(compiled)
