"""What every page of the desk shows beside its own: the top line, the pages that a role may open, names of staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request, Response, get
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER
from sqlmodel import Session

from firsthand.base import clock
from firsthand.base.wording import marked as _
from firsthand.identity import agencies, practitioners
from firsthand.referrals import queue
from firsthand.referrals.rules import DESK
from firsthand.web.guards import Signed
from firsthand.web.rendering import render
from firsthand.web.spans import span
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]
MANAGERS = frozenset({"manager"})
_PAGES = (
    ("/referrals", _("Queue"), DESK),
    ("/practitioners", _("People"), MANAGERS),
    ("/agencies", _("Agencies"), MANAGERS),
    ("/languages", _("Languages"), MANAGERS),
    ("/audit", _("Audit log"), MANAGERS),
    ("/submissions", _("My submissions"), frozenset({"practitioner"})),
    ("/account", _("My account"), None),
)


def pages(role: str) -> list[tuple[str, str]]:
    """(path, name) of what this role may open."""
    return [(path, name) for path, name, roles in _PAGES if roles is None or role in roles]


def staff(session: Session) -> dict[UUID, str]:
    """Names of practitioners and agencies by id."""
    return practitioners.names(session) | agencies.names(session)


@dataclass(frozen=True)
class Pressing:
    """The top line."""

    line: queue.TopLine
    mine: int


def pressing(session: Session, signed: Signed, zone: str) -> Pressing | None:
    """What presses in the queue, for those who work on it; what is due soon is due before midnight in this zone."""
    if signed.role not in DESK:
        return None
    now = clock.now()
    return Pressing(queue.top_line(session, now, until_midnight(now, zone)), queue.held(session, signed.id))


def until_midnight(now: datetime, zone: str) -> timedelta:
    """What is left of the day there; a day has 23 to 25 hours."""
    here = now.astimezone(ZoneInfo(zone))
    midnight = (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight.astimezone(now.tzinfo) - now


def desk_page(request: AnyRequest, signed: Signed, template: str, **context: Any) -> Response[str]:
    """A page of the desk in its reader's language."""
    shared: dict[str, Any] = {
        "signed": signed,
        "pages": pages(signed.role),
        "path": request.scope["path"],
        "span": span,
    }
    return render(request, template, locale=signed.locale, **shared, **context)


_LANDINGS = {"assessor": "/referrals", "supervisor": "/referrals", "manager": "/practitioners", "practitioner": "/"}


@get("/desk")
async def land(request: AnyRequest, practitioner: Signed) -> Response[Any]:
    """Where a role begins. A partner sees that nothing is shared with their agency yet."""
    if path := _LANDINGS.get(practitioner.role):
        return Redirect(path, status_code=HTTP_303_SEE_OTHER)
    return desk_page(request, practitioner, "desk/show.html")


@get("/desk/pressing", opt={"roles": DESK, "quiet": True}, include_in_schema=False)
async def show_pressing(request: AnyRequest, world: World, practitioner: Signed) -> Response[str]:
    """The top line alone, for a page that keeps it up to date."""
    zone = world.settings.zone
    top = await world.reads.run(lambda session: pressing(session, practitioner, zone))
    return desk_page(request, practitioner, "desk/_pressing.html", top=top)


routes = [land, show_pressing]
