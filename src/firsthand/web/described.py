"""People as submissions describe them: the description that stands, and where another one differs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel

from firsthand.encounters.payload import Person, Place, SafeContact
from firsthand.referrals.views import Record

Model = TypeVar("Model", bound=BaseModel)
Told = Mapping[UUID, Sequence[Person]]
"""The descriptions of each person, by id; what stands last, stands."""

_COMPARED = (
    *("role", "given_name", "family_name", "date_of_birth", "due_date", "nhs_number"),
    *("phones", "addresses", "safe_contact", "gp", "school"),
)


def told(records: Iterable[Record], agency: UUID | None) -> dict[UUID, list[Person]]:
    """All but what its own author corrected: first what guests of the encounter say, then what its `agency` says."""
    read = [(record, record.payload) for record in records if record.payload]
    corrected = {(record.row.author, record.row.amends) for record, _ in read}
    found: dict[UUID, list[Person]] = {}
    for record, said in sorted(read, key=lambda each: agency_of(each[0]) == agency):
        if (record.row.author, record.row.submission) not in corrected:
            for person in said.encounter.people:
                found.setdefault(person.id, []).append(person)
    return found


def agency_of(record: Record) -> UUID | None:
    """Its author's."""
    return record.reading.agency if record.reading else None


def standing(told: Told) -> dict[UUID, Person]:
    """By id. What the last leaves out of somebody is as it was said before."""
    return {each: _together(descriptions) for each, descriptions in told.items()}


def _together(descriptions: Sequence[Person]) -> Person:
    whole = descriptions[0]
    for each in descriptions[1:]:
        whole = _over(whole, each)
    return whole


def _over(before: Model, after: Model) -> Model:
    update: dict[str, Any] = {}
    for name, value in after:
        held = getattr(before, name, None)
        if value not in (None, "", []):
            update[name] = _over(held, value) if isinstance(held, BaseModel) else value
    return before.model_copy(update=update)


def accounts(descriptions: Iterable[Person]) -> list[tuple[str, list[str]]]:
    """Where they differ: the field, and each of its values, what stands last."""
    descriptions = list(descriptions)
    said = {name: [_worded(getattr(each, name)) for each in descriptions] for name in _COMPARED}
    given = {name: list(dict.fromkeys(filter(None, values))) for name, values in said.items()}
    return [(name, values) for name, values in given.items() if len(values) > 1]


def _worded(value: Any) -> str:
    match value:
        case Place():
            return ", ".join(filter(None, (*value.lines, value.postcode)))
        case SafeContact():
            return ", ".join(filter(None, (value.how, value.number, value.when, value.who_may_answer, value.never)))
        case list():
            return "; ".join(map(_worded, value))
    return str(value or "")
