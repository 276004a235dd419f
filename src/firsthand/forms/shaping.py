"""How the way of asking may shape an answer: rules as data, one file a language; the reader is capture/shaping.js.

What the members mean is said in the head of `i18n/questions/en.toml`. A note never stops anybody.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from firsthand.base import places
from firsthand.forms.lines import Credits, Text
from firsthand.forms.reading import Mistake, read
from firsthand.forms.vocabulary import Part

Texts = tuple[str, ...]
KINDS = ("open", "multiple", "tag", "leading", "closed")


class Shape(Part):
    """One kind of question. `note` is said beside it; `open` has none."""

    note: Text | None = None
    stems: tuple[Text, ...] = ()
    begins: Texts = ()
    unless_begins: Texts = ()
    contains: Texts = ()
    ends: Texts = ()
    first_ends: Texts = ()
    with_closed: Texts = ()
    marks: int | None = Field(default=None, ge=2)


class Shaping(Credits):
    """The rules of one language, and invented questions that hold them to what they promise."""

    order: tuple[str, ...]
    fillers: Texts
    open: Shape
    multiple: Shape
    tag: Shape
    leading: Shape
    closed: Shape
    examples: dict[str, Texts]

    def rules(self) -> dict[str, Any]:
        """As JSON, without what only people read."""
        kinds = {name: {"note", "stems"} for name in KINDS}
        left = dict.fromkeys(("locale", "translator", "reviewer", "examples"), True)
        return self.model_dump(mode="json", exclude_unset=True, exclude={**left, **kinds})

    def notes(self) -> dict[str, str]:
        return {name: note for name in KINDS if (note := getattr(self, name).note)}


def gather() -> Mapping[str, Shaping]:
    """By locale. Raises Mistake with file, place and reason."""
    found: dict[str, Shaping] = {}
    for file in sorted((places.folder("i18n") / "questions").glob("*.toml")):
        shaping = found[file.stem] = read(file, Shaping)
        if shaping.locale != file.stem:
            raise Mistake(file, "locale", f"is {shaping.locale}, but the file is named {file.stem}")
        if set(shaping.order) != set(KINDS):
            raise Mistake(file, "order", f"has to name each of {', '.join(KINDS)}")
    return found
