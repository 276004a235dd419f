"""What a form offers besides its questions: marks that can be undone, the card that is handed over, the way back."""

from playwright.sync_api import Locator, expect

from journeys.phone import Phone

SHIFTS = """() => { window.shifts = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries())
    if (!entry.hadRecentInput) window.shifts += entry.value }).observe({ type: 'layout-shift' }) }"""


def _dash(phone: Phone) -> Phone:
    phone.start_incident()
    phone.open_form("DASH")
    return phone


def _answer(phone: Phone, question: str, value: str) -> Locator:
    return phone.page.locator(f"[data-question='{question}'] input[name='{question}'][value='{value}']")


def _count(phone: Phone) -> Locator:
    return phone.page.locator("[data-count]")


def test_the_rest_of_a_part_is_marked_with_one_tap_and_taken_back_with_another(phone: Phone) -> None:
    _dash(phone).answer("frightened", "yes")
    part = phone.page.locator("section[data-section='now']")
    part.locator(".app-rest > summary").click()
    part.locator("[data-act='rest'][data-value='declined']").click()
    expect(_answer(phone, "low_mood", "declined")).to_be_checked()
    expect(_answer(phone, "frightened", "yes")).to_be_checked()
    part.locator("[data-act='unrest']").click()
    expect(_answer(phone, "low_mood", "declined")).not_to_be_checked()
    expect(_count(phone)).to_contain_text("1 yes of 1 answered")


def test_stop_marks_what_is_left_and_hides_it_and_can_be_taken_back(phone: Phone) -> None:
    _dash(phone).answer("injured_now", "yes")
    phone.stop()
    stopped = phone.page.locator("[data-dialog='stopped']")
    expect(stopped).to_be_visible()
    box = stopped.bounding_box()
    assert box
    assert (box["width"], box["height"]) == (360, 740)
    expect(_answer(phone, "money", "not_asked_unsafe")).to_be_checked()
    stopped.get_by_role("button", name="take the marks back").click()
    expect(_answer(phone, "money", "not_asked_unsafe")).not_to_be_checked()
    expect(_answer(phone, "injured_now", "yes")).to_be_checked()


def test_a_handed_over_card_is_left_by_the_passphrase_alone(phone: Phone) -> None:
    _dash(phone).page.locator("[data-question='injured_now'] [data-act='card']").first.click()
    card = phone.page.locator("dialog.app-card")
    expect(card).to_contain_text("Draft translation, not yet reviewed")
    for _ in range(3):
        phone.page.keyboard.press("Escape")
    phone.page.go_back()
    expect(card).to_be_visible()
    card.locator("label").first.click()
    card.locator("[data-act='give-back']").click()
    card.locator("input[type='password']").fill("not the passphrase at all")
    phone.page.keyboard.press("Enter")
    expect(card.locator("[role='alert']")).to_be_visible()
    card.locator("input[type='password']").fill(phone.who["password"])
    phone.page.keyboard.press("Enter")
    expect(card).to_have_count(0, timeout=30_000)
    expect(_answer(phone, "injured_now", "yes")).to_be_checked()


def test_an_unfinished_question_is_named_and_found_again(phone: Phone) -> None:
    _dash(phone).screen("check")
    phone.page.locator("[data-unfinished] a", has_text="stopped you breathing").click()
    expect(phone.page.locator("section[data-section='gravest']")).to_be_visible()
    expect(phone.page.locator("#q-strangled > legend")).to_be_focused()


def test_what_an_answer_calls_for_is_said_and_recorded_as_an_act(phone: Phone) -> None:
    _dash(phone).answer("strangled", "yes")
    part = phone.page.locator("section[data-section='gravest']")
    expect(part.locator("[data-spoken]")).to_contain_text("a medical check today")
    phone.answer("medical_check", "not_done")
    expect(phone.page.locator("[data-question='medical_check_why']")).to_be_visible()


def test_an_answer_from_records_says_so(phone: Phone) -> None:
    _dash(phone).show("more_often")
    asked = phone.page.locator("[data-question='more_often']")
    asked.locator("> .app-q__foot [data-act='source']").click()
    dialog = phone.page.locator("[data-dialog='source']")
    dialog.locator("#source-who").select_option("records")
    dialog.get_by_role("button", name="Keep").click()
    phone.answer("more_often", "yes")
    expect(asked.locator("> .app-q__foot [data-source]")).to_have_text("From records")
    phone.screen("check")
    expect(phone.page.locator("[data-check]")).to_contain_text("From records")


def test_a_form_left_and_opened_again_is_where_it_was(phone: Phone) -> None:
    _dash(phone).answer("weapon", "no")
    phone.leave_form()
    phone.open_form("DASH")
    expect(phone.page.locator("section[data-section='gravest']")).to_be_visible()
    expect(_answer(phone, "weapon", "no")).to_be_checked()


def test_nothing_moves_while_the_page_becomes_alive(phone: Phone) -> None:
    phone.page.add_init_script(f"({SHIFTS})()")
    phone.go("/forms/dash/2026.1/pl")
    expect(phone.page.locator("[data-mount='form'][data-live]")).to_be_attached()
    assert phone.page.evaluate("window.shifts") < 0.01
