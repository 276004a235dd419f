"""`/api/v1/meetings`: opening a meeting, coming to it with its code, and how one stands in it."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.status_codes import HTTP_200_OK
from msgspec import UNSET, UnsetType
from pydantic import ValidationError
from sqlmodel import Session

from firsthand.base.problems import Problem
from firsthand.encounters.payload import Circumstances
from firsthand.intake import rules as envelope_rules
from firsthand.meetings import admissions, looks, openings, people, rules, scores
from firsthand.meetings.tables import Meeting as Stored
from firsthand.web.api import histories
from firsthand.web.guards import Signed
from firsthand.web.world import World

_TAKEN_ALONG = ("kind", "started_at", "language", "address_as", "people")
_NAMED = ("id", "role", "relationship", "given_name", "family_name", "aliases", "address_as", "language")
_OF_PERSON = (*_NAMED, "date_of_birth", "age_estimate", "due_date", "unborn", "nhs_number")
"""Who they are; where they are, and how to reach them, is for whoever was told it."""
Code = Annotated[str, msgspec.Meta(max_length=40, description="As read aloud, such as 7K3M-Q9TC; spaces don't matter.")]
Shared = Annotated[
    dict[str, Any],
    msgspec.Meta(
        description=f"Of the payload's `encounter`: {', '.join(_TAKEN_ALONG)}; "
        f"of each person: {', '.join(_OF_PERSON)}. The rest is left aside."
    ),
]


class Opening(msgspec.Struct):
    """`encounter` is made on the chair's device; everybody's submissions of the meeting name it."""

    encounter: UUID
    circumstances: Shared


class Opened(msgspec.Struct):
    """`code` as it is read aloud. `ends_at`: nothing is held back for longer."""

    id: UUID
    code: str
    ends_at: datetime


class Joining(msgspec.Struct):
    code: Code


class Joined(msgspec.Struct):
    """`asked`: wait until the chair admits you."""

    meeting: UUID
    standing: Literal["asked", "admitted", "chair"]


class Meeting(msgspec.Struct, omit_defaults=True):
    """The last two are for whoever takes part."""

    id: UUID
    standing: Literal["asked", "admitted", "declined", "chair"]
    state: Literal["open", "revealed", "ended"]
    ends_at: datetime
    encounter: UUID | UnsetType = UNSET
    circumstances: dict[str, Any] | UnsetType = UNSET


@post(
    "/api/v1/meetings",
    opt={"problems": ("invalid", "too-large", "too-many-meetings", "slow-down")},
    summary="Open a meeting",
    description="On a family, by whoever chairs; asked again while it runs, it answers with the same meeting. "
    "At most five run at a time for one practitioner. Its people count as asked after by `POST /api/v1/histories`, "
    "once for all who take part: 429 with `Retry-After` in seconds where the chair asked after too many.",
)
async def open_meeting(practitioner: Signed, world: World, data: Opening) -> Opened:
    told = _checked(data.circumstances)

    def work(session: Session) -> Stored:
        known = {each.id for each in openings.led_by(session, practitioner.id)}
        found = openings.open(session, practitioner, data.encounter, told)
        about = people.of(found)
        if about and found.id not in known:
            histories.slow_down(session, practitioner.id, len(about))
        return found

    found = await world.writes.run(work)
    return Opened(found.id, openings.spoken(found.code), found.ends_at)


def _checked(circumstances: dict[str, Any]) -> str:
    """As they came, without what is not for everybody who takes part. Raises Problem `invalid`, `too-large`."""
    shared = {name: circumstances[name] for name in _TAKEN_ALONG if name in circumstances}
    try:
        named = Circumstances.model_validate(shared).people
    except ValidationError as error:
        wrong = [{"field": ".".join(map(str, each["loc"])), "message": each["msg"]} for each in error.errors()]
        raise Problem("invalid", members={"errors": wrong}) from None
    shared["people"] = [_told_of(person) for person in shared.get("people") or ()]
    told = envelope_rules.mended(json.dumps(shared, ensure_ascii=False))
    if len(named) > rules.MOST_PEOPLE or len(told.encode()) > rules.LARGEST_CIRCUMSTANCES:
        raise Problem("too-large")
    return told


def _told_of(person: dict[str, Any]) -> dict[str, Any]:
    return {name: person[name] for name in _OF_PERSON if name in person}


@post(
    "/api/v1/meetings/joinings",
    status_code=HTTP_200_OK,
    opt={"problems": ("not-found", "meeting-full", "slow-down")},
    summary="Come to a meeting",
    description="404 for a code that is wrong or over; after five such `slow-down`, with `Retry-After` in seconds.",
)
async def join(practitioner: Signed, world: World, data: Joining) -> Joined:
    def work(session: Session) -> admissions.Asked | None:
        asked = admissions.ask(session, practitioner, data.code)
        if asked:
            scores.tell(session, world.live.publish, session.get_one(Stored, asked.meeting))
        return asked

    asked = await world.writes.run(work)
    if asked is None:
        raise rules.NO_SUCH_CODE.raised("not-found")
    return Joined(asked.meeting, asked.standing)  # type: ignore[arg-type]


@get(
    "/api/v1/meetings/{meeting:uuid}",
    opt={"problems": ("not-found",)},
    summary="How I stand in a meeting",
    description="404 to whoever never came to it.",
)
async def show(practitioner: Signed, world: World, meeting: UUID) -> Meeting:
    def work(session: Session) -> Meeting:
        return _told(session, practitioner, *openings.find(session, meeting, practitioner.id))

    return await world.writes.run(work, keyed=True)


def _told(session: Session, viewer: Signed, found: Stored, standing: str) -> Meeting:
    present, state = standing in rules.PRESENT, openings.state(found)
    told = Meeting(found.id, standing, state, found.ends_at)  # type: ignore[arg-type]
    if present and state != "ended":
        looks.at_people(session, found, viewer)
        told.encounter, told.circumstances = found.encounter, json.loads(found.circumstances)
    return told


routes = [open_meeting, join, show]
