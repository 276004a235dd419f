"""House tests of what the forms say: complete, sayable to anybody, and assuming nobody's sex."""

import re
from collections.abc import Iterator

import pytest

from firsthand.forms import completeness
from firsthand.forms.definitions import Form
from firsthand.forms.library import Library
from firsthand.forms.lines import Gendered
from firsthand.forms.phrases import Phrase
from firsthand.forms.wording import Wording

LIBRARY = Library.load()
SPOKEN = [(form, LIBRARY.wording(form, locale)) for form in LIBRARY.forms.values() for locale in LIBRARY.locales(form)]
NAMES = [f"{wording.form}-{wording.version}-{wording.locale}" for _, wording in SPOKEN]
every_wording = pytest.mark.parametrize(("form", "wording"), SPOKEN, ids=NAMES)

ASSUMES = {
    "en": r"he|she|him|her|hers|his|himself|herself|m[ae]n|wom[ae]n"
    r"|husband|wife|boyfriend|girlfriend|mother|father|mum|dad",
    "pl": r"on|ona|jego|kobiet\w*|mężczyzn\w*|sprawc\w*"
    r"|mąż|męża|mężem|żon\w*|chłopak\w*|dziewczyn\w*|ojciec|ojc\w+|matk\w*|mam[aęy]|tat[aęy]",
    "ro": r"el|ea|lui|soț\w*|soți\w*|nevast\w+|iubit\w*|femei\w*|bărba\w+|tat[aă]\w*|mam[aeă]\w*|agresor\w*",
    "lt": r"jis|ji|jo|jos|jį|ją|jam|jai|juo|ja|jame|joje|vyr(?:as|o|ui|ą|u|ai|ų)|žmon(?:a|os|ai|ą)|sutuoktin\w+"
    r"|moter\w+|vaikin\w+|mergin\w+|tėv(?:as|o|ui|ą|u)|tė[čt]\w+|motin\w+|mam(?:a|os|ą|ai)|smurtautoj\w+",
    "ar": r"هو|هي|[وفبل]?الزوج\w*|زوج(?:ك|ها|تك|ة|ته)?|رجل|الرجل|امرأة|المرأة|نساء|صديقك|صديقتك|خطيب\w*"
    r"|والدك|أب|أمك|الأب|الأم|المعتدي|الجاني",
}
"""Words that say who is a woman and who is a man."""
ADDRESSES = {
    "pl": {"f": r"\b(Pan|Pana|Panu|Panem)\b", "m": r"\b(Pani|Panią)\b"},
    "ar": {"f": "[كت]\N{ARABIC FATHA}", "m": "[كت]\N{ARABIC KASRA}"},
}
"""Per language, words of address that belong to the other."""


def phrases(wording: Wording) -> Iterator[tuple[str, Phrase]]:
    for path, leaf in wording.lines.items():
        if not isinstance(leaf, tuple):
            yield " › ".join(path), wording.phrase(*path)


@every_wording
def test_no_line_is_missing(form: Form, wording: Wording) -> None:
    lacking = [" › ".join(place) for place in wording.missing]
    assert not lacking, f"Write these in i18n/forms/{form.id}/{form.version}/{wording.locale}.toml: {lacking}"


@every_wording
def test_every_line_can_be_said_in_every_way(form: Form, wording: Wording) -> None:
    figures = dict.fromkeys(completeness.FIGURES | set(form.thresholds), 3)
    for place, phrase in phrases(wording):
        for address_as in ("f", "m", "n", None):
            said = phrase(address_as, **figures)
            assert said.strip(), place
            assert "{" not in said, place


@every_wording
def test_no_wording_says_who_is_a_woman_and_who_is_a_man(form: Form, wording: Wording) -> None:
    assuming = re.compile(rf"\b({ASSUMES[wording.locale]})\b", re.IGNORECASE)
    found = {
        place: said for place, phrase in phrases(wording) for said in phrase.variants.values() if assuming.search(said)
    }
    assert not found, "Say “this person”, or give the line as {f, m, n}."


@every_wording
def test_nobody_is_addressed_as_somebody_else(form: Form, wording: Wording) -> None:
    for address_as, others in ADDRESSES.get(wording.locale, {}).items():
        wrong = re.compile(others)
        for place, phrase in phrases(wording):
            if phrase.gendered:
                assert not wrong.search(phrase(address_as)), place


@every_wording
def test_a_line_by_gender_differs_by_gender(form: Form, wording: Wording) -> None:
    for place, phrase in phrases(wording):
        assert not phrase.gendered or phrase("f") != phrase("m"), place


@every_wording
def test_a_translation_without_a_reviewer_is_a_draft(form: Form, wording: Wording) -> None:
    assert wording.draft == (wording.locale != "en" and wording.reviewer == "")


def test_without_a_neutral_line_both_are_shown() -> None:
    phrase = Phrase(Gendered(f="Pani", m="Pan"), "pl")
    assert (phrase("f"), phrase("m"), phrase("n"), phrase()) == ("Pani", "Pan", "Pani / Pan", "Pani / Pan")
    assert Phrase(Gendered(f="a", m="b", n="c"), "pl")("n") == "c"


def test_the_six_answers_and_the_sources_are_said_in_every_language(library: Library) -> None:
    polish = library.wording(library.current("dash"), "pl")
    assert str(polish.question("strangled").option("declined")) == "Wolę nie mówić"
    assert str(polish.source("records")) == "Z dokumentów"
    assert str(polish.question("fear_level").option("very")) == "Bardzo"


def test_a_code_that_nobody_knows_is_shown_as_it_is(library: Library) -> None:
    english = library.wording(library.current("dash"))
    assert str(english.question("horoscope").text) == "horoscope"
    assert str(english.question("fear_level").option("a_lot")) == "a_lot"


def test_a_reason_is_filled_with_its_figures(library: Library, dash: Form) -> None:
    said = library.wording(dash).reason("not_enough_answered")(None, yes=7, no=0, not_answered=20)
    assert "7 yes, 0 no, 20 not answered" in said


def test_the_scale_shows_both_ends_in_words_and_no_form_calls_5_low(library: Library) -> None:
    form = library.current("signs_of_safety")
    for locale in library.locales(form):
        score = library.wording(form, locale).question("score")
        assert score.low
        assert score.high
    assert "5 is the middle" in str(library.wording(form).section("scale").hint)


def test_open_questions_are_offered_beside_the_childs_words(library: Library) -> None:
    for locale in ("en", "pl"):
        question = library.wording(library.current("child_voice"), locale).question("exact_words")
        assert len(question.stems) >= 3
