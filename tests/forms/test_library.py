"""Reading definition and wording files: packs, and mistakes that stop the start with their place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from firsthand.forms.library import Library, UnknownForm
from firsthand.forms.reading import Mistake

Pack = Callable[[str, str], Path]
FORM = """
id = "local"
version = "1"
refers = "asks"
shared = "2026.1"
[[section]]
id = "only"
[[section.question]]
id = "colour"
kind = "choice"
options = ["red", "blue"]
follow_up = {when = ["red"], id = "why", kind = "text"}
"""
WORDS = """
locale = "en"
translator = "Testing"
reviewer = ""
title = "Local"
[section.only]
title = "Only"
[question.colour]
text = "Which?"
options = {red = "Red", blue = "Blue"}
[question.why]
text = "Why?"
"""
DEFINITION, ENGLISH, POLISH = "catalogue/local/1/form.toml", "i18n/local/1/en.toml", "i18n/local/1/pl.toml"


def test_a_pack_adds_a_form_and_falls_back_to_english_marked(pack: Pack) -> None:
    pack(DEFINITION, FORM)
    pack(ENGLISH, WORDS)
    folder = pack(POLISH, 'locale = "pl"\ntranslator = "x"\nreviewer = ""\n[question.colour]\ntext = "Który?"\n')
    library = Library.load([folder])
    polish = library.wording(library.form("local", "1"), "pl")
    assert (str(polish.question("colour").text), polish.question("colour").text.lang) == ("Który?", "pl")
    why = polish.question("why").text
    assert (str(why), why.lang, why.translated) == ("Why?", "en", False)
    assert ("question", "why", "text") in polish.missing


def test_a_pack_replaces_lines_of_a_published_wording(pack: Pack) -> None:
    folder = pack(
        "i18n/dash/2026.1/en.toml",
        'locale = "en"\ntranslator = "Area"\nreviewer = "Area"\n[question.animals]\ntext = "Pets?"\n',
    )
    library = Library.load([folder])
    wording = library.wording(library.form("dash", "2026.1"))
    assert str(wording.question("animals").text) == "Pets?"
    assert wording.missing == ()


def test_a_reviewed_line_does_not_make_the_rest_reviewed(pack: Pack) -> None:
    folder = pack(
        "i18n/dash/2026.1/pl.toml",
        'locale = "pl"\ntranslator = "Area"\nreviewer = "Area"\n[question.animals]\ntext = "Zwierzęta?"\n',
    )
    library = Library.load([folder])
    assert library.wording(library.form("dash", "2026.1"), "pl").draft


def test_a_pack_may_not_change_a_published_version(pack: Pack) -> None:
    form = FORM.replace('"local"', '"dash"').replace('version = "1"', 'version = "2026.1"')
    with pytest.raises(Mistake, match="published already"):
        Library.load([pack("catalogue/dash/2026.1/form.toml", form)])


def test_every_version_stays_readable_and_the_newest_is_offered(pack: Pack) -> None:
    for version in ("1", "2", "10"):
        pack(f"catalogue/local/{version}/form.toml", FORM.replace('version = "1"', f'version = "{version}"'))
        folder = pack(f"i18n/local/{version}/en.toml", WORDS)
    library = Library.load([folder])
    assert library.current("local").version == "10"
    assert library.form("local", "1").version == "1"


def test_the_partnership_sets_its_own_numbers_and_leaves_others_alone() -> None:
    form = Library.load(thresholds={"high_risk_count": 12, "phases_of_the_moon": 4}).current("dash")
    assert form.thresholds["high_risk_count"] == 12
    assert form.thresholds["medium_risk_count"] == 10
    assert "phases_of_the_moon" not in form.thresholds


def test_each_threshold_says_where_its_default_comes_from(library: Library) -> None:
    assert all(each.source for form in library.forms.values() for each in form.threshold.values())


@pytest.mark.parametrize("name", ["horoscope", "dash"])
def test_what_was_never_published_is_unknown(library: Library, name: str) -> None:
    with pytest.raises(UnknownForm):
        library.form(name, "1999")
    with pytest.raises(UnknownForm):
        library.wording(library.current("dash"), "tlh")


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        (("[[section]]", "[[section"), "the file as a whole", "is not TOML"),
        (('"choice"', '"chance"'), "section only › question colour › kind", "Input should be"),
        (('options = ["red", "blue"]', ""), "section only › question colour", "options belong"),
        (('["red"], id', '["green"], id'), "section only › question colour", "waits for green"),
        (('id = "why"', 'id = "colour"'), "the file as a whole", "colour is there twice"),
        (('id = "only"', 'id = "only"\nopens_when = {any_yes = ["sky"]}'), "the file as a whole", "asks about sky"),
        (
            ('id = "only"', 'id = "only"\nopens_when = {any_no = ["sky"]}'),
            "section only › opens_when › any_no",
            "Extra",
        ),
        (('id = "only"', 'id = "only"\nopens_when = {}'), "section only › opens_when", "at least one test"),
        (
            ('id = "only"', 'id = "only"\nopens_when = {age_under = "$adult"}'),
            "the file as a whole",
            "threshold \\$adult",
        ),
        (('"asks"', '"sometimes"'), "refers", "Input should be"),
        (('version = "1"', 'version = "2"'), "id and version", "its folder is local/1"),
    ],
)
def test_a_mistake_in_a_form_stops_the_start(pack: Pack, change: tuple[str, str], place: str, reason: str) -> None:
    pack(ENGLISH, WORDS)
    with pytest.raises(Mistake, match=reason) as stopped:
        Library.load([pack(DEFINITION, FORM.replace(*change))])
    assert (stopped.value.file.name, stopped.value.place) == ("form.toml", place)


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        (('text = "Why?"', ""), "question › why › text", "has no English"),
        (('title = "Only"', 'title = " "'), "section › only › title", "String should"),
        (("[question.why]", "[question.whi]"), "question › whi › text", "is no place"),
        (('red = "Red"', 'red = "Red", green = "Green"'), "question › colour › options › green", "is no place"),
        (('"Why?"', '"Why, {name}?"'), "question › why › text", "nothing fills {name}"),
        (('locale = "en"', 'locale = "pl"'), "locale", "the file is named en"),
    ],
)
def test_a_mistake_in_a_wording_stops_the_start(pack: Pack, change: tuple[str, str], place: str, reason: str) -> None:
    pack(DEFINITION, FORM)
    with pytest.raises(Mistake, match=reason) as stopped:
        Library.load([pack(ENGLISH, WORDS.replace(*change))])
    assert (stopped.value.file.name, stopped.value.place) == ("en.toml", place)


def test_a_prompt_that_leads_nowhere_stops_the_start(pack: Pack) -> None:
    when = 'when = {{count = {{answer = ["red"], of = ["colour"], at_least = 1}}}}'
    rule = f'[[rule]]\nprompt = "go"\nleads_to = "{{to}}"\n{when}\n'
    pack(ENGLISH, WORDS + '[prompt]\ngo = "Go."\n')
    Library.load([pack(DEFINITION, FORM + rule.format(to="dash"))])
    with pytest.raises(Mistake, match="leads to nowhere, which is no form"):
        Library.load([pack(DEFINITION, FORM + rule.format(to="nowhere"))])


def test_what_comes_along_as_a_pack_is_read_unasked(library: Library) -> None:
    assert library.current("control_frequency").thresholds["often_high"] == 6


def test_a_wording_of_no_form_stops_the_start(pack: Pack) -> None:
    with pytest.raises(Mistake, match="there is no form local 1"):
        Library.load([pack(ENGLISH, WORDS)])


def test_a_form_without_english_stops_the_start(pack: Pack) -> None:
    with pytest.raises(Mistake, match="has no English"):
        Library.load([pack(DEFINITION, FORM)])
