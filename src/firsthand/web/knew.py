"""What whoever scored knew of the people from before, as it stood on their screen."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.encounters.payload import KnownPast, Payload, Person


@dataclass(frozen=True)
class Knew:
    """`said`: whether the record says it at all. `people` is empty where nothing was known; none is not named there."""

    said: bool
    at: datetime | None
    people: list[tuple[Person | None, KnownPast]]


def knew(payload: Payload) -> Knew:
    told, named = payload.knew, {person.id: person for person in payload.encounter.people}
    if told is None or told.source != "server":
        return Knew(told is not None, None, [])
    return Knew(True, told.at, [(named.get(person), past) for person, past in told.people.items()])
