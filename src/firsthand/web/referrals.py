"""The queue, and one referral with everything of its encounter."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import Provide
from litestar.params import Parameter
from litestar.response import ServerSentEvent
from sqlmodel import Session

from firsthand.audit.actions import ACTIONS
from firsthand.base import clock
from firsthand.base.problems import Problem
from firsthand.meetings import scores
from firsthand.referrals import files, queue, records, rules
from firsthand.referrals.queue import Filters, Place
from firsthand.referrals.rules import DESK
from firsthand.referrals.tables import Referral
from firsthand.web import desk
from firsthand.web.desk import desk_page
from firsthand.web.guards import Signed
from firsthand.web.opened import opened, raw_lines
from firsthand.web.reasons import WARNINGS, Reasons
from firsthand.web.streams import stream
from firsthand.web.typed import with_errors
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]
Only = Literal["all", "mine", "attention"]
QUIET: dict[str, Any] = {"opt": {"roles": DESK, "quiet": True}, "include_in_schema": False}


@dataclass(frozen=True)
class Chosen:
    """Which part of the queue: the query of its address."""

    show: queue.Show
    only: Only
    after: str | None

    def query(self, **changes: object) -> str:
        """As the query of an address, without what is usual."""
        usual = {"show": "waiting", "only": "all", "after": None}
        wanted = {"show": self.show, "only": self.only, "after": self.after} | changes
        told = {name: value for name, value in wanted.items() if value != usual[name]}
        return f"?{urlencode(told)}" if told else ""

    def filters(self, signed: Signed) -> Filters:
        return Filters(self.show, signed.id if self.only == "mine" else None, self.only == "attention")

    def place(self) -> Place | None:
        try:
            return Place.read(self.after) if self.after else None
        except (ValueError, OverflowError):
            raise Problem("bad-request") from None


def _chosen(
    show: queue.Show = "waiting", only: Only = "all", after: Annotated[str | None, Parameter(max_length=80)] = None
) -> Chosen:
    return Chosen(show, only, after)


CHOSEN = {"chosen": Provide(_chosen, sync_to_thread=False)}


async def _queue(request: AnyRequest, world: World, signed: Signed, chosen: Chosen, template: str) -> Response[str]:
    filters, place = chosen.filters(signed), chosen.place()

    def read(session: Session) -> dict[str, Any]:
        page = queue.page(session, filters, place)
        return {
            "page": page,
            "since": None if page.rows else queue.empty_since(session),
            "top": desk.pressing(session, signed, world.settings.zone),
            "names": desk.staff(session),
            "files": files.counts(session, page.rows),
        }

    shown = await world.reads.run(read)
    words = {"reasons": Reasons(world.library), "read_at": clock.now(), "chosen": chosen}
    return desk_page(request, signed, template, **words, **shown)


@get("/referrals", opt={"roles": DESK}, dependencies=CHOSEN)
async def list_referrals(request: AnyRequest, world: World, practitioner: Signed, chosen: Chosen) -> Response[str]:
    """Due first, first; 25 a page."""
    return await _queue(request, world, practitioner, chosen, "referrals/queue.html")


@get("/referrals/rows", dependencies=CHOSEN, **QUIET)
async def list_rows(request: AnyRequest, world: World, practitioner: Signed, chosen: Chosen) -> Response[str]:
    """The rows alone, for a page that keeps them up to date."""
    return await _queue(request, world, practitioner, chosen, "referrals/_queue.html")


@get("/referrals/changes", **QUIET, sync_to_thread=False)
def follow_queue(request: AnyRequest, world: World) -> ServerSentEvent:
    """An event for each change of the queue; the page then fetches its rows anew."""
    return stream(request, world, "queue")


@get("/referrals/{referral:uuid}/changes", **QUIET)
async def follow_referral(request: AnyRequest, world: World, referral: UUID, since: int) -> ServerSentEvent:
    """The same, and an event for each change of one referral, which its page says and leaves to its reader.

    `since`, in microseconds of the epoch, is when it had last changed as its reader sees it.
    """
    topic = f"referral:{referral}"
    changed = await world.reads.run(lambda session: _changed_at(session, referral))
    missed = frozenset({topic}) if changed is not None and changed > since else frozenset[str]()
    return stream(request, world, "queue", topic, at_once=missed)


def _changed_at(session: Session, referral: UUID) -> int | None:
    found = session.get(Referral, referral)
    return clock.ticks(found.changed_at) if found else None


@get("/referrals/{referral:uuid}", opt={"roles": DESK})
async def show_referral(request: AnyRequest, world: World, practitioner: Signed, referral: UUID) -> Response[str]:
    """Everything of the encounter. The look is in the audit log before anything is opened."""
    return await referral_page(request, world, practitioner, referral)


@get("/referrals/{referral:uuid}/print", opt={"roles": DESK})
async def print_referral(request: AnyRequest, world: World, practitioner: Signed, referral: UUID) -> Response[str]:
    """The same on paper."""
    return await referral_page(request, world, practitioner, referral, template="referrals/print.html")


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
        top = desk.pressing(session, signed, world.settings.zone)
        came = files.of_rows(session, [record.row for record in whole.whole.records])
        held = scores.held(session, whole.whole.encounter) if whole.whole.encounter else None
        shown = {"opened": whole, "files": came, "held": held, "top": top}
        return shown | {"names": desk.staff(session), "ticks": clock.ticks}

    shown = await world.reads.run(read)
    words = {"reasons": Reasons(world.library), "rules": rules, "actions": ACTIONS, "warnings": WARNINGS}
    told = {"typed": typed, "errors": wrong or {}, "look": look, "raw_lines": raw_lines}
    page = desk_page(request, signed, template, **told, **words, **shown)
    return with_errors(page, wrong or {})


routes = [list_referrals, list_rows, follow_queue, show_referral, print_referral, follow_referral]
