"""One tablet, three practitioners: none sees another's work, and anybody carries everybody's."""

import re
import shutil
from collections.abc import Callable

import pytest
from playwright.sync_api import Playwright, expect

from journeys import axe, traces
from journeys.conftest import Made
from journeys.phone import Phone
from journeys.server import Server

OFFICER, MIDWIFE, NURSE = (
    ("PQE", "Invented Constabulary"),
    ("MTE", "Invented Maternity"),
    ("NUE", "Invented 0-19 Health"),
)
WORDS = ["Zuzanna", "Sample-Nowak", "Kubuś-Testowy", "ZZ99 1ZZ", "lampa-i-próg"]
REFERENCE = re.compile(r"FH-\w{4}")


class Tablet(Phone):
    """Whoever is named by initials and agency."""

    def passphrase(self, someone: tuple[str, str]) -> str:
        return self.server.sign_in("practitioner", someone[1])["password"]

    def enrol_beside(self, someone: tuple[str, str]) -> None:
        account = self.server.sign_in("practitioner", someone[1])
        self.page.goto("about:blank")
        self.go("/sign-in#sign-in")
        self.page.locator("#sign-in-email").fill(account["email"])
        self.page.locator("#sign-in-passphrase").fill(account["password"])
        self.button("Sign in").click()
        self.page.locator("#enrol-device").fill("invented tablet")
        self.button("Enrol this device").click()
        expect(self.page.get_by_role("heading", name="Ready for no signal", exact=True)).to_be_visible(timeout=90_000)

    def lock(self) -> None:
        self.page.locator("header [data-act='lock']").click()
        expect(self.page.locator("dialog[data-cover='unlock']")).to_be_visible()

    def hand_to(self, someone: tuple[str, str]) -> None:
        """From the lock: one tap and a passphrase."""
        dialog = self.page.locator("dialog[data-cover='unlock']")
        dialog.get_by_role("radio", name=someone[0]).click()
        expect(dialog.locator("#unlock-secret")).to_be_focused()
        self.page.keyboard.type(self.passphrase(someone))
        self.page.keyboard.press("Enter")
        expect(dialog).to_have_count(0, timeout=30_000)

    def submit_one(self) -> None:
        self.start_incident("Kubuś-Testowy", language="en")
        self.open_form("DASH")
        self.answer("frightened", "yes")
        self.write("account", "lampa-i-próg")
        self.submit()

    def text(self) -> str:
        return self.page.locator("body").inner_text()


@pytest.fixture(scope="module")
def made(made: Made, playwright: Playwright, browser: str, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The officer's phone of everybody, on which two more are enrolled."""
    folder = tmp_path_factory.mktemp("tablet")
    shared = Made(folder / "var", folder / "profile", made.port)
    shutil.copytree(made.data, shared.data)
    shutil.copytree(made.profile, shared.profile)
    server = Server(shared.data, shared.port).start()
    try:
        tablet = Tablet(playwright, browser, shared.profile, server)
        tablet.enrol_beside(MIDWIFE)
        tablet.enrol_beside(NURSE)
        tablet.close()
    finally:
        server.stop()
    return shared


@pytest.fixture
def tablet(new_phone: Callable[..., Tablet], made: Made) -> Tablet:
    """With the page that asks who is there."""
    tablet = new_phone(made.profile, Tablet)
    tablet.go("/sign-in")
    return tablet


def _opened_by(tablet: Tablet, someone: tuple[str, str]) -> None:
    tablet.page.get_by_role("radio", name=someone[0]).click()
    tablet.page.keyboard.type(tablet.passphrase(someone))
    tablet.page.keyboard.press("Enter")
    expect(tablet.page.get_by_text("New incident")).to_be_visible(timeout=30_000)


def test_what_two_submit_with_no_signal_a_third_carries_and_does_not_see(tablet: Tablet) -> None:
    page = tablet.page
    tablet.offline()
    _opened_by(tablet, OFFICER)
    tablet.submit_one()
    tablet.lock()
    tablet.hand_to(MIDWIFE)
    expect(page.get_by_text("New incident")).to_be_visible()
    assert [word for word in WORDS if word in page.content()] == []
    tablet.submit_one()
    tablet.lock()
    waits = page.locator("dialog [data-slot='waits']")
    expect(waits).to_have_text(re.compile(r"^2 wait: (MTE 1, PQE 1|PQE 1, MTE 1) · oldest "))
    tablet.hand_to(NURSE)
    tablet.follow("/outbox")
    rows = page.locator("[data-rows='unsent'] .app-row__name")
    expect(rows).to_have_count(2)
    assert sorted(row.strip() for row in rows.all_inner_texts()) == ["MTE", "PQE"]
    tablet.online()
    expect(tablet.status).to_contain_text("All received", timeout=60_000)
    assert len(tablet.server.arrived()) == 2
    expect(rows).to_have_count(0)
    assert not REFERENCE.search(tablet.text())
    tablet.follow("/")
    tablet.button("Switch practitioner").click()
    expect(page.get_by_role("radio", name=NURSE[0])).not_to_be_checked()
    tablet.hand_to(MIDWIFE)
    tablet.follow("/outbox")
    expect(page.locator("[data-rows='received'] .app-row__name")).to_have_text(re.compile("DASH"))
    assert len(REFERENCE.findall(tablet.text())) == 1


def test_a_draft_is_its_authors_alone_while_another_is_removed(tablet: Tablet) -> None:
    page = tablet.page
    _opened_by(tablet, OFFICER)
    tablet.start_incident("Kubuś-Testowy", language="en")
    tablet.open_form("DASH")
    tablet.write("account", "lampa-i-próg")
    page.keyboard.press("Tab")
    expect(tablet.status).to_contain_text("Saved on this phone")
    tablet.lock()
    assert axe.look(page, "the lock") == []
    page.locator("dialog [data-act='privacy']").click()
    expect(page).to_have_title("Notes")
    assert page.locator("body > :visible").count() == 1
    page.locator("#cover-note").fill(tablet.passphrase(MIDWIFE))
    page.locator("[data-cover='privacy'] button").click()
    expect(page.get_by_text("Midwife Teal Example")).to_be_visible(timeout=30_000)
    expect(page.locator("[data-drafts] li")).to_have_count(0)
    assert traces.found(tablet.profile, WORDS) == []
    page.get_by_text("Remove me from this device").click()
    page.locator("#remove-passphrase").fill(tablet.passphrase(MIDWIFE))
    tablet.button("Remove my store").click()
    expect(page.get_by_text("Unlock to see them")).to_be_visible(timeout=30_000)
    tablet.button("Unlock to see them").click()
    expect(page.get_by_role("radio")).to_have_count(2)
    tablet.hand_to(OFFICER)
    tablet.carry_on("DASH")
    expect(page.locator("textarea[name='account']")).to_have_value("lampa-i-próg")
    page.keyboard.press("Tab")
    tablet.go("/")
    assert traces.found(tablet.profile, [*WORDS, tablet.passphrase(MIDWIFE)]) == []
