"""Nothing that the pages do is stopped by their content security policy, and text can't become code."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from journeys.desk import Desk
from journeys.phone import Phone

INTO_MARKUP = """() => {
    try { document.createElement("p").innerHTML = "<b>typed</b>"; return "taken" } catch (error) { return error.name }
}"""


def _stopped(context: BrowserContext) -> list[str]:
    """What the browser says of its policy from now on."""
    told: list[str] = []
    context.on("console", lambda message: told.append(message.text) if _is_of_the_policy(message.text) else None)
    return told


def _is_of_the_policy(text: str) -> bool:
    return "Content Security Policy" in text or "TrustedHTML" in text or "TrustedScript" in text


def _prove_that_it_is_heard(page: Page, stopped: list[str]) -> None:
    """Where the browser has Trusted Types, as this one has."""
    assert page.evaluate(INTO_MARKUP) == "TypeError"
    page.wait_for_timeout(100)
    assert stopped


def test_a_whole_assessment_asks_for_nothing_that_the_policy_stops(phone: Phone) -> None:
    stopped = _stopped(phone.context)
    phone.start_incident("Kubuś")
    phone.open_form("DASH")
    phone.answer("frightened", "yes")
    phone.answer("judgement", "medium")
    phone.write("judgement_reason", "Invented <b>reason</b> <script>alert(1)</script>")
    phone.page.locator("[data-act='jump']:visible").first.click()
    phone.page.locator("dialog[open] button").last.click()
    phone.screen("check")
    phone.submit()
    reference = phone.wait_for_reference()
    for path in ("/outbox", "/", "/submissions"):
        phone.follow(path)
    phone.page.locator(".app-sent-row__forms a").first.click()
    expect(phone.page.locator("main .app-reference")).to_have_text(reference)
    phone.page.reload()
    phone.unlock()
    assert stopped == []
    assert phone.errors == []
    _prove_that_it_is_heard(phone.page, stopped)


def test_the_desk_asks_for_nothing_that_the_policy_stops(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk("assessor")
    stopped = _stopped(desk.context)
    desk.go("/referrals")
    desk.page.locator(".app-queue__link").first.click()
    expect(desk.page.locator("#step")).to_be_visible()
    desk.go("/account")
    assert stopped == []
    _prove_that_it_is_heard(desk.page, stopped)
