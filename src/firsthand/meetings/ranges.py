"""The scores of a meeting once they are revealed, opened from the submissions that hold them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from firsthand.encounters import payload
from firsthand.encounters.payload import Payload, Person
from firsthand.encounters.scores import given as numbers
from firsthand.forms.definitions import Form
from firsthand.forms.library import Library
from firsthand.intake import openings
from firsthand.intake.tables import Submission
from firsthand.meetings import rules, scales, scores
from firsthand.meetings.rules import Given
from firsthand.meetings.tables import Meeting


@dataclass(frozen=True)
class Score:
    author: UUID
    value: int
    why: str
    late: bool
    replaces: bool


@dataclass(frozen=True)
class Range:
    """What was scored on one scale: of the family, or of one child. Scores lowest first, the late ones last."""

    form: Form
    question: str
    about: Person | None
    scores: list[Score]

    @property
    def ends(self) -> tuple[int, int] | None:
        """The lowest and the highest that were given before the reveal."""
        given = [score.value for score in self.scores if not score.late]
        return (min(given), max(given)) if given else None


def ranges(session: Session, meeting: Meeting, people: Sequence[Person], library: Library) -> list[Range]:
    """In order of the first score on each. Call only for a meeting that is revealed, after the look is written down."""
    opened = {given: said for given, said in _opened(session, meeting) if _is_shown(library, said)}
    found: dict[tuple[str, UUID | None], list[tuple[Payload, Score]]] = {}
    for given, replaces in rules.standing(opened).items():
        score = _score(opened[given], given, library, replaces=replaces)
        found.setdefault(given.about, []).append((opened[given], score))
    named = {person.id: person for person in people}
    return [_range(each, named.get(about) if about else None, library) for (_, about), each in found.items()]


def _opened(session: Session, meeting: Meeting) -> Iterator[tuple[Given, Payload]]:
    assert meeting.revealed_at is not None
    for row in scores.of(session, meeting):
        said = _said(session, row)
        if said is not None and row.author is not None:
            about = (said.about.form, said.subject)
            late = row.received_at >= meeting.revealed_at
            yield Given(row.author, about, row.submission, row.amends, row.received_at, row.captured_at, late), said


def _said(session: Session, row: Submission) -> Payload | None:
    try:
        return payload.read(openings.open(session, row).payload)[0]
    except payload.Unreadable:
        return None


def _is_shown(library: Library, said: Payload) -> bool:
    """Not where its version is not known here: which end is which is for the form to say."""
    question = scales.question(library, said) if scales.known(library, said) else None
    return question is not None and scales.value(said, question) is not None


def _form(said: Payload, library: Library) -> tuple[Form, str]:
    form = library.form(said.about.form, said.about.form_version)
    question = rules.scale(form)
    assert question is not None
    return form, question


def _score(said: Payload, given: Given, library: Library, *, replaces: bool) -> Score:
    form, question = _form(said, library)
    number = next(each for each in numbers(form, said) if each.question == question)
    return Score(given.author, number.value, number.why, given.late, replaces)


def _range(told: list[tuple[Payload, Score]], about: Person | None, library: Library) -> Range:
    form, question = _form(told[-1][0], library)
    ordered = sorted((score for _, score in told), key=lambda each: (each.late, each.value))
    return Range(form, question, about, ordered)
