"""What the interface says: in a catalogue, in every language, and nowhere else."""

import re

import pytest

import strings
from house.project import named, place

COMMENTS = re.compile(r"/\*.*?\*/|(?<![:\"'`\\])//[^\n]*", re.DOTALL)
SENTENCE = re.compile(r"([\"'`])([A-Z][a-z]+(?: [a-z']+){2,}[.!?]?|[A-Z][a-z]+(?: [A-Za-z']+)+[.!?])\1")
TO_DEVELOPERS = re.compile(r"\b(Error|error|problem|throw|warn|assert\w*)\s*\($")
HOLES = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}")


@pytest.mark.parametrize("locale", strings.locales())
def test_each_string_has_its_translation(locale: str):
    catalogue = strings.catalogue(locale)
    said = [message for message in strings.said() if message.id]
    missing = [
        m.id for m in said if not (kept := catalogue.get(m.id, m.context)) or not all(strings.texts(kept.string))
    ]
    assert not missing, f"Run `make strings`, then translate in {strings.file_of(locale)}: {missing}"


@pytest.mark.parametrize("locale", strings.locales())
def test_no_translation_is_a_guess(locale: str):
    fuzzy = [message.id for message in strings.catalogue(locale) if message.id and message.fuzzy]
    assert not fuzzy, f"Read these again and remove their mark: {fuzzy}"


@pytest.mark.parametrize("locale", strings.locales())
def test_no_catalogue_holds_what_is_no_longer_said(locale: str):
    gone = [m.id for m in strings.catalogue(locale) if m.id and not strings.said().get(m.id, m.context)]
    assert not gone, f"Run `make strings`: {gone}"


@pytest.mark.parametrize("locale", strings.locales())
def test_a_translation_keeps_what_is_put_in(locale: str):
    differ = [
        message.id
        for message in strings.catalogue(locale)
        if message.id
        for text in strings.texts(message.string)
        if text and set(HOLES.findall(text)) != set(HOLES.findall(strings.texts(message.id)[-1]))
    ]
    assert not differ, f"These lose or invent a placeholder: {differ}"


def test_no_words_are_in_the_client():
    spoken = [
        f"{place(file, text[: match.start()].count(chr(10)) + 1)} {match[0]}"
        for file in named(".js", under="static/")
        for text in [COMMENTS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), file.read_text(encoding="utf-8"))]
        for match in SENTENCE.finditer(text)
        if not TO_DEVELOPERS.search(text[: match.start()].rstrip())
    ]
    assert not spoken, f"Render it into a <template> or a data attribute, in the reader's language: {spoken}"
