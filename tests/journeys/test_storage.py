"""A browser that is full, that closes its database, that lost what it held or refuses to hold it; and a wrong clock."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, expect

from journeys.conftest import Made
from journeys.desk import Desk
from journeys.handset import SMALL
from journeys.phone import Phone
from journeys.server import Server

SUBMISSIONS = "**/api/v1/submissions"
WORDS = "lampa-i-próg"
ROOM = 3_000_000
FILLING = """async () => {
    const opening = indexedDB.open("something-else", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("bytes", { autoIncrement: true });
    const db = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
    const add = (size) => new Promise((resolve) => {
        const tx = db.transaction("bytes", "readwrite");
        tx.oncomplete = () => resolve(true);
        tx.onabort = () => resolve(false);
        tx.objectStore("bytes").add(crypto.getRandomValues(new Uint8Array(size)));
    });
    for (const size of [60_000, 6_000, 600, 60]) while (await add(size));
    db.close();
}"""
"""Until not an answer more has room."""

DYING = """() => {
    const { transaction } = IDBDatabase.prototype;
    let times = 3;
    IDBDatabase.prototype.transaction = function (...given) {
        if (times-- > 0) this.close();
        return transaction.apply(this, given);
    };
}"""
"""As under memory pressure: the connection is closed, and whoever uses it next is told."""

SPOIL_ONE = """async () => {
    const asked = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    for (const { name } of await indexedDB.databases()) {
        const db = await asked(indexedDB.open(name));
        if (!db.objectStoreNames.contains("drafts")) continue;
        const store = db.transaction("drafts", "readwrite").objectStore("drafts");
        const [row] = await asked(store.getAll());
        await asked(store.put({ ...row, data: new ArrayBuffer(40) }));
        db.close();
    }
}"""
REFUSING = "IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); }"
A_DAY_FAST = """(() => {
    const Right = Date;
    const ahead = 24 * 60 * 60 * 1000;
    globalThis.Date = class extends Right {
        constructor(...given) { given.length ? super(...given) : super(Right.now() + ahead); }
        static now() { return Right.now() + ahead; }
    };
})()"""


def _filled(phone: Phone, words: str = WORDS) -> None:
    phone.start_incident(language="en")
    phone.open_form("DASH")
    phone.answer("frightened", "yes")
    phone.answer("judgement", "medium")
    phone.write("judgement_reason", words)


def _submitted_in_vain(phone: Phone, words: str = WORDS) -> None:
    """The service is there, and nothing gets through to it."""
    phone.page.route(SUBMISSIONS, lambda route: route.abort())
    _filled(phone, words)
    phone.submit()
    expect(phone.status).to_contain_text("1 waiting")


def test_what_finds_no_room_is_said_not_to_be_saved_and_is_saved_once_there_is_some(
    new_phone: Callable[..., Phone], made: Made
) -> None:
    phone = new_phone(made.profile)
    session, origin = phone.context.new_cdp_session(phone.page), {"origin": phone.server.origin}
    used = session.send("Storage.getUsageAndQuota", origin)["usage"]
    session.send("Storage.overrideQuotaForOrigin", {**origin, "quotaSize": used + ROOM})
    phone.unlock()
    _filled(phone)
    expect(phone.status).to_contain_text("Saved on this phone")
    phone.page.evaluate(FILLING)
    phone.write("account", WORDS)
    phone.page.keyboard.press("Tab")
    expect(phone.status).to_contain_text("This phone is full: not saved")
    expect(phone.page.locator("[data-saved]")).to_contain_text("Free some space and keep this page open")
    expect(phone.page.locator("[data-room]")).to_be_visible()
    session.send("Storage.overrideQuotaForOrigin", origin)
    expect(phone.page.locator("[data-room]")).to_be_hidden()
    expect(phone.page.locator("[data-saved]")).to_have_text("")
    expect(phone.status).to_contain_text("Saved on this phone")
    phone.kill()
    phone.open().unlock()
    phone.carry_on("DASH")
    expect(phone.page.locator("textarea[name='account']")).to_have_value(WORDS)


def test_a_database_that_is_closed_under_a_form_costs_no_answer(phone: Phone) -> None:
    _filled(phone)
    phone.page.evaluate(DYING)
    phone.answer("injured_now", "no")
    phone.page.evaluate(DYING)
    phone.submit()
    reference = phone.wait_for_reference()
    assert phone.server.arrived() == [reference]


def test_there_was_one_and_now_there_is_none(phone: Phone, at_desk: Callable[..., Desk]) -> None:
    with phone.page.expect_response(
        lambda answer: answer.url.endswith("/devices/report") and _says_that_one_waits(answer)
    ):
        _submitted_in_vain(phone)
    session = phone.context.new_cdp_session(phone.page)
    session.send("Storage.clearDataForOrigin", {"origin": phone.server.origin, "storageTypes": "indexeddb"})
    phone.go("/")
    missing = phone.page.locator("[data-missing]")
    expect(missing).to_contain_text("Submitted and never received: 1.")
    expect(missing).to_contain_text("Write down now what you remember")
    phone.go("/account")
    expect(phone.page.locator("main")).to_contain_text("can't be found there any more")
    manager = at_desk("manager")
    manager.go("/practitioners")
    manager.page.locator("tr", has_text="Work is missing").get_by_role("link").click()
    expect(manager.page.locator("main")).to_contain_text("Work is missing from “invented phone”")


def _says_that_one_waits(answer: object) -> bool:
    body = json.loads(answer.request.post_data or "{}")  # type: ignore[attr-defined]
    return any(device["waiting"] for device in body["devices"])


def test_a_rescue_file_says_nothing_and_is_brought_in_by_somebody_else(
    phone: Phone, at_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    _submitted_in_vain(phone)
    phone.follow("/outbox")
    with phone.page.expect_download() as download:
        phone.button("Save a rescue file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == "sealed.json"
    kept = file.read_text()
    assert list(json.loads(kept)) == ["submissions"]
    assert [word for word in (WORDS, "Zuzanna", "Sample-Nowak", "ZZ99", "frightened") if word in kept] == []

    desk = at_desk()
    for said in ("Received: 1. Here already: 0.", "Received: 0. Here already: 1."):
        desk.go("/rescue")
        desk.page.locator("#rescue-file").set_input_files(file)
        desk.button("Bring it in").click()
        expect(desk.page.locator("[data-slot='brought']")).to_contain_text(said)
        expect(desk.page.locator("[data-slot='brought']")).to_contain_text("You may delete it")
    (reference,) = phone.server.arrived()
    phone.page.unroute(SUBMISSIONS)
    phone.button("Send now").click()
    expect(phone.page.locator("[data-rows='received']")).to_contain_text(reference)
    assert phone.server.arrived() == [reference]


def test_a_draft_that_is_damaged_is_told_by_its_number_and_the_others_open(phone: Phone) -> None:
    _filled(phone)
    phone.leave_form()
    phone.follow("/")
    phone.page.evaluate(SPOIL_ONE)
    phone.unlock()
    phone.follow("/outbox")
    shut = phone.page.locator("[data-rows='shut'] li")
    expect(shut).to_have_count(1)
    expect(shut).to_have_text(re.compile(r"Draft [0-9a-f]{8}\s*can’t be read"))
    assert phone.errors == []


def test_a_browser_that_keeps_nothing_says_so_and_offers_nothing_to_be_lost(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(viewport=SMALL)
    context.add_init_script(REFUSING)
    page = context.new_page()
    page.goto(server.origin)
    expect(page.get_by_role("heading", name="Nothing can be kept on this device")).to_be_visible()
    expect(page.get_by_role("button", name="New incident")).to_be_hidden()
    page.goto(f"{server.origin}/help")
    expect(page.get_by_role("heading", name="Help", exact=True)).to_be_visible()
    context.close()


def test_a_phone_a_day_fast_has_the_deadline_of_a_right_one_and_is_in_doubt(
    phone: Phone, at_desk: Callable[..., Desk]
) -> None:
    phone.context.add_init_script(A_DAY_FAST)
    phone.unlock()
    began = datetime.now(UTC)
    phone.start_incident(language="en")
    assert datetime.now(UTC) - began < timedelta(minutes=1)
    phone.open_form("DASH")
    phone.answer("frightened", "yes")
    phone.submit()
    reference = phone.wait_for_reference()
    desk = at_desk()
    desk.open(reference)
    expect(desk.page.locator("main")).to_contain_text("Clock in doubt")
    expect(desk.page.locator("main")).to_contain_text("By the phone’s clock: began")
    assert abs(_clock_at(phone.server, reference) - began) < timedelta(minutes=1)


def _clock_at(server: Server, reference: str) -> datetime:
    """When the time of a referral began to run."""
    query = "SELECT clock_at FROM referrals WHERE reference = ?"
    with closing(sqlite3.connect(f"file:{server.data / 'firsthand.db'}?mode=ro", uri=True)) as database:
        ((clock_at,),) = database.execute(query, (reference,)).fetchall()
    return datetime.fromisoformat(clock_at).replace(tzinfo=UTC)
