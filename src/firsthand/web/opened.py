"""An opened referral as its page tells it: who was there, the child's words first, then each form in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from firsthand.encounters.payload import Circumstances, Person
from firsthand.forms.library import Library
from firsthand.referrals.views import Record, Whole, Words
from firsthand.web import described
from firsthand.web.digests import Act, Digest, digest
from firsthand.web.knew import Knew, knew
from firsthand.web.told import Told, told

CHILDS_RECORD = "child_voice"


@dataclass(frozen=True)
class Sheet:
    """One submission. `told` is none where its form was never published here, or nothing could be read."""

    record: Record
    told: Told | None
    about: Person | None

    @property
    def digest(self) -> Digest | None:
        return digest(self.told) if self.told else None

    @property
    def knew(self) -> Knew | None:
        """Of a score: what its scorer knew."""
        said = self.record.payload
        return knew(said) if said and self.told and self.told.scored else None

    @property
    def unfinished(self) -> str | None:
        """Why something has no answer, as its author says."""
        said = self.record.payload
        return said.unfinished.reason if said and said.unfinished else None


@dataclass(frozen=True)
class Opened:
    """`circumstances` are those of the first record that could be read, of the encounter's own agency if there is one.

    `people` by id. `accounts`: of each person, where descriptions differ.
    """

    whole: Whole
    circumstances: Circumstances | None
    people: Mapping[UUID, Person]
    accounts: Mapping[UUID, list[tuple[str, list[str]]]]
    sheets: list[Sheet]
    words: list[tuple[Person | None, list[Words]]]

    @property
    def children(self) -> list[Person]:
        return [person for person in self.people.values() if person.role == "child"]

    @property
    def pages(self) -> dict[UUID, UUID]:
        """Of each child that is known here by a row: its id by the phone's."""
        return {known.person.named: known.person.id for known in self.whole.people if known.person.is_child}

    @property
    def acts(self) -> list[Act]:
        """What answers called for, done or not."""
        return [act for sheet in self.sheets if sheet.digest for act in sheet.digest.acts]

    @property
    def without_record(self) -> list[Person]:
        """Children who have no record of their own voice, whatever else was written of them."""
        described = {sheet.about.id for sheet in self.sheets if sheet.about and sheet.record.row.form == CHILDS_RECORD}
        return [child for child in self.children if child.id not in described]


def opened(library: Library, whole: Whole) -> Opened:
    agency = whole.encounter.agency if whole.encounter else None
    told = described.told(whole.records, agency)
    people = described.standing(told)
    accounts = {each: described.accounts(descriptions) for each, descriptions in told.items()}
    words = list(_by_child(whole, people))
    return Opened(whole, _circumstances(whole, agency), people, accounts, sheets(library, whole.records, people), words)


def _circumstances(whole: Whole, agency: UUID | None) -> Circumstances | None:
    """What guests were not told of, they don't tell."""
    own_first = sorted(whole.records, key=lambda record: described.agency_of(record) != agency)
    return next((record.payload.encounter for record in own_first if record.payload), None)


def sheets(library: Library, records: Iterable[Record], people: Mapping[UUID, Person]) -> list[Sheet]:
    """Of one encounter, those about children first."""
    return [_sheet(library, record, people) for record in sorted(records, key=_children_first)]


def _children_first(record: Record) -> bool:
    return not (record.payload and record.payload.subject)


def _sheet(library: Library, record: Record, people: Mapping[UUID, Person]) -> Sheet:
    said = record.payload
    if said is None:
        return Sheet(record, None, None)
    return Sheet(record, told(library, said), people.get(said.subject) if said.subject else None)


def _by_child(whole: Whole, people: Mapping[UUID, Person]) -> Iterator[tuple[Person | None, list[Words]]]:
    spoken = {words.child: None for words in whole.words}
    for child in spoken:
        yield (people.get(child) if child else None), [words for words in whole.words if words.child == child]


def raw_lines(record: Record) -> list[tuple[str, Any]]:
    """Answers as they came, for a form that is unknown here."""
    answers = (record.raw or {}).get("answers")
    pairs = answers.items() if isinstance(answers, dict) else ()
    return [(str(name), said.get("value") if isinstance(said, dict) else said) for name, said in pairs]
