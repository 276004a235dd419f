"""A form's answers in the order in which somebody who decides reads them: what was said, then the rest in short."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from firsthand.forms.vocabulary import ANSWERS
from firsthand.web.told import Line, Part, Told

_QUIET = frozenset({*ANSWERS, "cant_say"} - {"yes"})


@dataclass(frozen=True)
class Act:
    """Something that an answer called for: done or not, and why not."""

    line: Line
    why: Line | None


@dataclass(frozen=True)
class Digest:
    """`said`: the parts with what there is to tell. `rest`: the questions of every other answer, by that answer.

    Exact words are in neither: the page begins with them.
    """

    said: list[Part]
    rest: dict[str, list[Line]]
    acts: list[Act]


def digest(told: Told) -> Digest:
    lines = [line for part in told.parts for line in part.lines]
    acts = list(_acts(lines))
    told_already = {id(line) for act in acts for line in (act.line, act.why)}
    rest: dict[str, list[Line]] = {}
    for line in filter(_is_quiet, lines):
        rest.setdefault(line.value, []).append(line)
    said = [Part(part.title, tuple(_loud(part, told_already))) for part in told.parts]
    return Digest([part for part in said if part.lines], rest, acts)


def _acts(lines: list[Line]) -> Iterator[Act]:
    """The reason, where there is one, is the follow-up of what was not done."""
    for line, following in pairwise([*lines, None]):
        if line and line.act:
            explained = following and line.code == "not_done" and following.kind == "text"
            yield Act(line, following if explained else None)


def _loud(part: Part, told_already: set[int]) -> Iterator[Line]:
    for line in part.lines:
        if line.kind != "exact_words" and not _is_quiet(line) and id(line) not in told_already:
            yield line


def _is_quiet(line: Line) -> bool:
    """Answered, with nothing to tell. A note has something to tell, and a choice's "no", as in: not seen."""
    denied = line.code == "no" and line.kind != "answer"
    return line.code in _QUIET and not denied and not line.note
