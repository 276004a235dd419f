"""Wording files as they lie in their folders, a pack's lines laid over the built-in ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from firsthand.forms.lines import Credits, FormWording, Leaf, SharedWording, leaves
from firsthand.forms.lines import Path as Place
from firsthand.forms.reading import Mistake, read

SHARED = "_shared"
Key = tuple[str, str]
"""Form id (or `_shared`) and version."""


@dataclass(frozen=True)
class Edition:
    """The lines of one form version in one language."""

    file: Path
    locale: str
    translator: str
    reviewer: str
    lines: Mapping[Place, Leaf]

    def under(self, pack: "Edition") -> "Edition":
        """With a pack's lines on top. Reviewed only if every line that remains was."""
        replaced = all(place in pack.lines for place in self.lines)
        reviewed = pack.reviewer if self.reviewer or replaced else ""
        return replace(pack, reviewer=reviewed, lines={**self.lines, **pack.lines})


def gather(roots: Iterable[Path]) -> dict[Key, dict[str, Edition]]:
    """All editions by form, version and locale; later roots lie over earlier ones."""
    found: dict[Key, dict[str, Edition]] = {}
    for root in roots:
        for file in sorted(root.glob("*/*/*.toml")):
            form, version = file.parts[-3:-1]
            shelf, edition = found.setdefault((form, version), {}), _edition(file)
            below = shelf.get(edition.locale)
            shelf[edition.locale] = below.under(edition) if below else edition
    return found


def _edition(file: Path) -> Edition:
    model: type[Credits] = SharedWording if file.parts[-3] == SHARED else FormWording
    wording = read(file, model)
    if wording.locale != file.stem:
        raise Mistake(file, "locale", f"is {wording.locale}, but the file is named {file.stem}")
    return Edition(file, wording.locale, wording.translator, wording.reviewer, leaves(wording))
