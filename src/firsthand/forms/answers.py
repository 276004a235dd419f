"""Holds a submission's answers against the form version. Finds, never refuses.

Whatever is odd stays in the record and is shown; a finding says what to look at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from firsthand.forms.conditions import Answers, Known, opened, value_of
from firsthand.forms.definitions import Form, Question
from firsthand.forms.shapes import fits
from firsthand.forms.vocabulary import SOURCES

Code = Literal[
    "unknown_question",  # the version has no such question
    "unreadable_answer",  # not {value, source, note}
    "unexpected_value",  # a value that its kind, or its options, don't have
    "unknown_source",
    "not_open",  # answered, though nothing opened it
    "unfinished_factor",  # open and blank
    "unfinished",  # required, open and blank
    "act_not_recorded",  # an act called for, neither done nor not done
]


@dataclass(frozen=True)
class Finding:
    code: Code
    question: str


def check(form: Form, answers: Answers, known: Known) -> tuple[Finding, ...]:
    """Every finding, oddities first, then what is unfinished in the order of asking."""
    now_open = opened(form, answers, known).questions
    odd = [finding for name in answers for finding in _oddities(form, name, answers[name], now_open)]
    return (*odd, *_unfinished(form, answers, now_open))


def unfinished(form: Form, answers: Answers, known: Known) -> tuple[Question, ...]:
    """Questions that are open, expected and blank; factors and acts among them."""
    now_open = opened(form, answers, known).questions
    return tuple(form.questions[each.question] for each in _unfinished(form, answers, now_open))


def _oddities(form: Form, name: str, entry: Any, now_open: frozenset[str]) -> Iterator[Finding]:
    question = form.questions.get(name)
    if question is None:
        yield Finding("unknown_question", name)
        return
    if not isinstance(entry, Mapping) or "value" not in entry:
        yield Finding("unreadable_answer", name)
        return
    value = value_of({name: entry}, name)
    if value is None:
        return
    if not fits(question, value):
        yield Finding("unexpected_value", name)
    if entry.get("source", "victim") not in (*SOURCES, None):
        yield Finding("unknown_source", name)
    if name not in now_open:
        yield Finding("not_open", name)


def _unfinished(form: Form, answers: Answers, now_open: frozenset[str]) -> tuple[Finding, ...]:
    return tuple(
        Finding(_blank(question), question.id)
        for question in form.questions.values()
        if question.expected and question.id in now_open
        if value_of(answers, question.id) is None
    )


def _blank(question: Question) -> Code:
    if question.factor:
        return "unfinished_factor"
    return "act_not_recorded" if question.act else "unfinished"
