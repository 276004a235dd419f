"""From the words of a payload to what the encounter and its people keep of them."""

import json
from datetime import date, datetime, timedelta

from firsthand.encounters import rules
from firsthand.encounters.joinings import Told
from firsthand.encounters.payload import Payload, Person, Place
from firsthand.people.rules import Address, Description

_ROLES = frozenset({"victim", "alleged_perpetrator", "child", "other"})
_KINDS = frozenset({"incident", "enquiry", "home_visit", "meeting", "other"})


def told(payload: Payload, *, ahead: timedelta, today: date) -> Told:
    """`ahead` is how far the phone's clock ran before ours; `today` serves where the start is missing."""
    said = payload.encounter
    start = said.started_at - ahead if said.started_at else None
    day = start.date() if start else today
    return Told(
        kind=said.kind if said.kind in _KINDS else None,
        started_at=start,
        place=_address(said.place) if said.place else None,
        people={person.id: describe(person, day) for person in said.people},
    )


def describe(person: Person, day: date) -> Description:
    return Description(
        role=person.role if person.role in _ROLES else "other",
        given_name=person.given_name or "",
        family_name=person.family_name or "",
        date_of_birth=person.date_of_birth or "",
        nhs_number=person.nhs_number or "",
        phones=tuple(person.phones),
        addresses=tuple(_address(place) for place in person.addresses),
        is_child=_is_child(person, day),
        whole=json.dumps(person.model_dump(mode="json", exclude_none=True), sort_keys=True, ensure_ascii=False),
    )


def _address(place: Place) -> Address:
    return Address(tuple(place.lines), place.postcode or "")


def _is_child(person: Person, day: date) -> bool:
    years = age(person, day)
    return person.role == "child" or bool(person.due_date) or (years is not None and years < rules.ADULT)


def age(person: Person, day: date) -> int | None:
    """By birth date, else as somebody estimated it; none for the unborn."""
    if person.date_of_birth:
        return rules.age_at(person.date_of_birth, day)
    try:
        return None if person.age_estimate is None else int(float(person.age_estimate))
    except (ValueError, OverflowError):
        return None


def age_of_subject(payload: Payload, at: datetime | None, today: date) -> int | None:
    """Of the person that the form is about: its subject, else the victim."""
    people = payload.encounter.people
    about = [each for each in people if each.id == payload.subject] if payload.subject else _victims(people)
    return age(about[0], at.date() if at else today) if about else None


def _victims(people: list[Person]) -> list[Person]:
    return [each for each in people if each.role == "victim"]


def consent(payload: Payload) -> str | None:
    return payload.encounter.asking.consent if payload.encounter.asking else None
