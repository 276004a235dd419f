"""`/api/v1/histories`: what is known from before of the people of an encounter, as numbers, before a score is given."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import post
from litestar.status_codes import HTTP_200_OK
from sqlmodel import Session

from firsthand.audit import entries
from firsthand.base import clock
from firsthand.base.sealed import keyed_hash
from firsthand.encounters import pasts
from firsthand.encounters.pasts import Found
from firsthand.identity import throttles
from firsthand.identity.throttles import Rate
from firsthand.people.rules import Description
from firsthand.web.guards import Signed
from firsthand.web.world import World

MOST = 20
_AT_ONCE, _EACH = 120, timedelta(minutes=1)
"""People whom one practitioner may ask after: so many, then one more each minute."""

Words = Annotated[str, msgspec.Meta(max_length=200)]


class Described(msgspec.Struct):
    """A person as in the payload; what is not named here is left aside."""

    id: UUID
    role: Words = "other"
    given_name: Words | None = None
    family_name: Words | None = None
    date_of_birth: Words | None = None
    nhs_number: Words | None = None


class Asked(msgspec.Struct):
    """`encounter`: the one that is being recorded, which does not count."""

    people: Annotated[list[Described], msgspec.Meta(min_length=1, max_length=MOST)]
    encounter: UUID | None = None


class Past(msgspec.Struct):
    """Encounters that started by now; `incidents_…` count those of kind incident. Null days: none before."""

    id: UUID
    in_12_months: int
    ever: int
    incidents_in_12_months: int
    incidents_ever: int
    days_since_last: int | None


class Histories(msgspec.Struct):
    """In the order of the question. Zeros for whoever is not known. `at` is the service's clock."""

    at: datetime
    people: list[Past]


@post(
    "/api/v1/histories",
    status_code=HTTP_200_OK,
    opt={"problems": ("slow-down",)},
    summary="What is known of these people",
    description="Numbers and days only, found by NHS number, or by name and full date of birth. Each call is written "
    "in the audit log. After 120 people one more each minute, else 429 with `Retry-After` in seconds.",
)
async def look(practitioner: Signed, world: World, data: Asked) -> Histories:
    people = {each.id: _description(each) for each in data.people}
    rate = _rate(practitioner.id, len(people))

    def find(session: Session) -> Found:
        throttles.refuse(session, rate)
        return pasts.found(session, people)

    found = await world.reads.run(find)
    at = clock.now()

    def note(session: Session) -> None:
        slow_down(session, practitioner.id, len(people))
        _note(session, practitioner, len(people), found)

    await world.writes.run(note)
    told = found.pasts(at, besides=data.encounter)
    return Histories(at, [Past(each, **vars(told.get(each, pasts.NOTHING))) for each in people])


def _description(said: Described) -> Description:
    return Description(
        role=said.role,
        given_name=said.given_name or "",
        family_name=said.family_name or "",
        date_of_birth=said.date_of_birth or "",
        nhs_number=said.nhs_number or "",
    )


def slow_down(session: Session, practitioner: UUID, people: int) -> None:
    """Whoever asks after so many people. Raises Problem `slow-down`."""
    rate = _rate(practitioner, people)
    throttles.refuse(session, rate)
    throttles.count(session, rate)


def _rate(practitioner: UUID, people: int) -> dict[str, Rate]:
    return {keyed_hash("throttle.histories", str(practitioner)): Rate(_AT_ONCE // people, people * _EACH)}


def _note(session: Session, signed: Signed, people: int, found: Found) -> None:
    detail = {"people": people, "found": [str(each) for each in found.people]}
    entries.record(session, "histories.viewed", actor=signed.id, agency=signed.agency, detail=detail)


routes = [look]
