"""What the desk does with a referral: takes, grades, decides, closes, reopens it. Each answers with its page."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, post
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER
from sqlmodel import Session

from firsthand.base.database import after_commit
from firsthand.base.problems import Problem
from firsthand.referrals import decisions, gradings, holders, reopenings
from firsthand.referrals.rules import DESK
from firsthand.web.guards import Signed
from firsthand.web.referrals import referral_page
from firsthand.web.typed import FORM
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]
ACT: dict[str, Any] = {"opt": {"roles": DESK}, "status_code": HTTP_303_SEE_OTHER}
Work = Callable[[Session], object]
_SHOWN = frozenset({"invalid", "conflict", "not-allowed"})
"""What a colleague did meanwhile is shown on the page too, beside what was typed."""


class Taken(msgspec.Struct):
    """`act` is take or release."""

    act: str = ""


class Graded(msgspec.Struct):
    level: str = ""
    reason: str = ""


class Seconded(msgspec.Struct):
    """`answer` is confirm or decline."""

    answer: str = ""
    second_reason: str = ""


class Decided(msgspec.Struct):
    outcome: str = ""
    reason: str = ""


class Reopened(msgspec.Struct):
    reopen_reason: str = ""


class Nothing(msgspec.Struct):
    """A form with a button only."""


async def carry_out(
    request: AnyRequest, world: World, signed: Signed, referral: UUID, work: Work, typed: object, field: str
) -> Response[Any]:
    """To the page anew, or back to what was typed with the sentence beside the field that is wrong."""

    def told(session: Session) -> None:
        work(session)
        after_commit(session, lambda: world.live.publish("queue"))
        after_commit(session, lambda: world.live.publish(f"referral:{referral}"))

    try:
        await world.writes.run(told)
    except Problem as problem:
        if problem.code not in _SHOWN or not problem.detail:
            raise
        wrong = {field if problem.code == "invalid" else "step": problem.detail}
        return await referral_page(request, world, signed, referral, typed=typed, wrong=wrong)
    return Redirect(f"/referrals/{referral}", status_code=HTTP_303_SEE_OTHER)


@post("/referrals/{referral:uuid}/holder", **ACT)
async def hold(
    request: AnyRequest, world: World, practitioner: Signed, referral: UUID, data: Annotated[Taken, FORM]
) -> Response[Any]:
    verb = holders.release if data.act == "release" else holders.take
    return await carry_out(
        request, world, practitioner, referral, lambda session: verb(session, referral, practitioner), data, "act"
    )


@post("/referrals/{referral:uuid}/gradings", **ACT)
async def grade(
    request: AnyRequest, world: World, practitioner: Signed, referral: UUID, data: Annotated[Graded, FORM]
) -> Response[Any]:
    def work(session: Session) -> object:
        deadlines = world.settings.deadlines
        return gradings.record(
            session, referral, practitioner, level=data.level, reason=data.reason, deadlines=deadlines
        )

    return await carry_out(request, world, practitioner, referral, work, data, "reason" if data.level else "level")


@post("/referrals/{referral:uuid}/gradings/{grading:uuid}/second", **ACT)
async def second(
    request: AnyRequest,
    world: World,
    practitioner: Signed,
    referral: UUID,
    grading: UUID,
    data: Annotated[Seconded, FORM],
) -> Response[Any]:
    """Somebody else's answer to a proposal to lower the level."""

    def work(session: Session) -> object:
        if data.answer == "confirm":
            deadlines = world.settings.deadlines
            return gradings.confirm(session, grading, practitioner, reason=data.second_reason, deadlines=deadlines)
        return gradings.decline(session, grading, practitioner, reason=data.second_reason)

    return await carry_out(request, world, practitioner, referral, work, data, "second_reason")


@post("/referrals/{referral:uuid}/decisions", **ACT)
async def decide(
    request: AnyRequest, world: World, practitioner: Signed, referral: UUID, data: Annotated[Decided, FORM]
) -> Response[Any]:
    def work(session: Session) -> object:
        return decisions.record(session, referral, practitioner, outcome=data.outcome, reason=data.reason)

    return await carry_out(request, world, practitioner, referral, work, data, "reason" if data.outcome else "outcome")


@post("/referrals/{referral:uuid}/closure", **ACT)
async def close(
    request: AnyRequest, world: World, practitioner: Signed, referral: UUID, data: Annotated[Nothing, FORM]
) -> Response[Any]:
    return await carry_out(
        request, world, practitioner, referral, lambda s: decisions.close(s, referral, practitioner), data, "close"
    )


@post("/referrals/{referral:uuid}/reopenings", **ACT)
async def reopen(
    request: AnyRequest, world: World, practitioner: Signed, referral: UUID, data: Annotated[Reopened, FORM]
) -> Response[Any]:
    def work(session: Session) -> object:
        deadlines = world.settings.deadlines
        return reopenings.record(session, referral, practitioner, reason=data.reopen_reason, deadlines=deadlines)

    return await carry_out(request, world, practitioner, referral, work, data, "reopen_reason")


routes = [hold, grade, second, decide, close, reopen]
