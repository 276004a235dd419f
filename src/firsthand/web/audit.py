"""The audit log, for managers: who did or saw what, and when; never what a record says."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import Parameter
from sqlmodel import Session

from firsthand.audit import actions, entries, pages
from firsthand.base.problems import Problem
from firsthand.identity import practitioners
from firsthand.web import desk
from firsthand.web.desk import MANAGERS, desk_page
from firsthand.web.guards import Signed
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]
Short = Parameter(max_length=100)


@get("/audit", opt={"roles": MANAGERS})
async def read_log(
    request: AnyRequest,
    world: World,
    practitioner: Signed,
    action: Annotated[str | None, Short] = None,
    person: Annotated[str | None, Short] = None,
    after: Annotated[str | None, Short] = None,
) -> Response[str]:
    """Fifty entries; `after` is where the page before ended. The look is an entry itself."""
    chosen = action if action in actions.ACTIONS else None
    actor, place = _uuid(person), _place(after)

    def work(session: Session) -> dict[str, Any]:
        entries.record(session, "audit.viewed", actor=practitioner.id, agency=practitioner.agency)
        return {
            "page": pages.page(session, chosen, actor, place),
            "people": [found for found, _ in practitioners.everyone(session)],
            "names": desk.staff(session),
        }

    shown = await world.writes.run(work)
    chosen_ones = {"action": chosen, "actor": actor, "actions": actions.ACTIONS}
    return desk_page(request, practitioner, "audit/list.html", **chosen_ones, **shown)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Problem("bad-request") from None


def _place(text: str | None) -> pages.Place | None:
    try:
        return pages.Place.read(text) if text else None
    except (ValueError, OverflowError):
        raise Problem("bad-request") from None


routes = [read_log]
