"""The capture page of a form: every part of it in one document, their language beside the English."""

import json
from typing import Any

from litestar import Request, Response, get
from markupsafe import Markup

from firsthand.base.problems import Problem
from firsthand.forms.definitions import Form, Kind
from firsthand.forms.library import Library, UnknownForm
from firsthand.forms.phrases import ENGLISH
from firsthand.forms.screened import left_out, on_screen
from firsthand.web import language_names, locales
from firsthand.web.field import capture_page
from firsthand.web.offered import title
from firsthand.web.world import World


@get(
    locales.paths("/forms/{form_id:str}/{version:str}/{language:str}"),
    opt={"public": True, "field": True},
    include_in_schema=False,
)
async def form_page(
    request: Request[Any, Any, Any], world: World, form_id: str, version: str, language: str
) -> Response[bytes]:
    locale = locales.of_path(request.scope["path"])
    try:
        form = on_screen(world.library.form(form_id, version), left_out(sound=world.settings.sound))
        context = wordings(world.library, form, language, locale)
    except UnknownForm:
        raise Problem("not-found") from None
    return await capture_page(request, "forms/show.html", locale, **context)


def wordings(library: Library, form: Form, language: str, locale: str) -> dict[str, Any]:
    """What the template works with. `own` is the practitioner's language where the form has it, else English.

    Raises UnknownForm where the version lacks `language`.
    """
    theirs, english = library.bilingual(form, language)
    own = library.read_in(form, locale)
    return {
        "form": form,
        "theirs": theirs,
        "english": english,
        "own": own,
        "definition": embedded(form.definition()),
        "languages": language_names.offered(locale),
        "titles": titles(library, form, locale),
        "openings": {spoken: shaping.open.stems for spoken, shaping in library.shaping.items()},
        "shaping": embedded(shaping_of(library, locale)) if _asks(form, "exact_words") else None,
        "graded": {each.id: title(library, each, locale) for each in library.offered() if each.assesses}
        if _asks(form, "scale")
        else {},
    }


def titles(library: Library, form: Form, locale: str) -> dict[str, str]:
    """Of the forms that this one leads to, by id."""
    return {name: title(library, library.current(name), locale) for name in sorted(form.leads_to)}


def shaping_of(library: Library, locale: str) -> dict[str, Any]:
    """`{"rules": {language: rules}, "notes": {kind: note}}`: rules by the language asked in."""
    if not library.shaping:
        return {"rules": {}, "notes": {}}
    own = library.shaping.get(locale) or library.shaping[ENGLISH]
    return {"rules": {spoken: each.rules() for spoken, each in library.shaping.items()}, "notes": own.notes()}


def _asks(form: Form, kind: Kind) -> bool:
    return any(question.kind == kind for question in form.questions.values())


def embedded(value: Any) -> Markup:
    """JSON that can stand in a script element: no `<` in it."""
    return Markup(json.dumps(value, separators=(",", ":")).replace("<", "\\u003c"))  # noqa: S704 - `<` is escaped


routes = [form_page]
