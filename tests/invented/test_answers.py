"""What invented families answer: only what was asked, and not the same everywhere."""

from collections.abc import Iterator
from random import Random

import pytest

from firsthand.forms import answers
from firsthand.forms.conditions import opened
from firsthand.forms.definitions import Form
from firsthand.forms.library import Library
from firsthand.invented.answers import Answering, Answers
from firsthand.invented.decided import mode
from firsthand.invented.words import CHILDREN, NOTES

LIBRARY = Library.load()
SEVERITIES = ("standard", "medium", "high", "unsure")


def filled(form: Form, **fixed: str) -> Iterator[Answers]:
    for seed, severity in enumerate(SEVERITIES * 5):
        yield Answering(Random(seed), severity, "pl" if seed % 2 else "en", fixed).form(form)


@pytest.mark.parametrize("form", LIBRARY.offered(), ids=lambda form: form.id)
def test_nothing_that_is_closed_is_answered_and_every_answer_fits(form: Form) -> None:
    for given in filled(form):
        assert given.keys() <= opened(form, given, {}).questions | {form.judgement}
        assert [finding for finding in answers.check(form, given, {}) if finding.code != "unfinished"] == []


def test_an_unborn_child_neither_speaks_nor_is_seen() -> None:
    for given in filled(LIBRARY.current("child_voice"), mode="unborn"):
        assert given["mode"]["value"] == "unborn"
        assert {"exact_words", "seen", "gaze", "wishes"}.isdisjoint(given)


def test_how_a_child_communicates_follows_its_age() -> None:
    assert [mode(age) for age in (None, 0, 1, 2, 7, 8, 16)] == [
        *("unborn", "pre_verbal", "pre_verbal", "young", "young", "older", "older")
    ]


def test_most_texts_stay_blank_and_those_that_do_not_differ() -> None:
    form = LIBRARY.current("dash")
    texts = [
        each["value"] for given in filled(form) for name, each in given.items() if form.questions[name].kind == "text"
    ]
    assert len(set(texts)) >= 20
    assert len(texts) < 20 * 12


def test_words_in_another_language_have_their_english_and_who_translated() -> None:
    for language, said in CHILDREN.items():
        assert all(bool(english) == (language != "en") for _, _, english in said)
    quotes = [
        quote
        for given in filled(LIBRARY.current("child_voice"), mode="young")
        for quote in given.get("exact_words", {}).get("value", ())
    ]
    assert {quote["language"] for quote in quotes} == {"en", "pl"}
    assert all(("english" in quote) == (quote["language"] == "pl") for quote in quotes)


def test_the_same_seed_gives_the_same_answers() -> None:
    form = LIBRARY.current("dash")
    assert list(filled(form)) == list(filled(form))


def test_every_note_belongs_to_a_question_that_there_is() -> None:
    assert NOTES.keys() <= {name for form in LIBRARY.offered() for name in form.questions}
