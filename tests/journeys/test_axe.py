"""No page breaks a rule of axe-core, in either theme, at 320 and at 1280 px."""

import json
import re
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys import axe
from journeys.desk import Desk
from journeys.phone import Phone
from journeys.server import Server


@pytest.fixture
def server(server: Server) -> Server:
    """In both languages of the interface."""
    server.environment = {"FIRSTHAND_INTERFACE_LOCALES": '["en", "pl"]'}
    server.restart()
    return server


def _screens(server: Server) -> list[str]:
    """Every page that a phone keeps, as the service worker is told."""
    with urllib.request.urlopen(f"{server.origin}/service-worker.js") as answer:
        build = re.search(r'BUILD = "(\w+)"', answer.read().decode())
    assert build
    with urllib.request.urlopen(f"{server.origin}/precache/{build[1]}.json") as answer:
        urls: list[str] = json.load(answer)["urls"]
    return [url for url in urls if not url.startswith("/static/") and not url.endswith(".webmanifest")]


def _page(chromium: Browser) -> Page:
    return chromium.new_context(service_workers="block", reduced_motion="reduce").new_page()


def test_the_look_finds_what_is_wrong_in_both_themes(chromium: Browser) -> None:
    page = _page(chromium)
    page.set_content("<title>x</title><main><h1 style='color: #eee'>Pale words</h1><img src='x'></main>")
    found = axe.look(page, "wrong")
    assert len([each for each in found if "image-alt" in each]) == 2
    assert len([each for each in found if "color-contrast" in each]) == 4


def test_no_screen_breaks_a_rule_for_somebody_who_is_not_enrolled(chromium: Browser, server: Server) -> None:
    screens = [path for path in _screens(server) if "/forms/" not in path]
    assert {"/", "/sign-in", "/pl/outbox"} <= set(screens)
    assert axe.look_at_all(_page(chromium), server.origin, screens) == []


def test_no_step_of_signing_in_enrolling_and_joining_breaks_a_rule(chromium: Browser, server: Server) -> None:
    steps = ["/sign-in", "/pl/sign-in", "/meeting", "/pl/meeting"]
    assert axe.look_at_all(_page(chromium), server.origin, steps, everything=True) == []


def test_no_part_of_any_form_breaks_a_rule_in_either_direction_of_writing(chromium: Browser, server: Server) -> None:
    """Each form beside Arabic, and some on the Polish interface; the other languages differ by words alone."""
    looked_at = re.compile(r"/forms/.*/ar|/pl/forms/(dash|child_voice|signs_of_safety)/.*/pl")
    forms = [path for path in _screens(server) if looked_at.fullmatch(path)]
    assert len(forms) >= 12
    assert axe.look_at_all(_page(chromium), server.origin, forms, everything=True) == []


def test_no_page_of_the_desk_breaks_a_rule(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk("assessor")
    found = axe.look_at_all(
        desk.page, desk.server.origin, ["/referrals", "/referrals?show=decided", "/account", "/desk"]
    )
    desk.go("/referrals")
    with_a_child = desk.page.locator("tr:has(td[data-label='Children']:text-matches('[1-9]')) .app-queue__link")
    with_a_child.first.click()
    expect(desk.page.locator("#step")).to_be_visible()
    referral = desk.page.url.removeprefix(desk.server.origin)
    child = desk.page.get_by_role("link", name="This child on one page").first.get_attribute("href") or ""
    found += axe.look_at_all(desk.page, desk.server.origin, [referral, child, f"{child}/print"], everything=True)
    found += axe.look_at_all(desk.page, desk.server.origin, [f"{referral}/print", "/referrals/none-of-ours"])
    assert found == []


def test_no_page_of_the_manager_breaks_a_rule(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk("manager")
    paths = ["/practitioners", "/practitioners/invitation", "/agencies", "/audit", "/account"]
    for listed in ("/practitioners", "/agencies"):
        desk.go(listed)
        link = desk.page.locator(f"main td a[href^='{listed}/']").first.get_attribute("href")
        assert link
        paths.append(link)
    found = axe.look_at_all(desk.page, desk.server.origin, paths, everything=True)
    desk.go("/practitioners/invitation")
    desk.button("Make a one-time code").click()
    expect(desk.page.locator(".govuk-error-summary")).to_be_visible()
    found += axe.look(desk.page, "an invitation with mistakes")
    desk.page.get_by_label("Full name").fill("Pat Invented")
    desk.page.get_by_label("Work e-mail").fill("pat.invented@firsthand.example")
    desk.page.get_by_label("Agency").select_option(index=1)
    desk.page.get_by_role("radio").first.check()
    desk.button("Make a one-time code").click()
    expect(desk.page.get_by_text(re.compile(r"^\w{4}-\w{4}-\w{4}$"))).to_be_visible()
    found += axe.look(desk.page, "a one-time code")
    assert found == []


def test_no_page_of_a_partner_breaks_a_rule(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk("partner")
    assert axe.look_at_all(desk.page, desk.server.origin, ["/desk", "/account"]) == []


def test_no_screen_of_a_journey_breaks_a_rule(phone: Phone) -> None:
    page, found = phone.page, axe.look(phone.page, "the start")
    phone.start_incident("Kubuś")
    found += axe.look(page, "the tasks")
    phone.follow("/encounter#who")
    expect(page.locator("[data-person]").first).to_be_visible()
    found += axe.look(page, "the encounter", everything=True)
    phone.follow("/tasks")
    phone.open_form("DASH")
    phone.answer("frightened", "yes")
    phone.answer("strangled", "yes")
    found += axe.look(page, "the form")
    for name in ("jump", "reasons"):
        page.locator(f"[data-act='{name}']:visible").first.click()
        found += axe.look(page, f"the form’s {name}")
        page.locator("dialog[open] button").last.click()
    for screen in ("check", "next"):
        phone.screen(screen)
        found += axe.look(page, screen)
    phone.offline()
    phone.submit()
    found += axe.look(page, "sent, waiting")
    phone.online()
    reference = phone.wait_for_reference()
    found += axe.look(page, "sent, received")
    for path in ("/outbox", "/", "/submissions"):
        phone.follow(path)
        found += axe.look(page, path)
    page.locator(".app-sent-row__forms a").first.click()
    expect(page.locator("main .app-reference")).to_have_text(reference)
    found += axe.look(page, "a submission")
    page.locator("[data-act='privacy']").click()
    found += axe.look(page, "the hidden screen")
    page.reload()
    found += axe.look(page, "locked")
    assert found == []
    assert phone.server.arrived() == [reference]
