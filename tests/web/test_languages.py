"""The manager's page of languages, and what phones are offered by it."""

import json
from typing import Any

import pytest

from firsthand.web.assets import csp_source
from support.service import Service
from support.staff import Browser, Partnership

POLISH = "/forms/dash/2026.1/pl"


@pytest.fixture
def partnership(service: Service) -> Partnership:
    """A fresh application each, since what is offered is the same for everybody."""
    return Partnership(service.http)


@pytest.fixture
def manager(partnership: Partnership) -> Browser:
    return partnership.browser(partnership.appoint("manager"))


def turn(manager: Browser, act: str, name: str = "Polish") -> int:
    return int(manager.submit("/languages/pl/offer", act=act, name=name).status_code)


def build(partnership: Partnership) -> str:
    return partnership.client.get("/").text.split('data-build="')[1].split('"')[0]


def kept(partnership: Partnership) -> list[str]:
    return list(partnership.client.get(f"/precache/{build(partnership)}.json").json()["urls"])


def dash(partnership: Partnership) -> Any:
    page = partnership.client.get("/tasks").text
    forms = json.loads(page.split('id="forms">')[1].split("</script>")[0])["forms"]
    return next(form for form in forms if form["id"] == "dash")


def translated(partnership: Partnership) -> str:
    return partnership.client.get("/encounter").text.split('data-translated="')[1].split('"')[0]


def test_before_anybody_turns_it_on_a_draft_translation_is_not_offered(partnership: Partnership) -> None:
    assert (dash(partnership)["offered"], translated(partnership)) == (["en"], "")
    assert POLISH not in kept(partnership)
    assert "/forms/dash/2026.1/en" in kept(partnership)


def test_typing_its_name_turns_a_language_on_for_every_phone(partnership: Partnership, manager: Browser) -> None:
    before = build(partnership)
    assert turn(manager, "on", " polish ") == 303
    assert (dash(partnership)["offered"], translated(partnership)) == (["en", "pl"], "pl")
    assert build(partnership) != before
    assert POLISH in kept(partnership)
    assert "Turned on by Quill Example" in manager.get("/languages").text


def test_another_name_turns_on_nothing_and_is_given_back(partnership: Partnership, manager: Browser) -> None:
    page = manager.submit("/languages/pl/offer", act="on", name="Polsih")
    assert page.status_code == 422
    assert 'href="#name-pl"' in page.text
    assert 'value="Polsih"' in page.text
    assert dash(partnership)["offered"] == ["en"]


def test_a_draft_begun_before_it_was_turned_off_still_opens(partnership: Partnership, manager: Browser) -> None:
    turn(manager, "on")
    turn(manager, "off")
    assert (dash(partnership)["offered"], dash(partnership)["locales"]) == (["en"], ["en", "pl"])
    assert POLISH in kept(partnership)
    assert partnership.client.get(POLISH).status_code == 200


def test_an_open_page_keeps_its_scripts_when_the_build_is_named_anew(
    partnership: Partnership, manager: Browser
) -> None:
    script = partnership.world.assets.url("app/main.js")
    turn(manager, "on")
    assert partnership.world.assets.url("app/main.js") != script
    assert partnership.client.get(script).status_code == 200
    assert partnership.client.get("/static/000000000000/app/main.js").status_code == 404


def test_the_policy_follows_the_import_map_of_the_build(partnership: Partnership, manager: Browser) -> None:
    turn(manager, "on")
    policy = partnership.client.get("/").headers["content-security-policy"]
    assert csp_source(partnership.world.assets.import_map) in policy


@pytest.mark.parametrize(("locale", "act"), [("xx", "on"), ("en", "on"), ("pl", "sideways")])
def test_there_is_nothing_else_to_turn(manager: Browser, locale: str, act: str) -> None:
    assert manager.submit(f"/languages/{locale}/offer", act=act, name="Polish").status_code == 404


def test_only_a_manager_decides(partnership: Partnership) -> None:
    for role in ("practitioner", "assessor", "supervisor", "partner"):
        browser = partnership.browser(partnership.appoint(role))
        assert browser.get("/languages").status_code == 403
        assert turn(browser, "on") == 403
