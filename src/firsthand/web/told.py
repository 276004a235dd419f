"""A form's answers in words: in English, with what stood beside it in their language where it differs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.encounters.payload import Payload
from firsthand.forms.definitions import Question, Section
from firsthand.forms.library import Library, UnknownForm
from firsthand.forms.phrases import ENGLISH
from firsthand.forms.wording import Wording


@dataclass(frozen=True)
class Quote:
    """Somebody's exact words, and the question that prompted them."""

    words: str
    prompt: str
    language: str
    english: str
    translated_by: str


@dataclass(frozen=True)
class Line:
    """One answer. `value` is English; `shown` is the question as it stood on the screen in their language, or empty.

    `kind` is the question's; `code` the value of an answer, an observation or an act, else empty; `giver` the code of
    the source.
    """

    question: str
    shown: str
    value: str
    quotes: tuple[Quote, ...]
    source: str
    note: str
    kind: str = ""
    code: str = ""
    act: bool = False
    giver: str = ""


@dataclass(frozen=True)
class Part:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Told:
    """A form as it was filled. `language` is a locale; `reviewed` is whether its wording was."""

    title: str
    language: str
    reviewer: str
    draft: bool
    parts: tuple[Part, ...]

    @property
    def scored(self) -> bool:
        """Whether it gives a number on a scale."""
        return any(line.kind == "scale" for part in self.parts for line in part.lines)


def told(library: Library, said: Payload) -> Told | None:
    """None for a form version that was never published here: show the raw answers then."""
    try:
        definition = library.form(said.about.form, said.about.form_version)
    except UnknownForm:
        return None
    english = library.wording(definition)
    theirs = library.read_in(definition, said.language or ENGLISH)
    asked = _Asked(english, theirs, _addressed(said), said.told())
    parts = (_part(section, asked) for section in definition.sections)
    return Told(str(english.title), theirs.locale, theirs.reviewer, theirs.draft, tuple(p for p in parts if p.lines))


def _addressed(said: Payload) -> str | None:
    """How the words on the screen spoke of the child that the form is about, else of the victim."""
    about = next((person for person in said.encounter.people if person.id == said.subject), None)
    return about.address_as if about else said.encounter.address_as


@dataclass(frozen=True)
class _Asked:
    """In which words, and what was answered."""

    english: Wording
    theirs: Wording
    address_as: str | None
    answers: Mapping[str, Any]


def _part(section: Section, asked: _Asked) -> Part:
    questions = (question for each in section.questions for question in each.walk())
    lines = tuple(line for question in questions for line in _lines(question, asked))
    return Part(str(asked.english.section(section.id).title), lines)


def _lines(question: Question, asked: _Asked) -> Iterator[Line]:
    said = asked.answers.get(question.id)
    if not isinstance(said, Mapping) or said.get("value") in (None, "", [], {}):
        return
    value, source = said["value"], said.get("source")
    text, shown = (
        str(asked.english.question(question.id).text),
        asked.theirs.question(question.id).text(asked.address_as),
    )
    yield Line(
        text,
        shown if shown != text else "",
        _value(question, asked.english, value),
        tuple(_quotes(value)) if question.kind == "exact_words" else (),
        str(asked.english.source(source)) if isinstance(source, str) else "",
        str(said.get("note") or ""),
        question.kind,
        value if isinstance(value, str) and question.values else "",
        question.act,
        str(source or ""),
    )


def _value(question: Question, english: Wording, value: Any) -> str:
    if question.kind == "exact_words":
        return ""
    if question.kind in ("drawing", "sound"):
        return str(len(value)) if isinstance(value, list) else ""
    if question.kind == "scale":
        return f"{value} / 10"
    if question.values:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(str(english.question(question.id).option(str(code))) for code in codes)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _quotes(value: Any) -> Iterator[Quote]:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, Mapping):
            yield Quote(*(str(each.get(name) or "") for name in Quote.__dataclass_fields__))
