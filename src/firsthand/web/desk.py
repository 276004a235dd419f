"""What every page of the desk shows beside its own: the top line, the pages that a role may open, names of staff."""

from typing import Any
from uuid import UUID

from litestar import Request, Response
from sqlmodel import Session

from firsthand.base import clock
from firsthand.base.wording import marked as _
from firsthand.identity import agencies, practitioners
from firsthand.referrals import queue
from firsthand.web.guards import Signed
from firsthand.web.rendering import render
from firsthand.web.spans import span

DESK = frozenset({"assessor", "supervisor"})
_PAGES = (
    ("/referrals", _("Queue"), DESK),
    ("/practitioners", _("People"), frozenset({"manager"})),
    ("/agencies", _("Agencies"), frozenset({"manager"})),
    ("/audit", _("Audit log"), frozenset({"manager"})),
    ("/submissions", _("My submissions"), frozenset({"practitioner"})),
    ("/account", _("My account"), None),
)


def pages(role: str) -> list[tuple[str, str]]:
    """(path, name) of what this role may open."""
    return [(path, name) for path, name, roles in _PAGES if roles is None or role in roles]


def staff(session: Session) -> dict[UUID, str]:
    """Names of practitioners and agencies by id."""
    return practitioners.names(session) | agencies.names(session)


def pressing(session: Session, signed: Signed) -> queue.TopLine | None:
    """What presses in the queue, for those who work on it."""
    return queue.top_line(session, clock.now()) if signed.role in DESK else None


def desk_page(request: Request[Any, Any, Any], signed: Signed, template: str, **context: Any) -> Response[str]:
    """A page of the desk in its reader's language."""
    shared = {"signed": signed, "pages": pages(signed.role), "path": request.url.path, "span": span}
    return render(request, template, locale=signed.locale, **shared, **context)
