"""The queue, and one referral with everything of its encounter."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import Parameter
from litestar.response import ServerSentEvent, ServerSentEventMessage
from sqlmodel import Session

from firsthand.audit.actions import ACTIONS
from firsthand.base import clock
from firsthand.base.problems import Problem
from firsthand.referrals import queue, records, rules
from firsthand.referrals.queue import Filters, Place
from firsthand.web import desk
from firsthand.web.desk import DESK, desk_page
from firsthand.web.guards import Signed
from firsthand.web.opened import opened, raw_lines
from firsthand.web.reasons import Reasons
from firsthand.web.typed import with_errors
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]
Mine = Literal["all", "mine", "attention"]


def _filters(show: queue.Show, only: Mine, signed: Signed) -> Filters:
    return Filters(show, signed.id if only == "mine" else None, only == "attention")


def _place(after: str | None) -> Place | None:
    try:
        return Place.read(after) if after else None
    except ValueError:
        raise Problem("bad-request") from None


def _queue(session: Session, filters: Filters, after: Place | None, world: World, signed: Signed) -> dict[str, Any]:
    return {
        "page": queue.page(session, filters, after),
        "top": desk.pressing(session, signed),
        "names": desk.staff(session),
        "reasons": Reasons(world.library),
        "read_at": clock.now(),
    }


@get("/referrals", opt={"roles": DESK})
async def list_referrals(
    request: AnyRequest,
    world: World,
    practitioner: Signed,
    show: queue.Show = "waiting",
    only: Mine = "all",
    after: Annotated[str | None, Parameter(max_length=80)] = None,
) -> Response[str]:
    """Due first, first; 25 a page."""
    filters, place = _filters(show, only, practitioner), _place(after)
    shown = await world.reads.run(lambda session: _queue(session, filters, place, world, practitioner))
    template = (
        "referrals/_queue.html" if request.headers.get("HX-Request-Type") == "partial" else "referrals/queue.html"
    )
    return desk_page(request, practitioner, template, show=show, only=only, after=after, stages=rules.STAGES, **shown)


@get("/referrals/changes", opt={"roles": DESK}, include_in_schema=False, sync_to_thread=False)
def follow_queue(world: World) -> ServerSentEvent:
    """An event for each change of the queue; the page then fetches its rows anew."""
    return _events(world, "queue")


def _events(world: World, topic: str) -> ServerSentEvent:
    async def events() -> AsyncIterator[ServerSentEventMessage]:
        async for changed in world.live.changes(topic):
            yield ServerSentEventMessage(event="changed" if changed else "quiet", data="-")

    return ServerSentEvent(events())


@get("/referrals/{referral:uuid}", opt={"roles": DESK})
async def show_referral(request: AnyRequest, world: World, practitioner: Signed, referral: UUID) -> Response[str]:
    """Everything of the encounter. The look is in the audit log before anything is opened."""
    return await referral_page(request, world, practitioner, referral)


@get("/referrals/{referral:uuid}/print", opt={"roles": DESK})
async def print_referral(request: AnyRequest, world: World, practitioner: Signed, referral: UUID) -> Response[str]:
    """The same on paper."""
    return await referral_page(request, world, practitioner, referral, template="referrals/print.html")


@get("/referrals/{referral:uuid}/changes", opt={"roles": DESK}, include_in_schema=False, sync_to_thread=False)
def follow_referral(world: World, referral: UUID) -> ServerSentEvent:
    """An event for each change of one referral; the page says so and leaves reading on to its reader."""
    return _events(world, f"referral:{referral}")


async def referral_page(
    request: AnyRequest,
    world: World,
    signed: Signed,
    referral: UUID,
    *,
    template: str = "referrals/show.html",
    typed: object = None,
    wrong: dict[str, str] | None = None,
) -> Response[str]:
    """With what was typed and what was wrong with it, after a refusal."""
    look = await world.writes.run(lambda session: records.look(session, referral, signed))

    def read(session: Session) -> dict[str, Any]:
        whole = opened(world.library, records.open(session, look))
        return {"opened": whole, "names": desk.staff(session), "top": desk.pressing(session, signed)}

    shown = await world.reads.run(read)
    words = {"reasons": Reasons(world.library), "rules": rules, "raw_lines": raw_lines, "actions": ACTIONS}
    page = desk_page(request, signed, template, typed=typed, errors=wrong or {}, look=look, **words, **shown)
    return with_errors(page, wrong or {})


routes = [list_referrals, follow_queue, show_referral, print_referral, follow_referral]
