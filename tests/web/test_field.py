"""The pages of the phone: the same for everybody, kept whole."""

import json
import re

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from firsthand.web import locales
from firsthand.web.field import PAGES
from support.staff import Partnership

EVERY = [path for page in PAGES for path in locales.paths(page)]


@pytest.mark.parametrize("path", EVERY)
def test_a_page_is_public_and_may_be_kept(partnership: Partnership, path: str) -> None:
    answer = partnership.client.get(path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_the_same_bytes_for_somebody_signed_in(partnership: Partnership, path: str) -> None:
    signed_in, stranger = partnership.browser(partnership.appoint()), partnership.browser()
    assert signed_in.get(path).content == stranger.get(path).content


def test_a_page_that_is_held_already_is_not_sent_again(partnership: Partnership) -> None:
    tag = partnership.client.get("/encounter").headers["etag"]
    again = partnership.client.get("/encounter", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_language_without_words_has_no_pages(partnership: Partnership) -> None:
    assert partnership.client.get("/xx/help").status_code == 404


def test_polish_pages_say_so(partnership: Partnership) -> None:
    assert '<html lang="pl"' in partnership.client.get("/pl/help").text


@pytest.mark.parametrize("path", PAGES)
def test_every_field_keeps_what_is_typed_from_the_browser(partnership: Partnership, path: str) -> None:
    page = partnership.client.get(path).text
    fields = re.findall(r"<(?:input|textarea|select)\b[^>]*>", page)
    assert [field for field in fields if 'autocomplete="off"' not in field] == []
    typed = [field for field in fields if not re.search(r'<select|type="(radio|checkbox)"', field)]
    assert [field for field in typed if 'spellcheck="false"' not in field] == []
    forms = re.findall(r"<form\b[^>]*>", page)
    assert [form for form in forms if 'method="dialog"' not in form or "action=" in form] == []


def precached(client: TestClient[Litestar]) -> list[str]:
    build = client.get("/").text.split('data-build="')[1].split('"')[0]
    answer = client.get(f"/precache/{build}.json").json()
    assert answer["build"] == build
    return list(answer["urls"])


def test_everything_on_the_list_to_keep_is_there(partnership: Partnership) -> None:
    missing = [url for url in precached(partnership.client) if partnership.client.get(url).status_code != 200]
    assert missing == []


def test_the_list_to_keep_has_every_form_in_every_language(partnership: Partnership) -> None:
    world = partnership.world
    kept = {(form.id, form.version, said) for form in world.library.forms.values() for said in world.spoken.kept(form)}
    forms = {f"{prefix}/forms/{form}/{version}/{said}" for form, version, said in kept for prefix in ("", "/pl")}
    assert forms | {"/sign-in", "/pl/sign-in"} <= set(precached(partnership.client))
    assert len(forms) >= 2 * len(world.library.forms)


def test_the_list_of_another_build_is_gone(partnership: Partnership) -> None:
    assert partnership.client.get("/precache/000000000000.json").status_code == 404


def test_the_worker_knows_its_build_and_is_asked_for_each_time(partnership: Partnership) -> None:
    answer = partnership.client.get("/service-worker.js")
    assert answer.headers["service-worker-allowed"] == "/"
    assert answer.headers["cache-control"] == "no-cache"
    assert "__BUILD__" not in answer.text


def test_the_manifest_makes_it_installable(partnership: Partnership) -> None:
    answer = partnership.client.get("/pl/manifest.webmanifest")
    manifest = json.loads(answer.text)
    assert answer.headers["content-type"].startswith("application/manifest+json")
    assert (manifest["lang"], manifest["start_url"], manifest["scope"]) == ("pl", "/pl", "/")
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    assert [shortcut["url"] for shortcut in manifest["shortcuts"]] == ["/pl#new-incident", "/pl#continue"]


def test_the_task_list_carries_no_words_of_a_form_but_its_rules(partnership: Partnership) -> None:
    page = partnership.client.get("/tasks").text
    held = json.loads(page.split('id="forms">')[1].split("</script>")[0])
    assert held["asked"]["incident"] == ["dash", "child_voice"]
    assert {form["id"] for form in held["forms"]} == {
        *("dash", "control_frequency", "child_voice", "child_concern"),
        *("signs_of_safety", "safety_plan", "routine_enquiry"),
    }


def test_what_is_not_there_says_what_to_do(partnership: Partnership) -> None:
    answer = partnership.client.get("/nowhere")
    assert answer.status_code == 404
    assert "go back to the start" in answer.text
