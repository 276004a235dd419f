"""Scores: records that give a number on a scale, each with what its scorer knew when they gave it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.encounters.payload import Knew, Payload
from firsthand.encounters.tables import Encounter, Reading, Score
from firsthand.forms.definitions import SCALE, Form
from firsthand.forms.library import Library, UnknownForm


def record(session: Session, reading: Reading, encounter: Encounter, said: Payload, library: Library) -> Score | None:
    """None where the record gives no number, stays with its author's agency, or is recorded already."""
    if not (reading.refers and reading.author and _gives_a_number(said, library)):
        return None
    if of_envelope(session, reading.envelope):
        return None
    told, named = _told(said), said.encounter.people
    score = Score(
        envelope=reading.envelope,
        submission=reading.submission,
        encounter=encounter.id,
        author=reading.author,
        knew={str(person.id): told.people[person.id].ever if person.id in told.people else 0 for person in named},
        told_at=told.at,
        received_at=reading.received_at,
    )
    session.add(score)
    session.flush()
    return score


def _gives_a_number(said: Payload, library: Library) -> bool:
    try:
        form = library.form(said.about.form, said.about.form_version)
    except UnknownForm:
        return False
    return any(given(form, said))


class Given(NamedTuple):
    """A number that stands on the scale of `question`, and the reason that was written for it, or nothing."""

    question: str
    value: int
    why: str


def given(form: Form, said: Payload) -> Iterator[Given]:
    """The reason is the answer to `<question>_why`."""
    answers = {name: answer.value for name, answer in said.answers.items()}
    for question in form.scales:
        value, why = answers.get(question), answers.get(f"{question}_why")
        if type(value) is int and value in SCALE:
            yield Given(question, value, why if isinstance(why, str) else "")


def _told(said: Payload) -> Knew:
    """By the service; nothing where the phone knew nothing."""
    return said.knew if said.knew and said.knew.source == "server" else Knew()


def of_envelope(session: Session, envelope: UUID) -> Score | None:
    return session.exec(select(Score).where(Score.envelope == envelope)).first()


def of(session: Session, encounters: Iterable[UUID]) -> list[Score]:
    """In order of arrival; those that came together, in the order in which they were begun."""
    query = select(Score).where(col(Score.encounter).in_(list(encounters)))
    return list(session.exec(query.order_by(col(Score.received_at), col(Score.submission))))
