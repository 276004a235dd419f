"""Whether a condition holds, and what is open on the screen. Twin: static/app/capture/conditions.js.

`answers` is the payload's `{question id: {value, source, note}}`; `known` is
`{incidents_in_12_months, age}`, each a number or absent. Tolerant: whatever has another shape
counts as blank or unknown. Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from firsthand.forms.definitions import Form, Question
from firsthand.forms.vocabulary import Condition, Count

Answers = Mapping[str, Any]
Known = Mapping[str, Any]
Verdict = tuple[bool | None, frozenset[str]]
"""True, False, or None where an input is not known; and which inputs those are."""


@dataclass(frozen=True)
class Open:
    """Ids of the sections and questions to be asked now."""

    sections: frozenset[str]
    questions: frozenset[str]


def value_of(answers: Answers, question: str) -> Any:
    """The value, or None where the question is blank."""
    entry = answers.get(question)
    value = entry.get("value") if isinstance(entry, Mapping) else None
    return None if value in ("", [], {}) else value


def has_one_of(value: Any, wanted: tuple[str, ...]) -> bool:
    """Whether a value is, or a list of values holds, one of these codes."""
    held = value if isinstance(value, list | tuple) else [value]
    return any(isinstance(each, str) and each in wanted for each in held)


def number(known: Known, name: str) -> float | None:
    """A known input, or None."""
    value = known.get(name)
    counts = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return value if counts else None


def verdict(condition: Condition, form: Form, answers: Answers, known: Known) -> Verdict:
    """All tests together: one that fails decides, else one that is unknown leaves it open."""
    if not all(_tests(condition, form, answers)):
        return False, frozenset()
    unknown = set()
    for name, holds in _inputs(condition, form, known):
        if holds is False:
            return False, frozenset()
        if holds is None:
            unknown.add(name)
    return (None if unknown else True), frozenset(unknown)


def opened(form: Form, answers: Answers, known: Known) -> Open:
    """What is to be asked, given what was answered. Not known whether: it is asked."""
    sections: set[str] = set()
    questions: set[str] = set()
    for section in form.sections:
        if _opens(section.opens_when, form, answers, known):
            sections.add(section.id)
            for question in section.questions:
                questions.update(_beneath(question, form, answers, known))
    return Open(frozenset(sections), frozenset(questions))


def _tests(condition: Condition, form: Form, answers: Answers) -> Iterator[bool]:
    if condition.count:
        yield _counted(condition.count, form, answers)
    if condition.any_yes:
        yield any(value_of(answers, name) == "yes" for name in condition.any_yes)
    if condition.all_yes:
        yield all(value_of(answers, name) == "yes" for name in condition.all_yes)


def _counted(count: Count, form: Form, answers: Answers) -> bool:
    of = form.factors if count.of == "factors" else count.of
    found = sum(has_one_of(value_of(answers, name), count.answer) for name in of)
    if count.at_least is not None:
        return found >= form.limit(count.at_least)
    return count.fewer_than is not None and found < form.limit(count.fewer_than)


def _inputs(condition: Condition, form: Form, known: Known) -> Iterator[tuple[str, bool | None]]:
    if condition.incidents_in_12_months:
        incidents = number(known, "incidents_in_12_months")
        least = form.limit(condition.incidents_in_12_months.at_least)
        yield (
            "incidents_in_12_months",
            None if incidents is None else incidents >= least,
        )
    if condition.age_under is not None:
        age = number(known, "age")
        yield "age", None if age is None else age < form.limit(condition.age_under)


def _opens(condition: Condition | None, form: Form, answers: Answers, known: Known) -> bool:
    return condition is None or verdict(condition, form, answers, known)[0] is not False


def _beneath(question: Question, form: Form, answers: Answers, known: Known) -> Iterator[str]:
    if not _opens(question.opens_when, form, answers, known):
        return
    yield question.id
    value = value_of(answers, question.id)
    for follow_up in question.follow_ups:
        if has_one_of(value, follow_up.when):
            yield from _beneath(follow_up, form, answers, known)
