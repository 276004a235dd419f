"""One line in one language, as it is said to a woman, to a man, or to whoever chose neither."""

from dataclasses import dataclass

from firsthand.base.wording import direction
from firsthand.forms.lines import Gendered

ENGLISH = "en"
GENDERS = ("f", "m", "n")


@dataclass(frozen=True)
class Phrase:
    """Call it with `address_as` (f, m, n or None) for the words; `variants` has them all."""

    line: str | Gendered
    locale: str
    translated: bool = True
    """False: English (or a bare code) stands in for a line that the language lacks."""

    def __call__(self, address_as: str | None = None, /, **figures: object) -> str:
        said = self.variants.get(address_as or "n", self.variants["n"])
        return said.format(**figures) if figures else said

    def __str__(self) -> str:
        return self()

    def __bool__(self) -> bool:
        return bool(self.line)

    @property
    def variants(self) -> dict[str, str]:
        """The words by `f`, `m`, `n`; without a neutral line `n` shows both."""
        if isinstance(self.line, str):
            return dict.fromkeys(GENDERS, self.line)
        both = f"{self.line.f} / {self.line.m}"
        return {"f": self.line.f, "m": self.line.m, "n": self.line.n or both}

    @property
    def gendered(self) -> bool:
        return isinstance(self.line, Gendered)

    @property
    def lang(self) -> str:
        return self.locale

    @property
    def direction(self) -> str:
        return direction(self.locale)
