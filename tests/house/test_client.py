"""What no module of the client does, so that nothing that somebody typed is ever taken for markup or code."""

import re

from litestar import Litestar
from litestar.testing import TestClient

from house.project import lines, named

POLICY = "static/app/shell/trusted.js"
SINKS = {
    r"\b(inner|outer)HTML\s*\+?=[^=]": "set textContent, or clone a <template>",
    r"\.(insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe|createContextualFragment)\(": "clone a <template>",
    r"\bdocument\.(write|writeln|execCommand)\b": "clone a <template>",
    r"\beval\(|\bnew Function\(|\bset(?:Timeout|Interval)\(\s*[\"'`]": "call a function",
    r"\bDOMParser\b|\bsrcdoc\b|\bjavascript:": "clone a <template>",
    r"\bsetAttribute\(\s*[\"'`]on": "use addEventListener",
    r"\bcreatePolicy\(": f"there is one policy, in {POLICY}",
    r"\bimportScripts\(": "import it",
    r"\bnew (?:Shared)?Worker\((?!trusted\.createScriptURL\()": "take its address from trusted.createScriptURL",
}
ONE_PLACE = {
    r"\bcrypto\.subtle\b": "static/app/vault/",
    r"\bindexedDB\b": "static/app/store/",
}
COMMENT = re.compile(r"^\s*(\*|//|/\*)")


def ours() -> list:
    return [file for file in named(".js", under="static/") if "static/vendor/" not in file.as_posix()]


def found(pattern: str) -> list[str]:
    return [place for place, line in lines(ours()) if re.search(pattern, line) and not COMMENT.match(line)]


def test_nothing_is_put_where_text_turns_into_markup_or_code():
    wrong = {
        f"{place}: {remedy}" for pattern, remedy in SINKS.items() for place in found(pattern) if POLICY not in place
    }
    assert not wrong, "\n".join(sorted(wrong))


def test_keys_and_stores_are_named_in_one_place_each():
    strays = {
        f"{place}: go through {home}"
        for pattern, home in ONE_PLACE.items()
        for place in found(pattern)
        if not place.startswith(home)
    }
    assert not strays, "\n".join(sorted(strays))


def test_every_page_asks_for_trusted_types(client: TestClient[Litestar]):
    for path in ("/", "/sign-in", "/tasks", "/help", "/nowhere"):
        policy = client.get(path).headers["content-security-policy"].split("; ")
        assert {"require-trusted-types-for 'script'", "trusted-types firsthand"} <= set(policy), (
            f"{path} would let text become code: leave the policy of web/headers.py as it is"
        )
