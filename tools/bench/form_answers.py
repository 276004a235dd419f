"""Answers of a form in hand: on an enrolled phone that was unlocked, and on the bare page."""

from dataclasses import dataclass
from statistics import median
from time import perf_counter

from playwright.sync_api import BrowserContext, Page, expect

from bench.form_visits import slowed, until_true

TAPS = 15
_PAUSE = 200
_PLACES = """[...document.querySelectorAll("input[type=radio]")].slice(0, 3).map((radio) => {
    const { x, y, width, height } = radio.parentElement.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
})"""


@dataclass(frozen=True)
class Answering:
    """Milliseconds from the finger to the frame, and to the start of the save where there is one."""

    shown: float
    saved: float


def enrol(context: BrowserContext, origin: str, who: dict[str, str]) -> None:
    """Signs in on a new phone and waits until it is ready for no signal."""
    page = context.new_page()
    page.goto(f"{origin}/sign-in")
    page.locator("#sign-in-email").fill(who["email"])
    page.locator("#sign-in-passphrase").fill(who["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("#enrol-device").fill("invented phone")
    page.get_by_role("button", name="Enrol this device").click()
    expect(page.get_by_role("heading", name="Ready for no signal")).to_be_visible(timeout=120_000)
    page.close()


def unlock(context: BrowserContext, form: str, passphrase: str) -> tuple[Page, float]:
    """A form whose first answer asked for the passphrase, and the seconds from giving it until the vault was open."""
    page = context.new_page()
    page.goto(form)
    session = slowed(page, network=False)
    page.locator("[data-cover=unlock] input[type=password]").fill(passphrase)
    began = perf_counter()
    page.keyboard.press("Enter")
    page.wait_for_selector("header [data-act=lock]:not([hidden])", state="attached")
    taken = perf_counter() - began
    page.wait_for_selector("[data-mount=form][data-live][data-mounted]", state="attached")
    session.detach()
    return page, taken


def answers(page: Page, *, saves: bool) -> Answering:
    """The middle of so many taps on the answers of the first question, whose first is the one that is given."""
    page.bring_to_front()
    session = slowed(page, network=False)
    page.evaluate("watch.answers.length = 0")
    places = page.evaluate(_PLACES)
    for tap in range(TAPS):
        page.wait_for_timeout(_PAUSE)
        page.mouse.click(*places[(tap + 1) % 3])
        last = "watch.answers.at(-1)"
        until_true(page, f"{last}.shown > 0 && ({last}.saved > 0 || {str(not saves).lower()})")
    taken = page.evaluate("watch.answers")
    session.detach()
    return Answering(*(median(one[name] for one in taken) for name in ("shown", "saved")))
