"""A test says in its name what is true, always runs, and can fail."""

import re

from house.project import lines, named

LEFT_OUT = {
    r"\bpytest\.(?:mark\.)?(?:skip|skipif|xfail|importorskip)\b": "let it run, or take it out",
    r"\b(?:test|it|describe)\.(?:skip|only|todo)\(": "let it run, or take it out",
    r"\bskip:\s*(?:true|[\"'`])": "let it run, or take it out",
    r"\bassert True\b|\bassert\.ok\(true\)": "assert what the test is about",
}
A_NAME = re.compile(r"^\s*(?:async )?def (test_\w+)\(")
FEWEST = 3
"""Words."""


def test_no_test_is_left_out():
    files = [file for file in named(".py", ".mjs", under="tests/") if file.name != "test_tests.py"]
    wrong = {
        f"{place}: {remedy}"
        for place, line in lines(files)
        for pattern, remedy in LEFT_OUT.items()
        if re.search(pattern, line)
    }
    assert not wrong, "\n".join(sorted(wrong))


def test_each_name_is_a_sentence():
    short = [
        f"{place} {name}"
        for place, line in lines(named(".py", under="tests/"))
        for name in A_NAME.findall(line)
        if name.count("_") < FEWEST
    ]
    assert not short, f"Say what is true, as in test_sending_twice_stores_once: {short}"
