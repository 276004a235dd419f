"""One visit to a form in a real browser, on the network and processor that Lighthouse takes for a phone on slow 4G."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

LATENCY = 150 * 3.75
"""Milliseconds a request: slow 4G as Lighthouse has DevTools apply it."""
DOWN = 1.6 * 1024 * 0.9 * 1024 / 8
UP = 750 * 0.9 * 1024 / 8
"""Bytes a second."""
SLOWER = 4
SCREEN: Any = {"width": 360, "height": 740}
PATIENCE = 180_000
_WATCH = Path(__file__).with_name("form_watch.js").read_text()
_FREE = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
_SLOW = {"offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP}


@dataclass(frozen=True)
class Visit:
    """Seconds since the navigation; bytes, with headers, of all that was begun before the answer was kept."""

    kept: float
    bytes: int
    shift: float
    mounted: float


class Wire:
    """What came over the network, and when it was asked for."""

    def __init__(self, session: CDPSession) -> None:
        self._begun: dict[str, float] = {}
        self._came: dict[str, int] = {}
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)

    def _sent(self, told: dict[str, Any]) -> None:
        self._begun.setdefault(told["requestId"], told["wallTime"])

    def _finished(self, told: dict[str, Any]) -> None:
        self._came[told["requestId"]] = told["encodedDataLength"]

    def bytes(self, until: float) -> int:
        """Of what was asked for before that moment, in seconds since 1970."""
        return int(sum(self._came.get(request, 0) for request, begun in self._begun.items() if begun <= until))


@contextmanager
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """With an empty cache."""
    context = browser.new_context(viewport=SCREEN, device_scale_factor=2, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(_WATCH)
    try:
        yield context
    finally:
        context.close()


def slowed(page: Page, *, network: bool) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    if network:
        session.send("Network.emulateNetworkConditions", _SLOW)
    return session


def until_true(page: Page, expression: str) -> None:
    """Asks now and then, from outside: our pages let nothing be evaluated inside."""
    while not page.evaluate(expression):
        page.wait_for_timeout(20)


def visit(
    context: BrowserContext, address: str, *, mounts: bool = True, network: bool = True, slow: bool = True
) -> Visit:
    """Opens the page, whose first radio is tapped as soon as it is there, and waits until the page has kept that.

    `mounts`: until its modules have taken the answer over too. `slow`: they come over the slow network.
    """
    page = context.new_page()
    session = slowed(page, network=network)
    wire = Wire(session)
    page.goto(address, wait_until="commit")
    until_true(page, "watch.kept > 0")
    if network and not slow:
        page.wait_for_load_state()
        session.send("Network.emulateNetworkConditions", _FREE)
    if mounts:
        until_true(page, "watch.mounted > 0")
        assert page.locator("input[type=radio]").first.is_checked(), "the mount lost the tap"
        assert "1 yes of 1" in page.locator("[data-count]").inner_text(), "the mount did not hear of the tap"
    page.wait_for_load_state()
    watch: dict[str, Any] = page.evaluate("({...watch, origin: performance.timeOrigin})")
    until = (watch["origin"] + watch["kept"]) / 1000
    found = Visit(watch["kept"] / 1000, wire.bytes(until), watch["shift"], watch["mounted"] / 1000)
    page.close()
    return found


def kept_whole(context: BrowserContext, address: str) -> None:
    """Waits until the phone has everything for no signal."""
    page = context.new_page()
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.close()
