"""`/api/v1/scores/again`: which of one's scores were made without what is on record, until they are given again."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import get

from firsthand.referrals import standings
from firsthand.referrals.standings import Asked
from firsthand.web.guards import Signed
from firsthand.web.world import World


class Again(msgspec.Struct):
    """`submission` gave a number and did not know of so many `encounters`, among them `incidents`."""

    submission: UUID
    reference: str
    encounters: int
    incidents: int
    asked_at: datetime


class Scores(msgspec.Struct):
    """The latest first."""

    again: list[Again]


@get(
    "/api/v1/scores/again",
    summary="Which scores I am asked to give again",
    description="Answered by an amendment of that submission, or a later score of the same encounter, that `knew`.",
)
async def asked_again(practitioner: Signed, world: World) -> Scores:
    found = await world.reads.run(lambda session: standings.asked_again(session, practitioner.id))
    return Scores([_told(each) for each in found])


def _told(asked: Asked) -> Again:
    row, missed = asked.row, asked.missed
    return Again(row.submission, row.reference, missed.encounters, missed.incidents, missed.asked_at)


routes = [asked_again]
