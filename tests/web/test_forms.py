import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from firsthand.app import create_app
from firsthand.forms.definitions import Form
from firsthand.forms.screened import left_out, on_screen
from firsthand.web.forms import embedded
from support.databases import NewSettings

ROOM = 45 * 1024
"""Compressed bytes of the largest form, its style in it: one round trip more would be felt at 2 a.m."""


class Page(HTMLParser):
    """The elements of a page, each as its name and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name in names]


Pages = list[tuple[Form, str, Page]]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, new_settings: NewSettings) -> Iterator[TestClient[Litestar]]:
    settings = new_settings(tmp_path_factory.mktemp("forms"))
    with TestClient(create_app(settings), base_url=settings.public_origin) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(client: TestClient[Litestar]) -> Pages:
    library = client.app.state.world.library
    asked = [(form, locale) for form in library.offered() for locale in library.locales(form)]
    return [(form, locale, page_of(client, form, locale)) for form, locale in asked]


def page_of(client: TestClient[Litestar], form: Form, locale: str) -> Page:
    return Page(client.get(f"/forms/{form.id}/{form.version}/{locale}").text)


def test_every_question_is_on_the_page_in_every_language(pages: Pages) -> None:
    for form, _, page in pages:
        shown = {attributes.get("data-question") for attributes in page.all("fieldset")}
        assert set(on_screen(form, left_out(sound=False)).questions) <= shown


def test_only_the_first_part_is_open_before_any_script(pages: Pages) -> None:
    for _, _, page in pages:
        parts = [part for part in page.all("section") if "data-section" in part]
        assert ["hidden" in part for part in parts] == [False, *[True] * (len(parts) - 1)]


def test_every_part_leads_to_one_that_is_there(pages: Pages) -> None:
    for _, _, page in pages:
        parts = {part["id"] for part in page.all("section") if "data-section" in part}
        led = {(link["href"] or "")[1:] for link in page.all("a") if (link.get("href") or "").startswith("#")}
        assert led - {"main"} <= parts


def test_a_form_sends_nothing_and_a_browser_remembers_nothing(pages: Pages) -> None:
    for _, _, page in pages:
        assert all(form["method"] == "dialog" and "action" not in form for form in page.all("form"))
        fields = page.all("input", "textarea", "select")
        assert all(field.get("autocomplete") == "off" for field in fields)
        typed = [f for f in page.all("input") if f.get("type", "text") == "text"] + page.all("textarea")
        assert all(field.get("spellcheck") == "false" for field in typed)


def test_nothing_runs_or_is_styled_inside_the_page(pages: Pages) -> None:
    for _, _, page in pages:
        names = {name for _, attributes in page.elements for name in attributes}
        assert not {name for name in names if name.startswith("on")} | names & {"style"}


def test_their_language_stands_over_the_english(pages: Pages) -> None:
    for form, locale, page in pages:
        if locale != "en":
            assert f'data-language="{locale}"' in page.html
            assert re.search(rf'<span class="app-(first|second)" lang="{locale}"', page.html)
            assert re.search(r'<span class="app-(first|second)"( lang="en" dir="ltr")?>', page.html), form.id


def test_an_unreviewed_translation_says_so_on_the_screen_and_on_the_card(
    client: TestClient[Litestar], pages: Pages
) -> None:
    library = client.app.state.world.library
    for form, locale, page in pages:
        marks = [p for p in page.all("p") if p.get("class") == "app-mark-draft"]
        assert len(marks) == (2 if library.wording(form, locale).draft else 0)


def test_the_largest_form_comes_in_one_breath(pages: Pages) -> None:
    largest = max(len(gzip.compress(page.html.encode(), 9)) for _, _, page in pages)
    assert largest <= ROOM


def test_the_same_page_for_everybody(client: TestClient[Litestar]) -> None:
    path = "/forms/dash/2026.1/pl"
    assert client.get(path).text == client.get(path, headers={"cookie": "firsthand=anything"}).text
    assert client.get(path).headers["etag"] == client.get(path).headers["etag"]


def test_what_a_form_runs_is_fetched_ahead(client: TestClient[Litestar], pages: Pages) -> None:
    ahead = {link["href"] or "" for link in pages[0][2].all("link") if link.get("rel") == "modulepreload"}
    assert {"form.js", "sheet.js", "risk.js", "definition.js"} <= {address.rsplit("/")[-1] for address in ahead}
    assert all(client.get(address).status_code == 200 for address in ahead)


def test_a_page_travels_packed_to_whoever_takes_it_so(client: TestClient[Litestar]) -> None:
    packed = client.get("/forms/dash/2026.1/pl", headers={"accept-encoding": "gzip"})
    plain = client.get("/forms/dash/2026.1/pl", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text


def test_an_unknown_form_version_or_language_is_not_found(client: TestClient[Litestar]) -> None:
    for path in ("/forms/nothing/2026.1/en", "/forms/dash/1.0/en", "/forms/dash/2026.1/xx"):
        assert client.get(path).status_code == 404


def test_embedded_json_cannot_end_its_element() -> None:
    assert "<" not in embedded({"text": "</script><script>"})
