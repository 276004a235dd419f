"""A desk: a browser of its own, signed in by role, worked with mouse and keyboard."""

import re
import time

from playwright.sync_api import Browser, Locator, Page, expect

from journeys.handset import PATIENCE
from journeys.server import Server

WIDE = {"width": 1280, "height": 900}


class Desk:
    """`page` is where the role's work begins."""

    def __init__(self, chromium: Browser, server: Server, role: str = "assessor") -> None:
        self.server = server
        self.who = server.sign_in(role)
        self.context = chromium.new_context(viewport=WIDE, reduced_motion="reduce")
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self._sign_in()

    def _sign_in(self) -> None:
        self.go("/sign-in")
        self.page.locator("#sign-in-email").fill(self.who["email"])
        self.page.locator("#sign-in-passphrase").fill(self.who["password"])
        self.button("Sign in").click()
        expect(self.page).to_have_url(re.compile("/(referrals|practitioners|account|desk)"), timeout=30_000)

    def go(self, path: str) -> None:
        self.page.goto(self.server.origin + path)

    def button(self, name: str) -> Locator:
        return self.page.locator("main").get_by_role("button", name=name, exact=True)

    def row(self, reference: str) -> Locator:
        return self.page.locator("#queue tbody tr", has_text=reference)

    def find(self, reference: str, seconds: float = 60) -> None:
        """Goes to the page of the queue that has it: the pipeline may still be at work."""
        end = time.monotonic() + seconds
        self.go("/referrals")
        while not self.row(reference).count():
            assert time.monotonic() < end, f"{reference} is not in the queue"
            more = self.page.get_by_role("link", name="Next 25")
            if more.count():
                more.click()
                self.page.wait_for_load_state()
            else:
                self.go("/referrals")

    def open(self, reference: str) -> None:
        self.find(reference)
        self.row(reference).get_by_role("link").first.click()
        expect(self.page.locator("h1")).to_contain_text(reference)
