"""The desk decides which of several records under one id stands."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response, post
from sqlmodel import Session

from firsthand.referrals import settlements
from firsthand.web.guards import Signed
from firsthand.web.referral_acts import ACT, AnyRequest, carry_out
from firsthand.web.typed import FORM
from firsthand.web.world import World


class Settled(msgspec.Struct):
    """`stands` is the row id of a record, or all."""

    submission: UUID
    stands: str = ""
    stands_reason: str = ""


@post("/referrals/{referral:uuid}/settlements", **ACT)
async def settle(
    request: AnyRequest, world: World, practitioner: Signed, referral: UUID, data: Annotated[Settled, FORM]
) -> Response[Any]:
    def work(session: Session) -> object:
        told, why = data.submission, data.stands_reason
        return settlements.record(session, referral, practitioner, submission=told, stands=data.stands, reason=why)

    wrong = "stands_reason" if data.stands else "stands"
    return await carry_out(request, world, practitioner, referral, work, data, wrong)


routes = [settle]
