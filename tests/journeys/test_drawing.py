"""A child draws where there is no signal; the tab is killed; the drawing arrives whole over a line that tears."""

import sqlite3
import time
from contextlib import closing

from playwright.sync_api import Locator, expect

from journeys import traces
from journeys.phone import Phone
from journeys.test_bad_line import line, server  # noqa: F401 - fixtures
from support import proxy
from support.proxy import Proxy

PATIENCE = 10
"""Seconds for which the line is bad."""
DRAWN = ['"points":[[', '"colour":"']
"""What would be readable of a drawing."""


def test_a_drawing_outlives_a_killed_tab_and_a_torn_line(phone: Phone, line: Proxy) -> None:  # noqa: F811
    phone.start_incident("Kubuś", language="en")
    phone.offline()
    _to_drawing(phone)
    pad = _hand_over(phone, "Hand over for a drawing")
    pad.get_by_label("red", exact=True).check()
    _draw(phone, pad, (0.2, 0.3), (0.5, 0.7), (0.8, 0.3))
    _draw(phone, pad, (0.3, 0.8), (0.7, 0.8))
    pad.get_by_role("button", name="Clear").click()
    expect(_ink(pad)).to_have_count(0)
    pad.get_by_role("button", name="Undo").click()
    for _ in range(3):
        phone.page.keyboard.press("Escape")
    phone.page.go_back()
    expect(_ink(pad)).to_have_count(2)
    _draw(phone, pad, (0.5, 0.1), (0.5, 0.5), lift=False)
    phone.page.wait_for_timeout(1500)
    phone.kill()
    assert traces.found(phone.profile, DRAWN) == []

    phone.open()
    phone.offline()
    phone.unlock()
    phone.page.locator("[data-drafts] [data-act='open']").first.click()
    _to_drawing(phone)
    question = phone.page.locator("[data-question='drawing']")
    expect(_ink(question)).to_have_count(3)
    pad = _hand_over(phone, "Hand over to go on drawing")
    expect(_ink(pad).first).to_have_attribute("data-colour", "red")
    _draw(phone, pad, *[(0.1 + 0.8 * n / 60, 0.5 + 0.3 * ((n * 7) % 11 - 5) / 5) for n in range(60)])
    _give_back(phone, pad)
    expect(_ink(question)).to_have_count(4)
    phone.write("drawing_described", "Invented: a house with a red roof.")
    phone.screen("check")
    expect(phone.page.locator("[data-check]")).to_contain_text("1 drawing")

    phone.submit()
    line.follow(proxy.plan(4, calm=0))
    phone.online()
    _wait_for_harm(phone, line)
    line.follow(proxy.clear)
    phone.offline()
    phone.online()
    assert phone.server.arrived() == [phone.wait_for_reference()]
    phone.follow("/outbox")
    expect(phone.page.locator("[data-rows='received'] > li")).to_have_count(1)
    expect(phone.page.locator("[data-group='unsent']")).to_be_hidden()
    assert _whole(phone) == 1
    assert traces.found(phone.server.data, DRAWN) == []
    assert phone.errors == []


def _to_drawing(phone: Phone) -> None:
    phone.open_form("child’s voice")
    phone.answer("mode", "young")
    phone.show("drawing")


def _hand_over(phone: Phone, button: str) -> Locator:
    phone.page.locator("[data-question='drawing']").get_by_role("button", name=button).click()
    pad = phone.page.locator("dialog.app-pad")
    expect(pad).to_be_visible()
    return pad


def _ink(place: Locator) -> Locator:
    return place.locator("path.app-ink")


def _draw(phone: Phone, pad: Locator, *points: tuple[float, float], lift: bool = True) -> None:
    """By shares of the sheet."""
    box = pad.locator("[data-sheet]").bounding_box()
    assert box
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    phone.page.mouse.move(*places[0])
    phone.page.mouse.down()
    for place in places[1:]:
        phone.page.mouse.move(*place, steps=8)
    if lift:
        phone.page.mouse.up()


def _give_back(phone: Phone, pad: Locator) -> None:
    pad.get_by_role("button", name="Give back").click()
    pad.get_by_label("Passphrase").fill(phone.who["password"])
    pad.get_by_role("button", name="Back to the form").click()
    expect(pad).to_have_count(0)


def _wait_for_harm(phone: Phone, line: Proxy) -> None:  # noqa: F811
    before, end = len(line.happened), time.monotonic() + PATIENCE
    while len(line.happened) < before + 3 and time.monotonic() < end:
        phone.page.wait_for_timeout(50)
    assert len(line.happened) > before, "something went wrong on the line"


def _whole(phone: Phone) -> int:
    """Files that the service has to the last byte."""
    file = phone.server.data / "firsthand.db"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        (count,) = database.execute("SELECT count(*) FROM uploads WHERE whole_at IS NOT NULL").fetchone()
        return int(count)
