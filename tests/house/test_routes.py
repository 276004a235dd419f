"""Nobody reaches a route by oversight."""

import re
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.testing import TestClient

from firsthand.web import guards, locales

PUBLIC = """
GET /
GET /accessibility
GET /api/v1/forms
GET /api/v1/forms/{form:str}/{version:str}
GET /api/v1/keys
GET /api/v1/schemas/submission.json
GET /encounter
GET /forms/{form_id:str}/{version:str}/{language:str}
GET /help
GET /manifest.webmanifest
GET /meeting
GET /outbox
GET /precache/{name:str}
GET /privacy
GET /rescue
GET /schema
GET /schema/openapi.json
GET /schema/{path:str}
GET /sent
GET /service-worker.js
GET /sign-in
GET /static/{build:str}/{path:path}
GET /tasks
POST /api/v1/devices/report
POST /api/v1/invitation
POST /api/v1/session
"""
"""What anybody may ask for. A line here is a decision: such a route knows nothing of any person."""

ID = str(UUID(int=7))
Routes = list[tuple[str, HTTPRouteHandler]]


@pytest.fixture(scope="module")
def routes(client: TestClient[Litestar]) -> Routes:
    """Method and path of each handler; a page in several languages once, by its English path."""
    http = [route for route in client.app.routes if hasattr(route, "route_handlers")]
    found = {
        (f"{method} {route.path}", handler)
        for route in http
        for handler in route.route_handlers
        for method in handler.http_methods - {"OPTIONS"}
    }
    return sorted(found, key=lambda entry: entry[0])


def test_every_public_route_is_listed(routes: Routes):
    prefixes = "|".join(locale for locale in locales.known() if locale != locales.SOURCE)
    public = {re.sub(rf" /({prefixes})(?=/|$)", " ", name) for name, handler in routes if handler.opt.get("public")}
    public = {name if not name.endswith(" ") else f"{name}/" for name in public}
    listed = set(filter(None, PUBLIC.splitlines()))
    assert public <= listed, (
        f"{sorted(public - listed)} answer anybody. Guard them (leave out opt public), or list them in {__file__}"
    )
    assert listed <= public, f"Take out of PUBLIC what is not public any more: {sorted(listed - public)}"


def test_every_route_passes_the_guard(routes: Routes):
    open_ = [name for name, handler in routes if guards.guard not in handler.resolve_guards()]
    assert not open_, f"{open_} are outside the application's guards: add their module to app.py"


def test_a_stranger_gets_nothing_but_what_is_public(client: TestClient[Litestar], routes: Routes):
    answers = {
        name: client.request(*re.sub(r"\{[^}]+\}", ID, name).split(), follow_redirects=False)
        for name, handler in routes
        if not handler.opt.get("public")
    }
    served = {name: answer.status_code for name, answer in answers.items() if not refuses(answer)}
    assert not served, f"These answer without a sign-in: {served}"


def refuses(answer) -> bool:
    to_sign_in = answer.is_redirect and "/sign-in" in answer.headers["location"]
    return to_sign_in or answer.status_code in {401, 403}


def test_a_route_says_one_thing_of_who_may_come(routes: Routes):
    """`public`, `roles`, `delivery`, or nothing: any practitioner who is signed in."""
    both = [name for name, handler in routes if len({"public", "roles", "delivery"} & handler.opt.keys()) > 1]
    assert not both, f"Choose one of public, roles and delivery: {both}"
