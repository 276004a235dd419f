"""What the documents tell somebody to type, to open or to call is there."""

import re
import tomllib
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from firsthand import cli
from house.project import ROOT, lines, named

PAGES = named(".md")
A_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
A_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
A_COMMAND = re.compile(r"`firsthand ([a-z]+(?: [a-z]+)*)")
A_SETTING = re.compile(r"\bFIRSTHAND_[A-Z_]*[A-Z]\b")
A_SNIPPET = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
A_CALL = re.compile(r"/api/v1(/[a-z{][\w./{}-]*)")
CHECKED = {"toml", "mermaid", "json"}


def anchor(heading: str) -> str:
    """As the forges make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_each_link_leads_somewhere():
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in PAGES
        for link in A_LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in link and not leads(page, *link.partition("#"))
    ]
    assert not broken, f"Mend these links, or take them out: {broken}"


def leads(page: Path, target: str, _: str, part: str) -> bool:
    file = (page.parent / target) if target else page
    if not file.exists() or not part:
        return file.exists()
    return part in {anchor(heading) for heading in A_HEADING.findall(file.read_text(encoding="utf-8"))}


def code(text: str) -> str:
    """What is between backticks, and indented lines: there, `make` is no verb of a sentence."""
    return "\n".join([*re.findall(r"`([^`\n]+)`", text), *re.findall(r"^ {4,}(.+)$", text, re.MULTILINE)])


def test_each_make_target_that_is_named_is_there():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    gone = {
        f"{page.relative_to(ROOT)}: make {target}"
        for page in PAGES
        for target in re.findall(r"^make ([a-z-]+)", code(page.read_text(encoding="utf-8")), re.MULTILINE)
        if target not in targets
    }
    assert not gone, f"The Makefile knows {sorted(targets)}; the documents say {sorted(gone)}"


def test_each_command_that_is_named_is_there():
    gone = {
        f"{place}: firsthand {words}"
        for place, line in lines([*PAGES, *named(".py", under="src/")])
        for words in A_COMMAND.findall(line)
        if not known(words.split())
    }
    assert not gone, f"`firsthand --help` knows none of these: {sorted(gone)}"


def known(words: list[str]) -> bool:
    try:
        cli._parser().parse_args([*words, "--help"])
    except SystemExit as ended:
        return ended.code == 0
    return False


def test_each_setting_that_is_named_is_there():
    written = set(A_SETTING.findall((ROOT / "docs" / "settings.md").read_text(encoding="utf-8")))
    gone = {
        f"{place}: {name}"
        for place, line in lines([*PAGES, *named(".py", ".sh", under="src/"), ROOT / "Makefile"])
        for name in A_SETTING.findall(line)
        if name not in written
    }
    assert not gone, f"docs/settings.md has no such setting: {sorted(gone)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_each_snippet_is_of_a_kind_that_is_checked(page):
    for kind, text in A_SNIPPET.findall(page.read_text(encoding="utf-8")):
        assert kind in CHECKED, f"{page.name}: nobody checks {kind}; indent it, or add a check here"
        if kind == "toml":
            tomllib.loads(text)


def test_the_protocol_has_each_call_and_no_other(client: TestClient[Litestar]):
    described = set(client.get("/schema/openapi.json").json()["paths"])
    text = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
    written = {re.sub(r"\{\w+\}", "{}", f"/api/v1{path.rstrip('.')}") for path in A_CALL.findall(text)}
    calls = {re.sub(r"\{\w+\}", "{}", path): path for path in described}
    missing = sorted(path for shape, path in calls.items() if shape not in written)
    assert not missing, f"Say in docs/protocol.md what these take and answer: {missing}"
    gone = sorted(written - calls.keys())
    assert not gone, f"docs/protocol.md tells of calls that are not there: {gone}"


def test_the_changelog_is_told_to_whoever_notices():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    groups = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    known_groups = {"For practitioners", "For administrators", "For developers"}
    assert groups <= known_groups, f"Say it to practitioners, administrators or developers: {groups - known_groups}"
