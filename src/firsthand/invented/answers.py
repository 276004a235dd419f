"""Answers that an invented family might have given, for any form, from its definition alone."""

from random import Random
from typing import Any

from firsthand.forms.definitions import Form, Question

Answers = dict[str, dict[str, Any]]

_YES = {"standard": 0.18, "medium": 0.42, "high": 0.72, "unsure": 0.3}
_REFUSED = ("dont_know", "declined", "not_asked_unsafe", "not_asked")
_NOTES = (
    "Said quietly, looking at the door.",
    "Invented detail for practice: the handle of the kitchen door is broken.",
    "Invented detail for practice: it was worse after the move in spring.",
    "Invented detail for practice: a neighbour has heard shouting.",
)
_WORDS = {
    "en": ("It gets loud and I go under the table.", None),
    "pl": ("Robi się głośno i chowam się pod stołem.", "It gets loud and I hide under the table."),
}
_PROMPT = "Tell me about being at home."


class Answering:
    """One severity, one language, one source of chance."""

    def __init__(self, source: Random, severity: str, language: str) -> None:
        self._source = source
        self._severity = severity
        self._language = language

    def form(self, form: Form) -> Answers:
        given: Answers = {}
        for section in form.sections:
            for question in section.questions:
                self._ask(question, given)
        if form.judgement:
            level = self._severity if self._severity != "unsure" else "medium"
            given[form.judgement] = {"value": level, "source": "practitioner"}
        return given

    def _ask(self, question: Question, given: Answers) -> None:
        value = self._value(question)
        if value is None:
            return
        given[question.id] = {"value": value, "source": "practitioner" if question.kind == "text" else "victim"}
        for follow_up in question.follow_ups:
            if value in follow_up.when:
                self._ask(follow_up, given)

    def _value(self, question: Question) -> Any:
        choose = self._source.choice
        match question.kind:
            case "answer":
                return self._answer()
            case "choice":
                return choose(question.options)
            case "choices":
                return self._source.sample(question.options, 1)
            case "observation":
                return choose(("seen", "not_seen", "cant_say"))
            case "scale":
                return {"standard": 7, "medium": 5, "high": 2}.get(self._severity, 4)
            case "exact_words":
                words, english = _WORDS.get(self._language, _WORDS["en"])
                return [{"words": words, "prompt": _PROMPT, "language": self._language, "english": english}]
            case "text":
                return choose(_NOTES) if self._source.random() < 0.6 else None
        return None

    def _answer(self) -> str:
        unsure = 0.6 if self._severity == "unsure" else 0.08
        if self._source.random() < unsure:
            return self._source.choice(_REFUSED)
        return "yes" if self._source.random() < _YES[self._severity] else "no"
