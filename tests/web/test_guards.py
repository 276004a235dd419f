"""The gate of every route: who, in which role, from which page."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from litestar import Litestar, get, post
from litestar.di import Provide
from litestar.testing import TestClient

from firsthand.base.problems import Problem
from firsthand.web import errors, guards
from firsthand.web.callers import Sender, Signed, csrf_token
from support.staff import OURS, Browser, Partnership


@get("/private", sync_to_thread=False)
def private(practitioner: Signed) -> str:
    return practitioner.name


@get("/managed", opt={"roles": {"manager"}}, sync_to_thread=False)
def managed() -> str:
    return "managed"


@post("/private", sync_to_thread=False)
def change() -> str:
    return "changed"


@get("/open", opt={"public": True}, sync_to_thread=False)
def opened() -> str:
    return "open"


@post("/delivery", opt={"delivery": True}, status_code=200, sync_to_thread=False)
def deliver(sender: Sender) -> dict[str, str | bool]:
    return {"by": sender.by, "practitioner": str(sender.practitioner), "revoked": sender.revoked}


@pytest.fixture
def gate(partnership: Partnership) -> Iterator[TestClient[Litestar]]:
    """A few routes of each kind behind the same gate, on the same database."""
    world = partnership.world
    app = Litestar(
        [private, managed, change, opened, deliver],
        guards=guards.everywhere,
        dependencies={"world": Provide(lambda: world, sync_to_thread=False), **guards.dependencies},
        exception_handlers=errors.HANDLERS,
        logging_config=None,
    )
    app.state.world = world
    with TestClient(app, base_url="http://testserver.local") as client:
        yield client


def at(gate: TestClient[Litestar], browser: Browser, *, only_device: bool = False) -> Browser:
    """The same cookies at those routes."""
    other = Browser(gate)
    for cookie in browser.cookies.jar:
        if not only_device or cookie.name.endswith("-device"):
            other.cookies.set(cookie.name, cookie.value or "", domain="testserver.local")
    return other


def test_a_route_that_says_nothing_needs_a_sign_in(partnership: Partnership, gate: TestClient[Litestar]) -> None:
    who = partnership.appoint()
    assert at(gate, partnership.browser(who)).get("/private").text == who.name
    assert at(gate, partnership.browser()).get("/private").status_code == 303


def test_a_page_sends_to_the_sign_in_and_tells_it_nothing(partnership: Partnership, gate: TestClient[Litestar]) -> None:
    answer = at(gate, partnership.browser()).get("/private?after=secret")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in#sign-in")


def test_a_fragment_sends_the_whole_page_to_the_sign_in(partnership: Partnership, gate: TestClient[Litestar]) -> None:
    answer = at(gate, partnership.browser()).get("/private", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/sign-in#sign-in")


def test_only_the_roles_that_a_route_names_come_in(partnership: Partnership, gate: TestClient[Litestar]) -> None:
    answers = {
        role: at(gate, partnership.browser(partnership.appoint(role))).get("/managed").status_code
        for role in ("practitioner", "assessor", "supervisor", "partner", "manager")
    }
    assert answers == {"practitioner": 403, "assessor": 403, "supervisor": 403, "partner": 403, "manager": 200}


def test_a_made_up_cookie_is_nobody(partnership: Partnership, gate: TestClient[Litestar]) -> None:
    for value in ("", "x", "a" * 5000, "' OR 1=1 --", "firsthand"):
        browser = partnership.browser()
        browser.cookies.set("firsthand", value, domain="testserver.local")
        assert at(gate, browser).get("/private").status_code == 303


def test_a_change_needs_the_token_of_this_session(partnership: Partnership, gate: TestClient[Litestar]) -> None:
    browser, other = (partnership.browser(partnership.appoint()) for _ in range(2))
    own, foreign = browser.csrf, other.csrf
    here = at(gate, browser)
    for token in (None, "", "x", foreign, csrf_token(UUID(int=0)), own.upper() + "é".encode().decode("latin-1")):
        headers = {"X-CSRF-Token": token.encode()} if token is not None else {}
        answer = here.post("/private", headers=headers)
        assert (answer.status_code, "out of date" in answer.text) == (403, True)
    assert here.post("/private", headers={"X-CSRF-Token": own}).status_code == 201


def test_a_plain_form_carries_the_token_in_a_field(partnership: Partnership, gate: TestClient[Litestar]) -> None:
    browser = partnership.browser(partnership.appoint())
    here = at(gate, browser)
    assert here.post("/private", data={"csrf": browser.csrf}).status_code == 201
    assert here.post("/private", data={"csrf": "x"}).status_code == 403
    assert here.post("/private", json={"csrf": browser.csrf}).status_code == 403


def test_a_change_from_another_site_is_refused_with_the_right_token_too(
    partnership: Partnership, gate: TestClient[Litestar]
) -> None:
    browser = partnership.browser(partnership.appoint())
    here, token = at(gate, browser), {"X-CSRF-Token": browser.csrf}
    assert here.post("/private", headers=token | {"Origin": "https://evil.example"}).status_code == 403
    assert here.post("/private", headers=token | {"Sec-Fetch-Site": "same-site"}).status_code == 403
    assert here.post("/private", headers=token | OURS).status_code == 201


def test_our_own_plain_forms_name_no_origin(partnership: Partnership, gate: TestClient[Litestar]) -> None:
    """Pages without a referrer send their forms with `Origin: null`; so does a sandboxed frame of another site."""
    browser = partnership.browser(partnership.appoint())
    here, typed = at(gate, browser), {"csrf": browser.csrf}
    own, foreign = OURS | {"Origin": "null"}, {"Origin": "null", "Sec-Fetch-Site": "cross-site"}
    assert here.post("/private", data=typed, headers=own).status_code == 201
    assert here.post("/private", data=typed, headers=foreign).status_code == 403
    assert here.post("/private", data={}, headers=own).status_code == 403


def test_public_is_open_to_everybody(partnership: Partnership, gate: TestClient[Litestar]) -> None:
    assert at(gate, partnership.browser()).get("/open").text == "open"


def test_delivery_goes_by_the_device_cookie_alone(partnership: Partnership, gate: TestClient[Litestar]) -> None:
    who = partnership.appoint()
    phone = partnership.browser(who)
    phone.enrol()
    answer = at(gate, phone, only_device=True).post("/delivery", headers=OURS)
    assert answer.json() == {"by": "device", "practitioner": str(who.id), "revoked": False}


def test_delivery_goes_by_a_session_with_its_token(partnership: Partnership, gate: TestClient[Litestar]) -> None:
    browser = partnership.browser(partnership.appoint())
    here = at(gate, browser)
    assert here.post("/delivery", headers={"X-CSRF-Token": browser.csrf}).json()["by"] == "session"
    assert here.post("/delivery").status_code == 403


def test_a_session_without_its_token_delivers_as_the_device(
    partnership: Partnership, gate: TestClient[Litestar]
) -> None:
    phone = partnership.browser(partnership.appoint())
    phone.enrol()
    assert at(gate, phone).post("/delivery").json()["by"] == "device"


def test_delivery_with_neither_cookie_asks_for_a_sign_in(partnership: Partnership, gate: TestClient[Litestar]) -> None:
    answer = at(gate, partnership.browser()).post("/delivery")
    assert answer.status_code == 401


@pytest.mark.parametrize("foreign", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_no_other_site_delivers_by_the_device_cookie(
    partnership: Partnership, gate: TestClient[Litestar], foreign: dict[str, str]
) -> None:
    phone = partnership.browser(partnership.appoint())
    phone.enrol()
    assert at(gate, phone, only_device=True).post("/delivery", headers=foreign).status_code == 403


def test_the_device_cookie_does_nothing_but_deliver(partnership: Partnership, gate: TestClient[Litestar]) -> None:
    phone = partnership.browser(partnership.appoint("manager"))
    phone.enrol()
    here = at(gate, phone, only_device=True)
    assert here.get("/private").status_code == 303
    assert here.get("/managed").status_code == 303
    assert here.post("/private", headers=OURS).status_code == 401


def test_a_device_cookie_is_no_session_and_a_session_is_no_device_cookie(
    partnership: Partnership, gate: TestClient[Litestar]
) -> None:
    phone = partnership.browser(partnership.appoint())
    phone.enrol()
    swapped = partnership.browser()
    swapped.cookies.set("firsthand", str(phone.cookies.get("firsthand-device")), domain="testserver.local")
    swapped.cookies.set("firsthand-device", str(phone.cookies.get("firsthand")), domain="testserver.local")
    here = at(gate, swapped)
    assert here.get("/private").status_code == 303
    assert here.post("/delivery", headers=OURS).status_code == 401


def test_every_problem_of_the_gate_is_in_the_catalogue() -> None:
    for code in ("sign-in", "not-allowed", "csrf", "foreign-origin", "media-type"):
        assert Problem(code).kind.status in (401, 403, 415)


def test_a_form_larger_than_any_of_ours_is_not_taken_apart(partnership: Partnership) -> None:
    browser = partnership.browser(partnership.appoint())
    assert browser.submit("/account/language", locale="x" * guards.LARGEST_FORM).status_code == 413
    assert browser.submit("/account/language", locale="x" * 100_000).status_code == 422
