"""What is true of every file."""

import re

from house.project import ROOT, files, lines, named

LONGEST = 400
GENERATED = {"package-lock.json", "LICENSE"}
TEXT = (".py", ".js", ".mjs", ".ts", ".md", ".html", ".toml", ".scss", ".json", ".yaml", ".sh", ".po", "")
A_MACHINE = re.compile(r"(?<![\w.])/(work|root|home|Users|opt|mnt)/\w")
A_PATH = re.compile(r"`((?:docs|i18n|requirements|src|static/(?:app|css)|templates|tests|tools)/[\w./-]*)`")
A_PAGE = re.compile(r"\b([\w./-]+\.md)\b")


def ours() -> list:
    return [file for file in named(*TEXT) if file.name not in GENERATED]


def test_no_file_is_so_long_that_nobody_reads_it():
    words = {".lock", ".po", ".toml"}
    long = {
        str(file.relative_to(ROOT)): count
        for file in ours()
        if file.suffix not in words and (count := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert not long, f"Split by noun what is over {LONGEST} lines: {long}"


def test_nothing_names_a_path_of_somebodys_machine():
    found = [place for place, line in lines(ours()) if A_MACHINE.search(line) and "A_MACHINE" not in line]
    assert not found, f"Say it relative to the project, or leave it out: {found}"


def test_a_page_that_is_named_is_there():
    there = {file.name for file in files()}
    missing = [
        f"{place} names {page}"
        for place, line in lines(ours())
        for page in A_PAGE.findall(line)
        if page.rsplit("/", 1)[-1] not in there
    ]
    assert not missing, f"Write the page, or say what it would have said: {missing}"


def test_every_file_ends_with_its_last_line():
    ragged = [
        str(file.relative_to(ROOT)) for file in ours() if (text := file.read_bytes()) and not text.endswith(b"\n")
    ]
    assert not ragged, f"`make fix` and .editorconfig end a file with one newline: {ragged}"


def test_a_path_that_a_page_names_is_there():
    pages = [file for file in named(".md") if file.name != "CHANGELOG.md"]
    gone = [
        f"{place} names {path}"
        for place, line in lines(pages)
        for path in A_PATH.findall(line)
        if not (ROOT / path).exists()
    ]
    assert not gone, f"The tree has changed; say where it is now: {gone}"
