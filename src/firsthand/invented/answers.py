"""Answers that an invented family might have given, for any form, from its definition alone."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random
from typing import Any

from firsthand.base import clock
from firsthand.forms.conditions import opened
from firsthand.forms.definitions import Form, Question
from firsthand.invented.words import CHILDREN, INTERPRETER, NOTES, REQUIRED

Answers = dict[str, dict[str, Any]]

_YES = {"standard": 0.18, "medium": 0.42, "high": 0.72, "unsure": 0.3}
_REFUSED = ("dont_know", "declined", "not_asked_unsafe", "not_asked")
_SOON = timedelta(days=14)
_WRITES = 0.4
"""How often a text that may stay blank is filled."""


class Answering:
    """One severity, one language, one source of chance. `fixed` is what the story decides: values by question."""

    def __init__(self, source: Random, severity: str, language: str, fixed: dict[str, Any] | None = None) -> None:
        self._source = source
        self._severity = severity
        self._language = language
        self._fixed = fixed or {}

    def form(self, form: Form) -> Answers:
        """What is not open on the screen is not answered."""
        given: Answers = {}
        for name, question in form.questions.items():
            if name in opened(form, given, {}).questions:
                self._ask(form, question, given)
        if form.judgement:
            level = self._severity if self._severity != "unsure" else "medium"
            given[form.judgement] = {"value": level, "source": "practitioner"}
        return given

    def _ask(self, form: Form, question: Question, given: Answers) -> None:
        value = self._fixed.get(question.id) or self._value(question)
        if value is not None:
            given[question.id] = {"value": value, "source": _source_of(form, question)}

    def _value(self, question: Question) -> Any:
        choose = self._source.choice
        makers: dict[str, Callable[[], Any]] = {
            "answer": self._answer,
            "choice": lambda: choose(question.options),
            "choices": lambda: self._several(question.options),
            "observation": lambda: choose(("seen", "not_seen", "cant_say")),
            "scale": lambda: {"standard": 7, "medium": 5, "high": 2}.get(self._severity, 4),
            "exact_words": self._quotes,
            "text": lambda: self._note(question),
            "date": lambda: (clock.now() + _SOON).date().isoformat(),
        }
        make = makers.get(question.kind)
        return make() if make else None

    def _several(self, options: Sequence[str]) -> list[str] | None:
        """A single box is seldom ticked."""
        return self._source.sample(options, min(len(options), self._source.randint(1, 2))) if len(options) > 1 else None

    def _answer(self) -> str:
        unsure = 0.6 if self._severity == "unsure" else 0.08
        if self._source.random() < unsure:
            return self._source.choice(_REFUSED)
        return "yes" if self._source.random() < _YES[self._severity] else "no"

    def _note(self, question: Question) -> str | None:
        if question.required:
            return self._source.choice(NOTES.get(question.id, REQUIRED))
        writes = self._source.random() < _WRITES
        return self._source.choice(NOTES[question.id]) if writes and question.id in NOTES else None

    def _quotes(self) -> list[dict[str, Any]]:
        language = self._language if self._language in CHILDREN else "en"
        said = self._source.sample(CHILDREN[language], self._source.randint(1, 2))
        return [_quote(language, *each) for each in said]


def _quote(language: str, prompt: str, words: str, english: str | None) -> dict[str, Any]:
    quote = {"words": words, "prompt": prompt, "language": language}
    return quote | ({"english": english, "translated_by": INTERPRETER} if english else {})


def _source_of(form: Form, question: Question) -> str:
    """Whoever the words address."""
    section = next(each for each in form.sections if any(question in top.walk() for top in each.questions))
    return question.asked_of or section.asked_of or "victim"
