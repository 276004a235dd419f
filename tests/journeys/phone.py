"""A practitioner's phone, worked as a thumb would."""

import re

from playwright.sync_api import Locator, expect

from journeys.handset import Handset

SENT_OR_ASKED = """() => location.pathname.endsWith("/sent")
    || [...document.querySelectorAll("[data-left-out] [data-person]")].some((why) => !why.value)"""
"""Sent at once, or first asked why a child has no record."""


class Phone(Handset):
    """In the hands of the invented officer."""

    @property
    def who(self) -> dict[str, str]:
        return self.server.sign_in("practitioner")

    def enrol(self) -> "Phone":
        """Signs in, enrols, and waits for "Ready for no signal"."""
        self.go("/sign-in")
        self.page.locator("#sign-in-email").fill(self.who["email"])
        self.page.locator("#sign-in-passphrase").fill(self.who["password"])
        self.button("Sign in").click()
        self.page.locator("#enrol-device").fill("invented phone")
        self.button("Enrol this device").click()
        expect(self.page.get_by_role("heading", name="Ready for no signal", exact=True)).to_be_visible(timeout=90_000)
        self.page.locator("main").get_by_role("link", name="Start").click()
        return self

    def unlock(self, passphrase: str | None = None) -> None:
        """From the page that asks for it."""
        self.go("/sign-in")
        self.page.locator("#unlock-passphrase").fill(passphrase or self.who["password"])
        self.button("Unlock").click()
        if passphrase is None:
            expect(self.page.get_by_text("New incident")).to_be_visible(timeout=30_000)

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.locator("main").get_by_role("button", name=name, exact=isinstance(name, str))

    def start_incident(self, *children: str, language: str = "pl", kind: str = "incident", began: str = "") -> None:
        """The encounter up to its task list: a victim, and children by given name. `began` is local."""
        page = self.page
        page.locator(f"[data-act='begin'][data-kind='{kind}']").click()
        page.get_by_label("No, not at this moment").check()
        self._continue()
        if began:
            page.get_by_label("When it began").fill(began)
        page.get_by_label("Address").fill("1 Invented Row\nNowhere")
        page.get_by_label("Postcode").fill("ZZ99 1ZZ")
        self._continue()
        self.button("Add the victim").click()
        self._last("Given name").fill("Zuzanna")
        self._last("Family name").fill("Sample-Nowak")
        for child in children:
            self.button("Add a child").click()
            self._last("Given name").fill(child)
        self._continue()
        page.get_by_label("Their language").select_option("" if language == "en" else language)
        page.get_by_label("As a woman").check()
        self._continue()
        self._continue()
        expect(page.locator("[data-asked]")).to_be_visible()

    def _last(self, label: str) -> Locator:
        return self.page.locator("details[open]").get_by_label(label, exact=True).last

    def _continue(self) -> None:
        """To the next screen; only once it stands is there another button to look for."""
        button = self.page.locator("main a.govuk-button:visible", has_text="Continue")
        ahead = button.get_attribute("href")
        button.click()
        expect(self.page.locator(f"main a.govuk-button[href='{ahead}']")).to_be_hidden()

    def open_form(self, name: str) -> None:
        self.button(re.compile(name)).first.click()
        expect(self.page.locator("[data-mount='form'][data-live]")).to_be_attached()

    def leave_form(self) -> None:
        """Back to the encounter's list."""
        self.page.locator("[data-act='jump']").click()
        self.page.locator("[data-dialog='jump'] a[href$='/tasks']").click()
        expect(self.page.locator("[data-asked]")).to_be_visible()

    def carry_on(self, form: str) -> None:
        """From the start to a form of the only draft."""
        self.page.locator("[data-drafts] [data-act='open']").first.click()
        self.open_form(form)

    def answer(self, question: str, value: str) -> None:
        """On whichever screen it is."""
        self.show(question)
        inputs = self.page.locator(f"[data-question='{question}'] input[name='{question}'][value='{value}']")
        inputs.first.check()

    def write(self, question: str, words: str) -> None:
        self.show(question)
        self.page.locator(f"textarea[name='{question}']").fill(words)

    def show(self, question: str) -> None:
        section = self.page.locator(f"section[data-section]:has([data-question='{question}'])").first
        name = section.get_attribute("data-section")
        if not section.is_visible():
            self.page.evaluate("name => { location.hash = name }", name)
        expect(section).to_be_visible()

    def screen(self, name: str) -> None:
        self.page.evaluate("name => { location.hash = name }", name)
        expect(self.page.locator(f"section[data-section='{name}']")).to_be_visible()

    def stop(self) -> None:
        """As somebody who hears the door."""
        self.page.locator("header [data-act='stop']").click()

    def submit(self, unfinished: str = "Invented: there was no time.") -> None:
        """From the form's last screen."""
        self.screen("next")
        why = self.page.locator("#unfinished-reason")
        if why.is_visible():
            why.fill(unfinished)
        self.button("Submit").click()
        self.page.wait_for_function(SENT_OR_ASKED)
        for child in self.page.locator("[data-left-out] [data-person]").all():
            child.fill("Invented: asleep.")
        if not self.page.url.endswith("/sent"):
            self.button("Submit").click()
        expect(self.page).to_have_url(re.compile("/sent$"))

    def wait_for_reference(self) -> str:
        """On the screen after submitting, once the receipt is in."""
        reference = self.page.locator("[data-slot='reference']")
        expect(reference).to_have_text(re.compile(r"^FH-\w{4}-\w{4}$"), timeout=60_000)
        return reference.inner_text()

    @property
    def status(self) -> Locator:
        """Once it says how things are now."""
        return self.page.locator(".app-status:not([aria-busy='true'])")
