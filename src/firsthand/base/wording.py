"""What the interface says, per locale: gettext catalogues of `i18n/ui`."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "ps", "prs", "ur"})


def marked(message: str) -> str:
    """Marks a message for extraction and leaves it as it is; pages translate it when shown."""
    return message


def direction(locale: str) -> str:
    """`rtl` or `ltr`, from the language subtag."""
    return "rtl" if locale.split("-")[0] in RIGHT_TO_LEFT else "ltr"


@cache
def translations(folder: Path, locale: str) -> NullTranslations:
    """The catalogue of a locale; English is the source and needs none."""
    file = folder / locale / "LC_MESSAGES" / "messages.mo"
    if not file.exists():
        return NullTranslations()
    with file.open("rb") as compiled:
        return GNUTranslations(compiled)
