"""What stands in a template, so that a strict content security policy holds and nothing is said untranslated."""

import re

from litestar import Litestar
from litestar.testing import TestClient

from firsthand.web.assets import csp_source
from firsthand.web.headers import content_policy
from house.project import lines, named

FORBIDDEN = {
    r"<style\b(?!>\{\{ inlined\()": "put it in static/css/",
    r"\sstyle\s*=": "give it a class and put the rule in static/css/",
    r"\son[a-z]+\s*=\s*[\"']": "listen in a module of static/app/",
    r"\bhx-on\b": "listen in a module of static/app/",
    r"[\"']\s*(js|javascript):": "send it by a form",
    r"\|\s*safe\b": "escape it; markup that is ours is a macro",
    r"https?://(?!www\.w3\.org/)": "serve it ourselves, or name it in words",
}
INLINED = re.compile(r"\binlined\(\"([^\"]+)\"\)")
A_SCRIPT = re.compile(r"<script\b(?!>\{\{ inlined\()(?![^>]*\bsrc=)(?![^>]*type=\"(importmap|application/json)\")")
WORDS_IN_ATTRIBUTES = re.compile(r"\b(aria-label|alt|placeholder|title)=\"(?=[^\"{]*[A-Za-z]{2})[^\"{]+\"")


def found(pattern: str) -> list[str]:
    return [place for place, line in lines(named(".html", under="templates/")) if re.search(pattern, line)]


def test_no_template_has_what_the_policy_would_stop():
    wrong = {f"{place}: {remedy}" for pattern, remedy in FORBIDDEN.items() for place in found(pattern)}
    assert not wrong, "\n".join(sorted(wrong))


def test_every_script_is_a_file():
    inline = found(A_SCRIPT.pattern)
    assert not inline, f"Move the script to static/app/ and name it by src: {inline}"


def test_a_file_that_stands_in_a_page_is_in_the_policy(client: TestClient[Litestar]):
    assets = client.app.state.world.assets
    policy = content_policy(assets)
    inlined = {file for _, line in lines(named(".html", under="templates/")) for file in INLINED.findall(line)}
    strange = [file for file in inlined if csp_source(assets.text(file)) not in policy]
    assert inlined, "look for what stands in pages some other way"
    assert not strange, f"The browser would stop it; put its hash into web/headers.py: {strange}"


def test_attributes_that_are_read_aloud_are_translated():
    bare = found(WORDS_IN_ATTRIBUTES.pattern)
    assert not bare, f"Say it by {{{{ _('…') }}}}: {bare}"


def test_capture_forms_are_never_sent_by_the_browser_itself():
    pages = named(".html", under="templates/encounter/") + named(".html", under="templates/forms/")
    loose = [
        place
        for place, line in lines(pages)
        if re.search(r"<form\b(?![^>]*method=\"dialog\")|<form\b(?=[^>]*\baction=)", line)
    ]
    assert not loose, f'A capture form has method="dialog" and no action: {loose}'
