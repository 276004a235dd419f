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

RUNS = """() => [document.body.dataset.build, performance.getEntriesByType("resource").flatMap(
    ({ name }) => new URL(name).pathname.match(/^\\/static\\/\\w+\\/(app|vendor)\\/.*/)?.[0] ?? [])]"""

FETCHES = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    if (!registration.installing) await registration.update();
    const { installing } = registration;
    if (installing) await new Promise((done) => installing.addEventListener("statechange", done, { once: true }));
    if (installing?.state === "redundant") throw new Error("not kept");
}"""

TAKEN = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return !registration.waiting && registration.active.state === "activated";
}"""


def served(server: Server) -> str:
    """The build that a service hands out."""
    with urllib.request.urlopen(server.origin, timeout=30) as answer:
        found = re.search(r'data-build="(\w+)"', answer.read().decode())
    assert found
    return found[1]


def runs(page: Page) -> str:
    """The one build that this document is made of; an icon may be that of the app as it is installed."""
    build, files = page.evaluate(RUNS)
    others = [file for file in files if f"/static/{build}/" not in file]
    assert not others, f"a mixture of {build} with {others}"
    return str(build)


def fetch_next(page: Page) -> None:
    """The phone looks for another build, unless it just does, and has it whole beside its own."""
    page.evaluate(FETCHES)


def taken_over(page: Page) -> None:
    """The build that was fetched last answers from now on; a page that is open keeps its own until it is locked."""
    page.wait_for_function(TAKEN)


def comes_to_run(page: Page, build: str) -> None:
    expect(page.locator(f"body[data-build='{build}']")).to_be_attached()
    page.wait_for_load_state()
    assert runs(page) == build


def begin_fetching(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.getRegistration().then((registration) => void registration.update())")


def take_up(phone: Phone, server: Server) -> None:
    """Locked, with nothing open: by itself."""
    phone.page.locator("header [data-act='lock']").click()
    comes_to_run(phone.page, served(server))


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
