"""A child draws where there is no signal; the tab is killed; the drawing arrives whole over a line that tears."""

import time

import pytest
from playwright.sync_api import Locator, expect
from sqlmodel import Session, col, select

from firsthand.attachments import drawings, objects
from firsthand.attachments.drawings import Drawing
from firsthand.attachments.openings import opened
from firsthand.attachments.tables import Upload
from firsthand.base import databases, keyring
from firsthand.base.keyring import Keyring
from firsthand.base.settings import Settings
from firsthand.intake import openings
from firsthand.intake.tables import Submission
from journeys import traces
from journeys.phone import Phone
from journeys.test_bad_line import line, server  # noqa: F401 - fixtures
from support import proxy
from support.proxy import Proxy

PATIENCE = 5
"""Seconds for which the line is bad."""
FILES = "**/api/v1/attachments**"
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
    _draw(phone, pad, *[(0.1 + 0.8 * n / 40, 0.5 + 0.3 * ((n * 7) % 11 - 5) / 5) for n in range(40)])
    _give_back(phone, pad)
    expect(_ink(question)).to_have_count(4)
    phone.write("drawing_described", "Invented: a house with a red roof.")
    phone.screen("check")
    expect(phone.page.locator("[data-check]")).to_contain_text("1 drawing")

    phone.context.route(FILES, lambda route: route.abort())
    phone.online()
    phone.submit()
    assert [phone.wait_for_reference()] == phone.server.arrived()
    phone.follow("/outbox")
    row = phone.page.locator("[data-rows='received'] > li")
    expect(row).to_contain_text("0 of 1 files sent")
    phone.context.unroute(FILES)
    line.follow(proxy.plan(4, calm=0))
    send_until_torn(phone, line)
    line.follow(proxy.clear)
    send(phone)
    expect(row).not_to_contain_text("files")
    expect(row).to_have_count(1)
    drawing = _opened(phone)
    assert [stroke.colour for stroke in drawing.strokes] == ["red", "red", "red", "black"]
    x, y = drawing.strokes[0].points[0]
    assert (x / drawing.width, y / drawing.height) == pytest.approx((0.2, 0.3), abs=0.02)
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


def send(phone: Phone) -> None:
    button = phone.button("Send now")
    expect(button).to_be_enabled()
    button.click()


def send_until_torn(phone: Phone, line: Proxy) -> None:  # noqa: F811
    end = time.monotonic() + PATIENCE
    while len(line.happened) < 3 and time.monotonic() < end:
        send(phone)
        phone.page.wait_for_timeout(200)
    assert line.happened, "something went wrong on the line"


def _opened(phone: Phone) -> Drawing:
    """As the desk would, of the file that arrived last; a data folder has one service at a time."""
    phone.server.kill()
    settings = Settings(data=phone.server.data)
    keyring.use(Keyring.read(settings.keyring_file))
    database = databases.opened(settings)
    try:
        return drawings.read(database.reads.run_sync(lambda session: _plain(session, settings)))
    finally:
        database.close()


def _plain(session: Session, settings: Settings) -> bytes:
    newest = select(Upload).where(col(Upload.whole_at).is_not(None)).order_by(col(Upload.whole_at).desc()).limit(1)
    upload = session.exec(newest).one()
    row = session.exec(select(Submission).where(Submission.submission == upload.submission)).one()
    key = (openings.open(session, row).payload or {})["attachment_keys"][str(upload.attachment)]
    content = objects.opened(settings).get(objects.whole(upload.id))
    return opened(content, key, str(upload.submission), str(upload.attachment))
