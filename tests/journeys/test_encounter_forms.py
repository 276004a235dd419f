"""The other forms of an encounter: filled without a signal, delivered, and read at the desk."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from journeys.desk import Desk
from journeys.phone import Phone

WENT_STILL = "Invented: went still when the door banged, and looked at nobody."
FRIEND = "Invented: Ms Sample next door."


def _people(phone: Phone) -> None:
    """A baby and a seven-year-old, by their ages."""
    phone.follow("/encounter#who")
    for place, years in enumerate(("1", "7"), start=1):
        card = phone.page.locator("[data-person]").nth(place)
        card.locator(".app-person__summary").click()
        card.get_by_label("Or about how old").fill(years)
        card.get_by_label("Or about how old").blur()
        card.locator(".app-person__summary").click()
    phone.follow("/tasks")


def _baby(phone: Phone) -> None:
    phone.open_form("The child’s voice Robin")
    expect(phone.page.get_by_label("Doesn’t talk yet")).to_be_checked()
    for question, value in {"seen": "yes", "spoken_to": "no", "gaze": "not_seen", "freezes": "seen"}.items():
        phone.answer(question, value)
    phone.write("not_spoken_why", "Invented: too young to talk.")
    phone.write("pre_verbal_detail", WENT_STILL)
    expect(phone.page.locator("[data-entry='words']")).to_be_hidden()
    phone.leave_form()


def _plan(phone: Phone) -> None:
    phone.page.locator("[data-others] summary").click()
    phone.open_form("My safety plan Sam")
    for question, value in {"earshot": "alone", "not_my_fault": "done", "i_can": "go_to_somebody"}.items():
        phone.answer(question, value)
    phone.answer("would_step_in", "no")
    phone.write("call_whom", FRIEND)
    phone.write("adults_do", "Invented: the aunt collects them on Fridays.")
    phone.screen("check")
    expect(phone.button(re.compile("^Print"))).to_have_count(0)
    phone.answer("copy", "none")
    phone.screen("check")
    expect(phone.page.get_by_text("nothing is printed")).to_be_visible()
    phone.answer("copy", "innocuous")
    phone.write("copy_where", "Invented: at school.")
    phone.screen("check")
    assert _printed(phone) == ["My page", "People", FRIEND]


def _printed(phone: Phone) -> list[str]:
    """What a printer would get, by lines."""
    page = phone.page
    page.evaluate("window.print = () => {}")
    phone.button("Print the page that looks like something else").click()
    page.emulate_media(media="print")
    lines = [line for line in page.locator("body").inner_text().splitlines() if line.strip()]
    page.emulate_media(media="screen")
    assert page.title() == "My page"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".app-plan")).to_have_count(0)
    return lines


def test_a_baby_and_a_plan_are_recorded_without_a_signal_and_read_at_the_desk(
    phone: Phone, at_desk: Callable[..., Desk]
) -> None:
    page = phone.page
    phone.offline()
    phone.start_incident("Robin", "Sam", language="en")
    _people(phone)
    _baby(phone)
    _plan(phone)
    phone.screen("next")
    left = page.get_by_label("Why has this child no record: Sam")
    expect(left).to_be_visible()
    page.locator("#unfinished-reason").fill("Invented: there was no time.")
    phone.button("Submit").click()
    expect(left).to_be_focused()
    left.fill("Invented: at the aunt’s.")
    phone.submit()
    phone.follow("/tasks")
    page.locator("[data-to-send]").click()
    expect(page.get_by_label("Why has this child no record: Sam")).to_have_value("Invented: at the aunt’s.")
    phone.button("Submit").click()
    expect(page).to_have_url(re.compile("/sent$"))
    phone.online()
    reference = phone.wait_for_reference()
    expect(phone.status).to_contain_text("All received", timeout=60_000)
    assert phone.server.arrived() == [reference] * 2

    desk = at_desk("assessor")
    desk.open(reference)
    main = desk.page.locator("main")
    for told in (WENT_STILL, FRIEND, "Goes still, freezes", "at the aunt’s"):
        expect(main).to_contain_text(told)
    expect(main.locator(".app-sheet")).to_have_count(2)


def _typed(phone: Phone, asked: str) -> str:
    """The note beside a question that was asked."""
    quote = phone.page.locator("[data-question='words_used'] [data-quote]")
    quote.get_by_label("What was asked, word for word").fill(asked)
    return quote.locator("[data-shape]").inner_text()


def test_an_enquiry_asks_nothing_until_they_are_alone_and_a_disclosure_leads_to_the_dash(phone: Phone) -> None:
    page = phone.page
    phone.offline()
    phone.start_incident(language="en", kind="enquiry")
    expect(page.locator("[data-asked] li")).to_have_count(1)
    phone.open_form("Routine enquiry")
    phone.answer("alone_together", "no")
    expect(page.locator("section:visible").get_by_text("Don’t ask; find a way to be alone")).to_be_visible()
    expect(page.locator("[data-entry='enquiry']")).to_have_attribute("hidden", "")
    phone.show("ask_again")
    phone.answer("alone_together", "yes")
    phone.answer("hurt", "yes")
    phone.show("words_used")
    page.locator("[data-question='words_used'] [data-act='stem']").first.click()
    assert "really asked" in _typed(phone, "Tell me more about that.")
    assert "asks for a yes" in _typed(phone, "They hurt you, didn’t they?")
    phone.show("hurt")
    page.locator("section:visible [data-spoken]").get_by_role("button", name="Go on to: Risk assessment").click()
    expect(page.locator("[data-mount='form'][data-form='dash'][data-live]")).to_be_attached()
    phone.answer("frightened", "yes")
    phone.leave_form()
    expect(page.locator("[data-asked] li")).to_have_count(2)
    phone.open_form("Routine enquiry")
    phone.show("dash_now")
    expect(page.locator("input[name='dash_now'][value='done']")).to_be_checked()
