"""A question that no screen can show is left out whole, and nothing else is."""

from firsthand.forms.library import Library
from firsthand.forms.screened import left_out, on_screen


def test_a_drawing_without_a_pad_leaves_its_description_to_words(library: Library) -> None:
    voice = library.current("child_voice")
    shown = on_screen(voice, frozenset({"drawing"}))
    assert set(voice.questions) - set(shown.questions) == {"drawing"}
    assert "drawing_described" in shown.questions
    assert [section.id for section in shown.sections] == [section.id for section in voice.sections]


def test_what_is_asked_for_a_recording_goes_with_it(library: Library) -> None:
    voice = library.current("child_voice")
    shown = on_screen(voice, frozenset({"sound"}))
    assert {section.id for section in voice.sections} - {section.id for section in shown.sections} == {"sound"}
    assert "sound_carer_who" in voice.questions
    assert "sound_carer_who" not in shown.questions


def test_a_form_that_can_be_shown_is_the_same(library: Library) -> None:
    dash = library.current("dash")
    assert on_screen(dash, left_out(sound=False)) is dash
    assert on_screen(library.current("child_voice"), left_out(sound=True)) is library.current("child_voice")


def test_no_page_asks_for_sound_where_the_policy_does_not_turn_it_on(library: Library) -> None:
    shown = [on_screen(form, left_out(sound=False)) for form in library.forms.values()]
    kinds = {question.kind for form in shown for question in form.questions.values()}
    assert "sound" not in kinds
