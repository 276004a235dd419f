"""What the pages of the phone may name: the forms that there are, what an encounter asks for, languages."""

from typing import Any, NamedTuple

from firsthand.forms.definitions import Form
from firsthand.forms.library import Library
from firsthand.forms.phrases import ENGLISH
from firsthand.forms.questions import Kind
from firsthand.forms.screened import left_out, on_screen
from firsthand.languages.spoken import Spoken
from firsthand.web import language_names
from firsthand.web.world import World

ASKED = {
    "incident": ["dash", "child_voice"],
    "enquiry": ["routine_enquiry"],
    "home_visit": ["child_voice", "signs_of_safety"],
    "meeting": ["signs_of_safety"],
    "other": ["dash", "child_voice"],
}
"""What each kind of encounter asks for, in order; a prompt may ask for another, and any may be added."""


class FormName(NamedTuple):
    id: str
    title: str


def capture_context(world: World, locale: str) -> dict[str, Any]:
    """The same for everybody: nothing of a session may be in it."""
    offered = [form.id for form in world.library.offered()]
    translated = world.spoken.translated()
    return {
        "forms": [FormName(form.id, title(world.library, form, locale)) for form in world.library.offered()],
        "form_ids": offered,
        "asked": {kind: [form for form in asked if form in offered] for kind, asked in ASKED.items()},
        "definitions": definitions(world.library, world.spoken, left_out(sound=world.settings.sound)),
        "languages": language_names.offered(locale),
        "translated": translated,
        "translated_names": language_names.named(translated, locale),
        "kept_languages": language_names.named([ENGLISH, *translated], locale),
    }


def title(library: Library, form: Form, locale: str) -> str:
    """In the language of the interface, where the form has it."""
    return str(library.read_in(form, locale).title)


def definitions(library: Library, spoken: Spoken, without: frozenset[Kind]) -> list[dict[str, Any]]:
    """Every version ever published, since a draft stays in the one that it was begun in; so with `locales`.

    What is begun now is begun in one of `offered`.
    """
    newest = {(form.id, form.version) for form in library.offered()}
    return [
        {
            "id": form.id,
            "version": form.version,
            "current": (form.id, form.version) in newest,
            "refers": form.refers,
            "subject": form.subject,
            "locales": spoken.kept(form),
            "offered": spoken.offered(form),
            "definition": on_screen(form, without).definition(),
        }
        for form in library.forms.values()
    ]
