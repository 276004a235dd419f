"""The capture page of a form: every part of it in one document, their language beside the English."""

import json
from typing import Any

from litestar import Request, Response, get
from markupsafe import Markup

from firsthand.base.problems import Problem
from firsthand.forms.definitions import Form
from firsthand.forms.library import Library, UnknownForm
from firsthand.forms.screened import on_screen
from firsthand.web import language_names, locales
from firsthand.web.field import capture_page
from firsthand.web.world import World


@get(
    locales.paths("/forms/{form_id:str}/{version:str}/{language:str}"),
    opt={"public": True},
    include_in_schema=False,
)
async def form_page(
    request: Request[Any, Any, Any], world: World, form_id: str, version: str, language: str
) -> Response[bytes]:
    locale = locales.of_path(request.scope["path"])
    try:
        form = world.library.form(form_id, version)
        context = wordings(world.library, form, language, locale)
    except UnknownForm:
        raise Problem("not-found") from None
    return await capture_page(request, "forms/show.html", locale, **context)


def wordings(library: Library, form: Form, language: str, locale: str) -> dict[str, Any]:
    """What the template works with. `own` is the practitioner's language where the form has it, else English.

    Raises UnknownForm where the version lacks `language`.
    """
    form = on_screen(form)
    theirs, english = library.bilingual(form, language)
    own = library.wording(form, locale) if locale in library.locales(form) else english
    return {
        "form": form,
        "theirs": theirs,
        "english": english,
        "own": own,
        "definition": embedded(form.definition()),
        "languages": language_names.offered(locale),
    }


def embedded(value: Any) -> Markup:
    """JSON that can stand in a script element: no `<` in it."""
    return Markup(json.dumps(value, separators=(",", ":")).replace("<", "\\u003c"))  # noqa: S704 - `<` is escaped


routes = [form_page]
