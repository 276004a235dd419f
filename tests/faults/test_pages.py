"""Whatever somebody types into an address, a form, a cookie or a header, no page breaks."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import given
from hypothesis import strategies as st
from litestar.handlers import HTTPRouteHandler

from faults.house import House
from faults.rounds import Rounds
from faults.tablets import Tablet
from firsthand.base import ids
from support.staff import OURS

ROLES = ("practitioner", "assessor", "supervisor", "manager", "partner", None)
TEXT = st.text(max_size=30) | st.sampled_from(["", "0", "-1", "\0", "../..", "%00", "high", "marac", "en", "pl"])
IDS = st.builds(lambda: str(ids.new())) | TEXT
HEADERS = (
    "Accept-Language",
    "Accept-Encoding",
    "If-None-Match",
    "HX-Request",
    "HX-Current-URL",
    "Range",
    "Content-Type",
)
QUERY = ("show", "only", "after", "action", "person", "agency", "done")
HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)
Route = tuple[str, str, HTTPRouteHandler]


def routes(house: House) -> Iterator[Route]:
    """All but the streams, which answer for as long as somebody looks."""
    for route in house.http.app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if not route.path.endswith("/changes"):
                yield from ((method, route.path, handler) for method in sorted(handler.http_methods - {"OPTIONS"}))


def fields(handler: HTTPRouteHandler) -> list[str]:
    """The names that a plain form of this page has."""
    data = handler.parsed_fn_signature.parameters.get("data")
    return sorted(getattr(data.annotation, "__annotations__", ())) if data else []


def path(pattern: str, draw: Any) -> str:
    return re.sub(r"\{[^}]+\}", lambda _: quote(draw(IDS), safe=""), pattern)


def cookies(house: House) -> dict[str | None, dict[str, str]]:
    """Somebody of each role, and a stranger."""
    found: dict[str | None, dict[str, str]] = {None: {}}
    for role in filter(None, ROLES):
        tablet = Tablet()
        house.enrol(house.hire(role=role), tablet)
        ((token, csrf),) = tablet.sessions.values()
        found[role] = {"Cookie": f"firsthand={token}; firsthand-device={tablet.cookie}", "X-CSRF-Token": csrf}
    return found


def test_no_page_breaks(house: House, rounds: Rounds) -> None:
    known, people = sorted(routes(house), key=lambda route: route[:2]), cookies(house)
    assert len(known) > 60

    @st.composite
    def request(draw: Any) -> dict[str, Any]:
        method, pattern, handler = draw(st.sampled_from(known))
        query = urlencode(draw(st.dictionaries(st.sampled_from(QUERY), TEXT, max_size=2)))
        names = st.sampled_from([*fields(handler), "other"])
        typed = draw(st.dictionaries(names, TEXT | st.lists(TEXT, max_size=2), max_size=6))
        odd = draw(st.dictionaries(st.sampled_from(HEADERS), HEADER, max_size=2))
        who = people[draw(st.sampled_from(ROLES))] or {"Cookie": f"firsthand={draw(HEADER)}"}
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return {
            "method": method,
            "url": f"{path(pattern, draw)}?{query}",
            "headers": OURS | form | odd | who,
            "content": urlencode(typed, doseq=True).encode() if method != "GET" else b"",
        }

    def holds(asked: dict[str, Any]) -> None:
        answer = house.http.request(**asked, follow_redirects=False)
        assert answer.status_code < 500, (asked, answer.text)

    rounds.play(lambda how: how(given(request())(lambda asked: holds(asked))), examples=100)
