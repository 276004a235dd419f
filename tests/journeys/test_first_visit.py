"""The first visit to a form on a slow line: answered as soon as it is there, and nothing of that is lost or moved."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from journeys.handset import SMALL
from journeys.server import Server

ROOM = 45_000
"""Bytes on the wire, headers included, until the first answer is heard."""
FORM = "/forms/dash/2026.1/pl"
SHIFTS = """window.moved = 0; new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport=SMALL)
    context.add_init_script(SHIFTS)
    yield context.new_page()
    context.close()


class Wire:
    """What was asked for so far, and its bytes as they came."""

    def __init__(self, page: Page) -> None:
        self.paths: list[str] = []
        self.bytes = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._came)

    def _asked(self, told: dict[str, Any]) -> None:
        self.paths.append(told["request"]["url"].split("/", 3)[-1])

    def _came(self, told: dict[str, Any]) -> None:
        self.bytes += told["encodedDataLength"]


class Line:
    """Brings no module until it is opened."""

    def __init__(self, page: Page) -> None:
        self._held: list[Route] | None = []
        page.context.route("**/app/**", self._asked)

    def _asked(self, route: Route) -> None:
        if self._held is None:
            route.continue_()
        else:
            self._held.append(route)

    def open(self) -> None:
        held, self._held = self._held or [], None
        for route in held:
            route.continue_()


def test_a_form_is_answered_before_its_modules_and_they_take_the_answer_over(page: Page, server: Server) -> None:
    line = Line(page)
    wire = Wire(page)
    page.goto(server.origin + FORM)
    page.locator("label", has=page.locator("[name='injured_now'][value='yes']")).click()
    expect(page.locator("header .app-status")).to_have_text("Not saved yet", use_inner_text=True)
    expect(page.locator("[data-question='injured_before']")).to_be_visible()
    assert not [path for path in wire.paths if path != FORM[1:] and "/app/" not in path and "/icons/" not in path]
    assert 0 < wire.bytes <= ROOM

    page.locator("[data-act='reasons']").click()
    page.locator("section:visible [data-continue]").click()
    expect(page.locator("section[data-section]:visible h1")).not_to_have_attribute("id", "t-now")
    line.open()
    expect(page.locator("[data-mount='form'][data-live]")).to_be_attached()
    expect(page.locator("[data-dialog='reasons']")).to_be_visible()
    expect(page.locator("[data-count]")).to_contain_text("1 yes of 1")
    expect(page.locator("header .app-status")).to_have_text("Not saved yet", use_inner_text=True)


def test_nothing_moves_while_a_form_and_its_modules_come(page: Page, server: Server) -> None:
    page.goto(server.origin + FORM)
    page.locator("label", has=page.locator("[name='injured_now'][value='no']")).click()
    expect(page.locator("[data-count]")).to_contain_text("of 1 answered")
    expect(page.locator("[data-saved]")).to_contain_text("nobody is enrolled")
    assert page.evaluate("moved") == 0
