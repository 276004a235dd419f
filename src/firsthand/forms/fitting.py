"""Makes the wordings of a form out of its editions, once they are seen to fit it."""

from collections.abc import Mapping
from pathlib import Path

from firsthand.forms import completeness
from firsthand.forms.definitions import Form
from firsthand.forms.editions import SHARED, Edition, Key
from firsthand.forms.lines import Leaf
from firsthand.forms.lines import Path as Place
from firsthand.forms.phrases import ENGLISH
from firsthand.forms.reading import Mistake
from firsthand.forms.wording import Wording

Editions = Mapping[Key, Mapping[str, Edition]]


def spoken(form: Form, texts: Editions, folder: Path) -> dict[str, Wording]:
    """By locale. Raises Mistake where English lacks something, or a line stands in no place of the form."""
    own = texts.get((form.id, form.version), {})
    shared = texts.get((SHARED, form.shared), {})
    if ENGLISH not in own or ENGLISH not in shared:
        lacks = f"{form.id} {form.version} (shared {form.shared}) has no English"
        raise Mistake(folder / form.id / form.version, ENGLISH, lacks)
    for edition in own.values():
        _fits(form, edition)
    english = {**shared[ENGLISH].lines, **own[ENGLISH].lines}
    return {locale: _wording(form, own[locale], shared.get(locale), english) for locale in own}


def _wording(form: Form, own: Edition, shared: Edition | None, english: Mapping[Place, Leaf]) -> Wording:
    return Wording(
        form=form.id,
        version=form.version,
        locale=own.locale,
        translator=own.translator,
        reviewer=own.reviewer if shared is None or shared.reviewer else "",
        lines={**(shared.lines if shared else {}), **own.lines},
        english=english,
    )


def _fits(form: Form, edition: Edition) -> None:
    for place in completeness.strangers(form, edition.lines):
        raise Mistake(edition.file, " › ".join(place), f"is no place of {form.id} {form.version}")
    for place, name in completeness.odd_figures(form, edition.lines):
        raise Mistake(edition.file, " › ".join(place), f"nothing fills {{{name}}}")
    if edition.locale == ENGLISH:
        for place in completeness.needed(form):
            if place not in edition.lines:
                raise Mistake(edition.file, " › ".join(place), "has no English")
