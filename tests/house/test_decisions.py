"""A decision is a page: numbered, titled by what was decided, with its reasons."""

import re

from house.project import ROOT, named

PAGES = {file.name: file.read_text(encoding="utf-8") for file in named(".md", under="docs/decisions/")}
NAME = re.compile(r"(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.md")
TITLE = re.compile(r"# (\d+)\. (\S.*[^.])\n")
LONGEST = 40


def test_each_is_numbered_once_by_its_name_and_its_title():
    wrong = [
        name
        for name, text in PAGES.items()
        if not (named_ := NAME.fullmatch(name)) or not (title := TITLE.match(text)) or int(named_[1]) != int(title[1])
    ]
    assert not wrong, (
        f"Name it by number and decision, as its neighbours are, and begin it with '# 123. What was decided': {wrong}"
    )
    numbers = [name[:4] for name in PAGES]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    assert not twice, f"Give the later one the next free number: {twice}"


def test_each_says_why_and_when():
    bare = [
        name
        for name, text in PAGES.items()
        if "**Decided" not in text or not re.search(r"\bwhy\b", text, re.IGNORECASE)
    ]
    assert not bare, f"Say when it was decided, why it had to be, and what was left: {bare}"


def test_each_is_one_page():
    long = {name: count for name, text in PAGES.items() if (count := len(text.splitlines())) > LONGEST}
    assert not long, f"A decision fits on a page of {LONGEST} lines; move the rest to where it is used: {long}"


def test_a_decision_that_is_named_is_there():
    numbers = {name[:4] for name in PAGES}
    texts = {file: file.read_text(encoding="utf-8") for file in named(".md", ".py", ".js", ".html")}
    gone = [
        f"{file.relative_to(ROOT)} names {number}"
        for file, text in texts.items()
        for number in re.findall(r"decisions/(\d{4})\b", text)
        if number not in numbers
    ]
    assert not gone, f"Write it, or name another: {gone}"
