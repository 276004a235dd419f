"""An opened referral as its page tells it: who was there, the child's words first, then each form in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from firsthand.encounters.payload import Circumstances, Person
from firsthand.forms.library import Library
from firsthand.referrals.views import Record, Whole, Words
from firsthand.web.told import Told, told


@dataclass(frozen=True)
class Sheet:
    """One submission. `told` is none where its form was never published here, or nothing could be read."""

    record: Record
    told: Told | None
    about: Person | None


@dataclass(frozen=True)
class Opened:
    """`circumstances` are those of the first record that could be read; `people` by id, as it names them."""

    whole: Whole
    circumstances: Circumstances | None
    people: dict[UUID, Person]
    sheets: list[Sheet]
    words: list[tuple[Person | None, list[Words]]]

    @property
    def children(self) -> list[Person]:
        return [person for person in self.people.values() if person.role == "child"]


def opened(library: Library, whole: Whole) -> Opened:
    read = [record for record in whole.records if record.payload]
    circumstances = next((record.payload.encounter for record in read if record.payload), None)
    people = {person.id: person for record in read for person in _people(record)}
    sheets = [_sheet(library, record, people) for record in sorted(whole.records, key=_children_first)]
    return Opened(whole, circumstances, people, sheets, list(_by_child(whole, people)))


def _people(record: Record) -> list[Person]:
    return record.payload.encounter.people if record.payload else []


def _children_first(record: Record) -> bool:
    return not (record.payload and record.payload.subject)


def _sheet(library: Library, record: Record, people: dict[UUID, Person]) -> Sheet:
    said = record.payload
    if said is None:
        return Sheet(record, None, None)
    words = told(library, said.about.form, said.about.form_version, said.language, said.told())
    return Sheet(record, words, people.get(said.subject) if said.subject else None)


def _by_child(whole: Whole, people: dict[UUID, Person]) -> Iterator[tuple[Person | None, list[Words]]]:
    spoken = {words.child: None for words in whole.words}
    for child in spoken:
        yield (people.get(child) if child else None), [words for words in whole.words if words.child == child]


def raw_lines(record: Record) -> list[tuple[str, Any]]:
    """Answers as they came, for a form that is unknown here."""
    answers = (record.raw or {}).get("answers")
    pairs = answers.items() if isinstance(answers, dict) else ()
    return [(str(name), said.get("value") if isinstance(said, dict) else said) for name, said in pairs]
