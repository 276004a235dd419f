"""A phone keeps the whole client of one build, so that a doorstep without a signal is like a desk."""

import re

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from house.project import ROOT, named

IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")
NEVER_OFFLINE = {"desk.js", "desk.css"}


@pytest.fixture(scope="module")
def kept(client: TestClient[Litestar]) -> set[str]:
    build = client.app.state.world.assets.build
    answer = client.get(f"/precache/{build}.json")
    assert answer.status_code == 200
    return set(answer.json()["urls"])


def test_each_file_of_the_client_is_kept(kept: set[str]):
    files = {file.relative_to(ROOT / "static").as_posix() for file in named(".js", ".png", under="static/")}
    files -= {"service-worker.js"}
    missing = [file for file in sorted(files) if not any(url.endswith("/" + file) for url in kept)]
    assert not [file for file in missing if file.rsplit("/", 1)[-1] not in NEVER_OFFLINE], (
        f"A phone without a signal would miss {missing}: add their folder to web/field.py's precached"
    )


def test_whatever_is_kept_is_there(client: TestClient[Litestar], kept: set[str]):
    gone = {url: answer.status_code for url in kept if (answer := client.get(url)).status_code != 200}
    assert not gone, f"One missing file stops the whole from being kept: {gone}"


def test_each_import_of_the_client_names_a_file_that_is_there():
    broken = [
        f"{file.relative_to(ROOT)} imports {path}"
        for file in named(".js", under="static/")
        for path in IMPORTED.findall(file.read_text(encoding="utf-8"))
        if not (file.parent / path).resolve().exists()
    ]
    assert not broken, "\n".join(broken)


def test_kept_pages_are_the_same_for_everyone(client: TestClient[Litestar], kept: set[str]):
    pages = [url for url in kept if "/static/" not in url]
    told = [url for url in pages if "set-cookie" in client.get(url).headers]
    assert not told, f"A page that is kept on a shared tablet knows nobody: {told}"
