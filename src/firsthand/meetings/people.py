"""Of whom a meeting is, as its chair told it."""

import json
from datetime import date
from uuid import UUID

from firsthand.encounters import descriptions
from firsthand.encounters.payload import Circumstances, Person
from firsthand.meetings.tables import Meeting
from firsthand.people.rules import Description


def of(meeting: Meeting) -> list[Person]:
    return Circumstances.model_validate(json.loads(meeting.circumstances)).people


def described(meeting: Meeting, day: date) -> dict[UUID, Description]:
    """By their keys, as `pasts.found` takes them."""
    return {person.id: descriptions.describe(person, day) for person in of(meeting)}
