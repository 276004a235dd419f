"""Two windows of one phone: one writes, the other shows and may take over; locking one locks both."""

from playwright.sync_api import Page, expect

from journeys.phone import Phone


def _second(phone: Phone) -> Phone:
    """The same phone, worked in another window, unlocked."""
    page = phone.tab()
    other = phone.in_window(page)
    other.unlock()
    return other


def _unanswerable(page: Page) -> bool:
    answer: bool = page.evaluate("[...document.querySelectorAll('[data-section]')].every((section) => section.inert)")
    return answer


def test_one_window_writes_another_takes_over_and_one_submission_results(phone: Phone) -> None:
    phone.start_incident(language="en")
    phone.open_form("DASH")
    phone.answer("frightened", "yes")
    second = _second(phone)
    second.carry_on("DASH")
    notice = second.page.locator("[data-not-mine]")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("open in another window")
    assert _unanswerable(second.page)
    phone.answer("injured_now", "no")

    second.button("Go on in this window").click()
    expect(second.page.locator("[data-not-mine]")).to_be_hidden()
    expect(phone.page.locator("[data-not-mine]")).to_be_visible()
    assert _unanswerable(phone.page)
    expect(second.page.locator("input[name='injured_now'][value='no']")).to_be_checked()
    second.write("account", "Invented: written in the second window.")
    second.submit()
    reference = second.wait_for_reference()
    phone.page.reload()
    phone.unlock()
    assert phone.server.arrived() == [reference]


def test_locking_one_window_locks_the_other(phone: Phone) -> None:
    phone.start_incident(language="en")
    phone.open_form("DASH")
    phone.write("account", "lampa-i-próg")
    second = _second(phone)
    expect(second.page.locator("[data-drafts]")).to_contain_text("Zuzanna")
    second.page.locator("header [data-act='lock']").click()
    for page in (phone.page, second.page):
        expect(page.locator("dialog[data-cover='unlock']")).to_be_visible()
        assert "Zuzanna" not in page.content()
    expect(phone.page.locator("textarea[name='account']")).to_have_count(0)
    phone.unlock()
    phone.carry_on("DASH")
    expect(phone.page.locator("textarea[name='account']")).to_have_value("lampa-i-próg")
    phone.submit()
    assert [phone.wait_for_reference()] == phone.server.arrived()
