"""Whatever breaks on the way: exactly once at the server, or still on the phone; never neither, never twice."""

import re
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import Route, expect

from journeys.phone import Phone

SUBMISSIONS = "**/api/v1/submissions"


def _filled(phone: Phone) -> None:
    phone.start_incident(language="en")
    phone.open_form("DASH")
    phone.answer("frightened", "yes")
    phone.answer("judgement", "medium")
    phone.write("judgement_reason", "Invented: because of the door.")


def test_a_browser_killed_in_the_middle_loses_no_answer(phone: Phone) -> None:
    phone.offline()
    _filled(phone)
    phone.write("account", "Invented: the last thing typed before the battery went.")
    phone.answer("injured_now", "no")
    phone.screen("check")
    expect(phone.status).to_contain_text("Saved on this phone")
    phone.kill()
    phone.open().offline()
    phone.unlock()
    phone.carry_on("DASH")
    expect(phone.page.locator("textarea[name='account']")).to_have_value(re.compile("before the battery went"))
    expect(phone.page.locator("input[name='frightened'][value='yes']")).to_be_checked()
    expect(phone.page.locator("input[name='injured_now'][value='no']")).to_be_checked()
    phone.submit()
    phone.online()
    reference = phone.wait_for_reference()
    assert phone.server.arrived() == [reference]


def test_a_server_killed_after_its_commit_and_before_its_answer_has_it_once(phone: Phone) -> None:
    _filled(phone)
    with phone.page.expect_event("requestfailed", lambda request: request.url.endswith("/submissions")):
        phone.page.route(SUBMISSIONS, lambda route: _commit_and_die(route, phone), times=1)
        phone.submit()
    assert len(phone.server.arrived()) == 1
    phone.server.start()
    reference = phone.wait_for_reference()
    assert phone.server.arrived() == [reference]


def _commit_and_die(route: Route, phone: Phone) -> None:
    route.fetch()
    phone.server.kill()
    route.abort()


def test_an_answer_that_is_dropped_is_asked_for_again(phone: Phone) -> None:
    _filled(phone)
    dropped: list[str] = []

    def drop(route: Route) -> None:
        dropped.append(route.fetch().text())
        route.abort()

    phone.page.route(SUBMISSIONS, drop, times=1)
    phone.submit()
    reference = phone.wait_for_reference()
    assert phone.server.arrived() == [reference]
    assert len(dropped) == 1


def test_twenty_sends_of_one_submission_at_once_store_it_once(phone: Phone) -> None:
    _filled(phone)
    bodies: list[str] = []

    def twenty(route: Route) -> None:
        bodies.append(route.request.post_data or "")
        headers = route.request.all_headers()
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda _: phone.server.post("/api/v1/submissions", bodies[0], headers), range(20)))
        assert sorted(answer["results"][0]["status"] for answer in answers) == ["already_stored"] * 19 + ["stored"]
        route.continue_()

    phone.page.route(SUBMISSIONS, twenty, times=1)
    phone.submit()
    reference = phone.wait_for_reference()
    assert phone.server.arrived() == [reference]
