"""How a phone comes to run another build, for those who watch it."""

import json
import re
import sqlite3
import time
import urllib.request
from contextlib import closing

from playwright.sync_api import Page, expect

from journeys.phone import Phone
from journeys.server import Server

RUNS = """() => [document.body.dataset.build, ...performance.getEntriesByType("resource").flatMap(
    ({ name }) => new URL(name).pathname.match(/^\\/static\\/([^/]+)\\//)?.[1] ?? [])]"""

FETCHES = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
    const installing = registration.installing;
    if (installing) await new Promise((done) => installing.addEventListener("statechange", done, { once: true }));
    if (!registration.waiting) throw new Error(`not kept: ${installing?.state}`);
}"""


def served(server: Server) -> str:
    """The build that a service hands out."""
    with urllib.request.urlopen(server.origin, timeout=30) as answer:
        found = re.search(r'data-build="(\w+)"', answer.read().decode())
    assert found
    return found[1]


def runs(page: Page) -> str:
    """The one build that this document is made of."""
    builds = set(page.evaluate(RUNS))
    assert len(builds) == 1, f"a mixture of {sorted(builds)}"
    return str(builds.pop())


def fetch_next(page: Page) -> None:
    """The phone looks for another build, and has it whole beside its own."""
    page.evaluate(FETCHES)


def begin_fetching(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.getRegistration().then((registration) => void registration.update())")


def take_up(phone: Phone, server: Server) -> None:
    """Locked, with nothing open: by itself."""
    phone.page.locator("header [data-act='lock']").click()
    expect(phone.page.locator(f"body[data-build='{served(server)}']")).to_be_attached()
    phone.page.wait_for_load_state()


def readings(server: Server, count: int) -> list[dict[str, object]]:
    """What the service made of the first that came since it was started, in the order of arrival."""
    query = """SELECT r.form, r.form_version, r.level, r.flags FROM readings r JOIN submissions s ON s.id = r.envelope
        WHERE s.received_at > ? ORDER BY s.received_at"""
    found: list[tuple[str, str, str, str]] = []
    end = time.monotonic() + 30
    while len(found) < count and time.monotonic() < end:
        with closing(sqlite3.connect(f"file:{server.data / 'firsthand.db'}?mode=ro", uri=True)) as database:
            found = database.execute(query, (server.began,)).fetchall()
        time.sleep(0.1)
    names = ("form", "version", "level", "flags")
    return [dict(zip(names, (*told, json.loads(flags)), strict=True)) for *told, flags in found]
