"""What must be true of a form as a whole, beyond each part: names meet, numbers follow."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from firsthand.forms.vocabulary import ANSWERS, Condition

if TYPE_CHECKING:
    from firsthand.forms.definitions import Form

GRADES = ("standard", "medium", "high")


def check(form: "Form") -> None:
    """Raises ValueError with the first thing that doesn't fit."""
    _each_once("question", (question.id for part in form.section for question in part.walk()))
    _each_once("section", (part.id for part in form.section))
    _each_once("rule", (rule.id for rule in form.rule))
    _factors_count_up(form)
    _judgement_grades(form)
    for place, condition in _conditions(form):
        _names_meet(form, place, condition)


def _each_once(noun: str, ids: Iterator[str]) -> None:
    twice = [name for name, times in Counter(ids).items() if times > 1]
    if twice:
        raise ValueError(f"{noun} {twice[0]} is there twice")


def _factors_count_up(form: "Form") -> None:
    numbers = [form.questions[name].factor for name in form.factors]
    if numbers != list(range(1, len(numbers) + 1)):
        raise ValueError(f"factors are numbered 1, 2, 3…, each once; here {numbers}")


def _judgement_grades(form: "Form") -> None:
    if form.judgement is None:
        return
    question = form.questions.get(form.judgement)
    if question is None or question.options != GRADES:
        raise ValueError(f"judgement names a choice of {', '.join(GRADES)}, not {form.judgement}")


def _conditions(form: "Form") -> Iterator[tuple[str, Condition]]:
    for part in form.section:
        if part.opens_when:
            yield f"section {part.id}", part.opens_when
        for question in part.walk():
            if question.opens_when:
                yield f"question {question.id}", question.opens_when
    for rule in form.rule:
        yield f"rule {rule.id}", rule.when


def _names_meet(form: "Form", place: str, condition: Condition) -> None:
    for name in condition.questions:
        if name not in form.questions:
            raise ValueError(f"{place} asks about {name}, which is no question of this form")
    for name in (*condition.any_yes, *condition.all_yes):
        if form.questions[name].kind != "answer":
            raise ValueError(f"{place} waits for yes at {name}, which is not of kind answer")
    for limit in condition.limits:
        if isinstance(limit, str) and limit.removeprefix("$") not in form.threshold:
            raise ValueError(f"{place} needs the threshold {limit}, which the file doesn't give")
    _counts_real_answers(form, place, condition)


def _counts_real_answers(form: "Form", place: str, condition: Condition) -> None:
    if condition.count is None:
        return
    counted = form.factors if condition.count.of == "factors" else condition.count.of
    known = {value for name in counted for value in form.questions[name].values} or set(ANSWERS)
    strange = [value for value in condition.count.answer if value not in known]
    if strange:
        raise ValueError(f"{place} counts {strange[0]}, which none of its questions can have")
