"""Holds a wording against its form: the places that must be said, and nothing else."""

from collections.abc import Iterator, Mapping
from string import Formatter

from firsthand.forms.definitions import Form, Question
from firsthand.forms.lines import Gendered, Leaf, Path
from firsthand.forms.vocabulary import ANSWERS

FIGURES = frozenset({*ANSWERS, "answered", "not_answered", "factors", "incidents"})
"""What `rules.evaluate` counts; thresholds may be named beside them."""
FREE = {"hint", "stems", "leading"}


def needed(form: Form) -> Iterator[Path]:
    """Every place that a complete wording fills."""
    yield ("title",)
    yield from (("notice", name) for name in form.notices)
    for section in form.sections:
        yield ("section", section.id, "title")
    for question in form.questions.values():
        yield from _of_question(question)
    for rule in form.rules:
        yield ("prompt", rule.prompt) if rule.prompt else ("reason", rule.id)


def _of_question(question: Question) -> Iterator[Path]:
    yield ("question", question.id, "text")
    yield from (("question", question.id, "options", value) for value in question.options)
    if question.kind == "scale":
        yield from (("question", question.id, end) for end in ("low", "high"))


def strangers(form: Form, lines: Mapping[Path, Leaf]) -> Iterator[Path]:
    """Places that the form doesn't have: a mistyped id, a line of another version."""
    places = set(needed(form))
    known = {path[:2] for path in places}
    for path in lines:
        if path not in places and not (path[-1] in FREE and path[:2] in known):
            yield path


def odd_figures(form: Form, lines: Mapping[Path, Leaf]) -> Iterator[tuple[Path, str]]:
    """Names in braces that nothing will fill."""
    filled = FIGURES | set(form.threshold)
    for path, leaf in lines.items():
        allowed = filled if path[0] in ("reason", "prompt") else frozenset()
        for text in _texts(leaf):
            yield from ((path, name) for name in _braced(text) if name not in allowed)


def _braced(text: str) -> list[str]:
    """The names in braces; the whole text where a brace has no partner."""
    if "{" not in text and "}" not in text:
        return []
    try:
        return [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        return [text]


def _texts(leaf: Leaf) -> tuple[str, ...]:
    if isinstance(leaf, Gendered):
        return tuple(text for text in (leaf.f, leaf.m, leaf.n) if text)
    return leaf if isinstance(leaf, tuple) else (leaf,)
