"""A score is worth what its scorer knew: what is known stands before the scale, and who did not know is asked again."""

import re
from collections.abc import Callable
from datetime import timedelta

import httpx
from playwright.sync_api import expect

from firsthand.base import clock
from journeys.desk import Desk
from journeys.phone import Phone
from journeys.server import Server
from support.client import Client

NUMBER = "999 007 0008"
SHIFTS = """() => { window.shifts = 0; new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifts += entry.value }).observe({ type: 'layout-shift' }) }"""


def _eleven_call_outs(server: Server) -> None:
    """To the same child, over four years; by an agency that whoever holds the phone hears nothing of."""
    who = server.sign_in("practitioner", "Invented 0-19 Health")
    with httpx.Client(base_url=server.origin) as http:
        others = Client(http=http)
        others.sign_in(who["email"], who["password"])
        others.enrol()
        others.deliver(*(_call_out(others, timedelta(days=130 * number + 20)) for number in range(11)))


def _call_out(others: Client, ago: timedelta) -> str:
    child = {"id": "018f0000-0000-7000-8000-00000000000c", "role": "child", "nhs_number": NUMBER}
    told = {"kind": "incident", "started_at": (clock.now() - ago).isoformat(), "people": [child]}
    return others.envelope(others.about(), encounter=told)


def _open_scale(phone: Phone) -> None:
    """A home visit to a child, whose number is known."""
    phone.start_incident("Ola", language="en", kind="home_visit")
    phone.follow("/encounter#who")
    card = phone.page.locator("[data-person]").last
    card.locator(".app-person__summary").click()
    card.get_by_text("Other names, language, NHS number").click()
    card.get_by_label("NHS number").fill(NUMBER)
    card.get_by_label("NHS number").blur()
    phone.follow("/tasks")
    phone.page.locator("[data-others] summary").click()
    phone.open_form("Map and safety scale")


def _submit(phone: Phone) -> str:
    phone.screen("next")
    phone.page.get_by_label("Refer to the referral unit").check()
    phone.submit()
    phone.online()
    return phone.wait_for_reference()


def test_a_scorer_who_did_not_know_of_eleven_call_outs_is_asked_again(
    phone: Phone, server: Server, at_desk: Callable[..., Desk]
) -> None:
    page, known = phone.page, phone.page.locator("[data-known]")
    _eleven_call_outs(server)
    phone.offline()
    _open_scale(phone)
    phone.answer("score", "5")
    expect(known).to_contain_text("Not known on this phone: there is no signal.")
    reference = _submit(phone)

    desk = at_desk("assessor")
    desk.open(reference)
    main = desk.page.locator("main")
    expect(main).to_contain_text("Made without 11 incidents that are on record.")
    expect(main).to_contain_text("it was not known on the phone")

    page.locator("main").get_by_role("link", name="Done").click()
    again = page.locator("[data-again] li", has_text=reference)
    expect(again).to_contain_text("11 incidents you did not know of.")
    again.get_by_role("button", name="Score again").click()
    page.locator("[data-act='amend']").first.click()
    expect(known).to_contain_text("11 incidents, 3 in 12 months")
    expect(known).to_contain_text("You gave 5 before you knew this.")
    phone.answer("score", "2")
    expect(known).to_contain_text("As the service told it")
    assert _submit(phone) == reference

    page.locator("main").get_by_role("link", name="Done").click()
    expect(page.locator("[data-returned] li").first).to_be_visible()
    expect(again).to_have_count(0)
    desk.open(reference)
    expect(main).to_contain_text("knowing of them; both scores stay")
    for score in ("5 / 10", "2 / 10"):
        expect(main).to_contain_text(score)


def test_what_is_known_stands_before_the_scale_moves_nothing_and_goes_along_with_the_number(
    phone: Phone, server: Server, at_desk: Callable[..., Desk]
) -> None:
    page, known = phone.page, phone.page.locator("[data-known]")
    _eleven_call_outs(server)
    _open_scale(phone)
    phone.offline()
    phone.answer("score", "3")
    expect(known).to_contain_text("there is no signal")
    page.evaluate(SHIFTS)
    phone.online()
    expect(known).to_contain_text("11 incidents, 3 in 12 months")
    expect(known.locator("li", has_text="Ola")).to_contain_text("20 days since the last")
    expect(known.locator("li", has_text="Zuzanna")).to_contain_text("Not looked up")
    expect(known).to_contain_text("You gave 3 before you knew this.")
    assert page.evaluate("window.shifts") == 0
    phone.button("Keep it, knowing this").click()
    expect(known).to_contain_text(re.compile("As the service told it"))
    desk = at_desk("assessor")
    desk.open(_submit(phone))
    main = desk.page.locator("main")
    expect(main).to_contain_text("What the scorer knew")
    expect(main).to_contain_text("11 incidents, 3 in 12 months.")
    expect(main).not_to_contain_text("Made without")
