"""All three forms of one home visit, filled without a signal, and what the desk then reads."""

from collections.abc import Callable

from playwright.sync_api import expect

from journeys.desk import Desk
from journeys.phone import Phone

WORDS = "Schowałem się pod stołem."
ENGLISH = "I hid under the table."
PROMPT = "Opowiedz mi o wczorajszym wieczorze."


def _dash(phone: Phone) -> str:
    """In Polish beside the English; the Polish of one question, as it was shown."""
    phone.page.locator("[data-others] summary").click()
    phone.open_form("DASH")
    phone.answer("frightened", "yes")
    phone.answer("strangled", "yes")
    phone.answer("judgement", "high")
    phone.write("judgement_reason", "Invented: held by the throat.")
    phone.show("strangled")
    asked = phone.page.locator("[data-question='strangled'] > legend .app-first")
    expect(asked).to_have_attribute("lang", "pl")
    polish = asked.inner_text()
    phone.leave_form()
    return polish


def _child(phone: Phone) -> None:
    phone.open_form("Kubuś")
    for question, value in {"mode": "young", "seen": "yes", "spoken_to": "yes", "spoken_alone": "alone"}.items():
        phone.answer(question, value)
    phone.show("exact_words")
    phone.button("Add words").click()
    quote = phone.page.locator("[data-quote]")
    quote.get_by_label("What was asked, word for word").fill(PROMPT)
    quote.get_by_label("The words, exactly as said").fill(WORDS)
    quote.get_by_label("In English").fill(ENGLISH)
    phone.leave_form()


def _scale(phone: Phone) -> None:
    phone.open_form("Map and safety scale")
    phone.write("danger_statement", "Invented: it may happen again.")
    phone.write("safety_goal", "Invented: never alone with them.")
    phone.answer("known", "own_visits")
    phone.answer("score", "2")
    phone.write("score_why", "Invented: nothing has changed yet.")
    phone.answer("confidence", "sure")
    phone.leave_form()


def _send_all(phone: Phone) -> None:
    page = phone.page
    page.locator("[data-to-send]").click()
    expect(page.locator("input[name='send']:checked")).to_have_count(3)
    for route in page.locator("[data-route]:visible").all():
        route.get_by_label("Refer to the referral unit").check()
    page.locator("#send-unfinished").fill("Invented: there was no time.")
    phone.button("Submit").click()
    expect(page.locator("[data-mount='sent-page'] [data-rows] li")).to_have_count(3)


def test_three_forms_filled_without_a_signal_arrive_once_and_are_read_at_the_desk(
    phone: Phone, at_desk: Callable[..., Desk]
) -> None:
    phone.offline()
    phone.start_incident("Kubuś", kind="home_visit")
    polish = _dash(phone)
    _child(phone)
    _scale(phone)
    _send_all(phone)
    expect(phone.status).to_contain_text("3 waiting")
    assert phone.server.arrived() == []
    phone.online()
    reference = phone.wait_for_reference()
    expect(phone.status).to_contain_text("All received", timeout=60_000)
    assert phone.server.arrived() == [reference] * 3

    desk = at_desk("assessor")
    desk.open(reference)
    main = desk.page.locator("main")
    first = main.locator("h2").first
    expect(first).to_have_text("The child’s words")
    expect(main.locator(".app-words p[lang='pl']")).to_contain_text(WORDS)
    expect(main.locator(".app-words__english")).to_contain_text(ENGLISH)
    expect(main.locator(".app-said figcaption")).to_contain_text(PROMPT)
    expect(main.locator("h1 .app-level")).to_have_text("High")
    expect(main.locator("#why li").first).to_be_visible()
    expect(main.locator(".app-original[lang='pl']", has_text=polish)).to_be_visible()
    expect(main.locator(".app-sheet")).to_have_count(3)


def test_a_screen_of_the_dash_is_answered_by_the_keyboard_alone(phone: Phone) -> None:
    phone.start_incident(language="en")
    phone.open_form("DASH")
    keys = phone.page.keyboard
    _tab_to(phone, "injured_now")
    keys.press("Space")
    keys.press("ArrowRight")
    _tab_to(phone, "frightened")
    keys.press("Space")
    expect(phone.page.locator("[data-question='fear_level']")).to_be_visible()
    _tab_to(phone, "fear_why")
    keys.type("Invented: by keyboard.")
    for question, value in {"injured_now": "no", "frightened": "yes"}.items():
        expect(phone.page.locator(f"input[name='{question}'][value='{value}']")).to_be_checked()
    _tab_to(phone, "continue")
    keys.press("Enter")
    expect(phone.page.locator("section[data-section='now']")).to_be_hidden()
    expect(phone.page.locator("section[data-section]:visible h1")).to_be_focused()
    phone.submit()
    assert [phone.wait_for_reference()] == phone.server.arrived()


def _tab_to(phone: Phone, name: str, most: int = 60) -> None:
    """Forward by Tab to a control of that name, or to the link that goes on."""
    here = "() => document.activeElement.name || ('continue' in document.activeElement.dataset ? 'continue' : '')"
    for _ in range(most):
        phone.page.keyboard.press("Tab")
        if phone.page.evaluate(here) == name:
            return
    raise AssertionError(f"{name} is not reached by Tab")
