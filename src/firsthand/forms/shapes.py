"""The shape that the value of each kind of question has in a payload (protocol, Envelope)."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from firsthand.forms.definitions import SCALE, Kind, Question

PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
WORDS = ("words", "prompt", "language", "english", "translated_by")


def fits(question: Question, value: Any) -> bool:
    """Whether a value, not blank, is one that the question can have."""
    return _SHAPES[question.kind](question, value)


def _code(question: Question, value: Any) -> bool:
    return isinstance(value, str) and value in question.values


def _codes(question: Question, value: Any) -> bool:
    return isinstance(value, list) and all(_code(question, each) for each in value)


def _words(_: Question, value: Any) -> bool:
    return isinstance(value, str)


def _ids(_: Question, value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _number(_: Question, value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in SCALE


def _date(_: Question, value: Any) -> bool:
    return isinstance(value, str) and bool(PARTIAL_DATE.fullmatch(value))


def _quotes(_: Question, value: Any) -> bool:
    return isinstance(value, list) and all(_quote(each) for each in value)


def _quote(value: Any) -> bool:
    said = isinstance(value, Mapping) and isinstance(value.get("words"), str)
    return said and all(isinstance(value.get(name), str | None) for name in WORDS)


_SHAPES: dict[Kind, Callable[[Question, Any], bool]] = {
    "answer": _code,
    "choice": _code,
    "choices": _codes,
    "scale": _number,
    "text": _words,
    "exact_words": _quotes,
    "observation": _code,
    "person": _words,
    "date": _date,
    "drawing": _ids,
    "sound": _ids,
}
