"""What a form says in one language, line by line, with the English where a line is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from firsthand.base.wording import direction
from firsthand.forms.lines import Gendered, Leaf, Path
from firsthand.forms.phrases import ENGLISH, Phrase


@dataclass(frozen=True)
class SectionWording:
    title: Phrase
    hint: Phrase


@dataclass(frozen=True)
class QuestionWording:
    """The lines of one question; a line that isn't there is an empty Phrase, so false."""

    wording: "Wording"
    id: str

    @property
    def text(self) -> Phrase:
        return self.wording.phrase("question", self.id, "text", otherwise=self.id)

    @property
    def hint(self) -> Phrase:
        return self.wording.phrase("question", self.id, "hint")

    @property
    def low(self) -> Phrase:
        return self.wording.phrase("question", self.id, "low")

    @property
    def high(self) -> Phrase:
        return self.wording.phrase("question", self.id, "high")

    @property
    def stems(self) -> tuple[str, ...]:
        return self.wording.openings("question", self.id, "stems")

    def option(self, value: str) -> Phrase:
        """The label of a value: the question's own, else of the six answers or observations."""
        for path in (("question", self.id, "options", value), ("answer", value)):
            if self.wording.has(*path):
                return self.wording.phrase(*path)
        return self.wording.phrase("observation", value, otherwise=value)


@dataclass(frozen=True)
class Wording:
    """A form version in one language. Lines by place; see `lines.FormWording` for the places."""

    form: str
    version: str
    locale: str
    translator: str
    reviewer: str
    lines: Mapping[Path, Leaf] = field(repr=False)
    english: Mapping[Path, Leaf] = field(repr=False)

    @property
    def direction(self) -> str:
        return direction(self.locale)

    @property
    def draft(self) -> bool:
        """A translation that nobody has reviewed: say so on screen, show card and print."""
        return self.locale != ENGLISH and not self.reviewer

    @property
    def missing(self) -> tuple[Path, ...]:
        """Places where the English stands in."""
        return tuple(path for path in self.english if path not in self.lines)

    @property
    def title(self) -> Phrase:
        return self.phrase("title", otherwise=self.form)

    def section(self, name: str) -> SectionWording:
        title = self.phrase("section", name, "title", otherwise=name)
        return SectionWording(title, self.phrase("section", name, "hint"))

    def question(self, name: str) -> QuestionWording:
        return QuestionWording(self, name)

    def notice(self, name: str) -> Phrase:
        return self.phrase("notice", name, otherwise=name)

    def reason(self, code: str) -> Phrase:
        """Holds figures, as `{yes}`: call it with the assessment's `counts`."""
        return self.phrase("reason", code, otherwise=code)

    def prompt(self, code: str) -> Phrase:
        return self.phrase("prompt", code, otherwise=code)

    def answer(self, code: str) -> Phrase:
        return self.phrase("answer", code, otherwise=code)

    def source(self, code: str) -> Phrase:
        return self.phrase("source", code, otherwise=code)

    def observation(self, code: str) -> Phrase:
        return self.phrase("observation", code, otherwise=code)

    def level(self, code: str) -> Phrase:
        return self.phrase("level", code, otherwise=code)

    def unknown(self, code: str) -> Phrase:
        return self.phrase("unknown", code, otherwise=code)

    def has(self, *path: str) -> bool:
        return path in self.lines or path in self.english

    def phrase(self, *path: str, otherwise: str = "") -> Phrase:
        own = self.lines.get(path)
        if isinstance(own, str | Gendered):
            return Phrase(own, self.locale)
        english = self.english.get(path, otherwise)
        line = english if isinstance(english, str | Gendered) else otherwise
        return Phrase(line, ENGLISH, translated=not line)

    def openings(self, *path: str) -> tuple[str, ...]:
        found = self.lines.get(path, self.english.get(path, ()))
        return found if isinstance(found, tuple) else ()

    def told(self) -> dict[str, Any]:
        """Its own lines as JSON, nested as in the file; a gendered line as `{f, m, n?}`."""
        tree: dict[str, Any] = {}
        for path, leaf in self.lines.items():
            node = tree
            for step in path[:-1]:
                node = node.setdefault(step, {})
            node[path[-1]] = _plain(leaf)
        return tree


def _plain(leaf: Leaf) -> Any:
    if isinstance(leaf, Gendered):
        return leaf.model_dump(exclude_none=True)
    return list(leaf) if isinstance(leaf, tuple) else leaf
