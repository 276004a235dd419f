"""Four agencies score a family alone on their own phones, and see what each gave together."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Browser, expect

from journeys import axe
from journeys.conftest import Made
from journeys.desk import Desk
from journeys.phone import Phone
from journeys.round_table import NO_SIGNAL, REVEALED, Guest, Keeper, Seat
from journeys.server import Server

REASONS = {
    "chair": "Invented: four call-outs since spring.",
    "visitor": "Invented: the baby goes still.",
    "school": "Invented: in school every day.",
    "worker": "Invented: the aunt collects them.",
}


@pytest.fixture
def seats(new_phone: Callable[..., Phone], made: Made, chromium: Browser) -> dict[str, Seat]:
    """The chair has the officer's phone; the others enrol, the health visitor's for no signal too."""

    def of(kind: type[Guest], agency: str) -> Seat:
        mine = type(kind.__name__, (kind,), {"chromium": chromium, "agency": agency})
        return new_phone(kind=mine).enrol()  # type: ignore[return-value]

    visitor = of(Keeper, "Invented 0-19 Health")
    chair = new_phone(made.profile, Seat)
    chair.unlock()
    school, worker = of(Guest, "Invented School Health"), of(Guest, "Invented Children's Services")
    return {"chair": chair, "visitor": visitor, "school": school, "worker": worker}  # type: ignore[dict-item]


KEPT = """async () => {
    const names = await caches.keys();
    const requests = (await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))).flat();
    return [location.pathname, sessionStorage.length, requests.filter(({ url }) => url.includes("/meetings/")).length];
}"""


def _referral(server: Server) -> str:
    """By what the queue calls the newest."""
    with closing(sqlite3.connect(f"file:{server.data / 'firsthand.db'}?mode=ro", uri=True)) as database:
        found = database.execute("SELECT reference FROM referrals ORDER BY changed_at DESC LIMIT 1").fetchone()
    return str(found[0])


def _says_nothing(*texts: str) -> None:
    """No reason and no dot, of anybody."""
    told = [reason for text in texts for reason in REASONS.values() if reason in text]
    assert told == []


def test_four_agencies_score_alone_and_see_it_together(
    seats: dict[str, Seat], server: Server, at_desk: Callable[..., Desk]
) -> None:
    chair, visitor, school, worker = seats.values()
    code = chair.open_meeting()

    visitor.ask(code.lower().replace("-", " "))
    expect(visitor.board).to_contain_text("You have asked to come in")
    worker.ask("7777-7777")
    expect(worker.page.locator("#meeting-code-problem")).to_contain_text("No meeting takes anybody in")
    worker.ask(code)
    school.ask(code.replace("0", "o"))
    chair.admit("Nurse Umber")
    chair.admit("School Nurse Plum")
    chair.decline("Social Worker Coral")
    expect(worker.board).to_contain_text("did not let you in")
    worker.ask(code)
    found = axe.look(chair.page, "the chair’s board")
    chair.admit("Social Worker Coral")
    expect(worker.page.locator("[data-act='score']")).to_be_visible()

    visitor.offline()
    expect(visitor.page.locator("[data-hearing='lost']")).to_be_visible()
    visitor.score(2, REASONS["visitor"], NO_SIGNAL)
    expect(visitor.page.locator("[data-own]")).to_contain_text("waits sealed on this phone")
    found += axe.look(visitor.page, "the board without a signal")
    school.score(9, REASONS["school"])
    chair.sees("School Nurse Plum", "has scored")
    school.change(8)
    chair.sees("Nurse Umber Example", "has not scored yet")
    expect(chair.board.locator("#board-reveal")).to_have_count(0)
    chair.score(4, REASONS["chair"])
    assert chair.page.evaluate(KEPT) == ["/meeting", 0, 0]
    chair.page.reload()
    chair.unlock()
    chair.page.locator("[data-drafts]").get_by_role("button", name=re.compile("^Meeting")).click()
    visitor.online()
    chair.sees("Nurse Umber Example", "has scored")
    expect(visitor.page.locator("[data-hearing='lost']")).to_be_hidden()
    expect(worker.board).to_contain_text("3 of 4 have scored.")
    worker.lock()
    worker.give_passphrase()
    expect(worker.board).to_contain_text("3 of 4 have scored.")

    desk = at_desk("assessor")
    desk.go("/referrals")
    _says_nothing(desk.page.content(), *(seat.page.content() for seat in seats.values()))
    mine = set(server.arrived())
    assert len(mine) == 3
    assert _referral(server) not in mine

    expect(chair.board.locator("#press-reveal")).to_be_hidden()
    chair.board.locator("#board-reveal summary").press("Enter")
    chair.button("Reveal now").click()
    for seat in seats.values():
        expect(seat.board.locator(".app-range__line .app-range__dot")).to_have_text(["A", "B", "C"])
        expect(seat.board).to_contain_text("From 2 to 8.")
        for by in ("chair", "visitor", "school"):
            expect(seat.board).to_contain_text(REASONS[by])
    expect(chair.board.locator(".app-range__table tr", has_text=REASONS["school"])).to_contain_text(
        "replaces an earlier"
    )
    worker.score(5, REASONS["worker"], REVEALED)
    late = chair.board.locator(".app-range__table tr", has_text=REASONS["worker"])
    expect(late).to_contain_text("after seeing others")
    found += axe.look(chair.page, "the range")
    desk.open(_referral(server))
    for reason in REASONS.values():
        expect(desk.page.locator("main")).to_contain_text(reason)
    school.open_score(REVEALED)
    assert found == []
    assert [seat.errors for seat in seats.values()] == [[], [], [], []]
