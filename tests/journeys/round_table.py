"""Those who sit in a meeting, each with a phone of their own."""

import re
from typing import Literal, Self

from playwright.sync_api import Browser, Locator, expect

from journeys.handset import PATIENCE, SMALL
from journeys.phone import Phone

ALONE = "You are scoring alone; nobody sees this before the reveal."
NO_SIGNAL = f"{ALONE} There is no connection now"
REVEALED = "The meeting is over, or its scores are revealed. A score that you give now is marked as given afterwards."


class Seat(Phone):
    """`agency` is whose practitioner holds the phone."""

    agency = "Invented Constabulary"

    @property
    def who(self) -> dict[str, str]:
        return self.server.sign_in("practitioner", self.agency)

    @property
    def board(self) -> Locator:
        return self.page.locator("#board [data-board]")

    def sign_in(self) -> None:
        """As the owner of the open vault."""
        self.go("/sign-in#sign-in")
        self.page.locator("#sign-in-email").fill(self.who["email"])
        self.page.locator("#sign-in-passphrase").fill(self.who["password"])
        self.button("Sign in").click()
        expect(self.page.get_by_text("New incident")).to_be_visible()

    def open_meeting(self) -> str:
        """On an invented family; the code."""
        self.start_incident("Robin", language="en", kind="meeting")
        self.follow("/meeting")
        self.button("Open the meeting").click()
        return self.board.locator(".app-board__code strong").inner_text()

    def ask(self, code: str) -> None:
        """To be let in: from the start, or once more from where one is."""
        field = self.page.get_by_label("Code of the meeting")
        if not field.is_visible():
            self.button(re.compile("^(Join a|Another) meeting$")).click()
        field.fill(code)
        self.button("Ask to come in").click()

    def decline(self, name: str) -> None:
        self.board.get_by_role("button", name=f"Don’t let in: {name} Example").click()

    def admit(self, name: str) -> None:
        self.board.get_by_role("button", name=f"Let in: {name} Example", exact=True).click()
        expect(self.board.locator(".app-board__in", has_text=name)).to_be_visible()

    def open_score(self, said: str) -> None:
        """`said` is what the form says of the meeting."""
        self.page.locator("[data-act='score']").click()
        expect(self.page.locator("[data-mount='form'][data-live]")).to_be_attached()
        self.show("score")
        expect(self.page.locator("[data-scoring] p:visible")).to_contain_text(said)

    def begin_score(self, number: int, why: str, said: str) -> None:
        self.open_score(said)
        self.answer("score", str(number))
        self.write("score_why", why)

    def send_score(self) -> None:
        self.screen("next")
        self.page.get_by_label("Refer to the referral unit").check()
        self.submit()
        self.page.get_by_role("link", name="Back to the meeting").click()
        expect(self.page.locator("[data-own]")).to_be_visible()

    def score(self, number: int, why: str, said: str = ALONE) -> None:
        self.begin_score(number, why, said)
        self.send_score()

    def change(self, number: int) -> None:
        """What was sent, as it was but for the number."""
        expect(self.page.locator("[data-own]")).to_contain_text("Your score is in")
        self.button("Change my score").click()
        expect(self.page.locator("[data-mount='form'][data-live]")).to_be_attached()
        self.answer("score", str(number))
        self.send_score()

    def lock(self) -> None:
        self.page.locator("header [data-act='lock']").click()
        expect(self.page.locator("#board")).to_have_count(0)

    def give_passphrase(self) -> None:
        """Over the screen that was locked."""
        self.page.locator("#unlock-secret").fill(self.who["password"])
        self.page.keyboard.press("Enter")

    def sees(self, name: str, standing: str) -> None:
        expect(self.board.locator(".app-board__in", has_text=name)).to_contain_text(standing)


class Guest(Seat):
    """In a context of one browser, with nothing kept for no signal: enrolled in a moment."""

    chromium: Browser

    workers: Literal["allow", "block"] = "block"

    def open(self) -> Self:
        self.context = self.chromium.new_context(viewport=SMALL, reduced_motion="reduce", service_workers=self.workers)
        self.context.set_default_timeout(PATIENCE)
        self.page = self._watched(self.context.new_page())
        return self

    def kill(self) -> None:
        self.context.close()

    def enrol(self) -> Self:
        """As far as the open vault: nobody waits for the screens."""
        self.go("/sign-in")
        self.page.locator("#sign-in-email").fill(self.who["email"])
        self.page.locator("#sign-in-passphrase").fill(self.who["password"])
        self.button("Sign in").click()
        self.page.locator("#enrol-device").fill("invented phone")
        self.button("Enrol this device").click()
        expect(self.page.locator("header [data-act='lock']")).to_be_visible()
        self.page.locator("footer").get_by_role("link", name="Start").click()
        expect(self.page.get_by_text("New incident")).to_be_visible()
        return self


class Keeper(Guest):
    """Keeps the screens for no signal, while the others enrol."""

    workers = "allow"

    def offline(self) -> None:
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        super().offline()
