"""All forms and their wording, read once at start from the built-in folders and from packs.

A pack is a partnership's folder with the same two trees: `catalogue/<form>/<version>/form.toml`
adds a form or a version (never replaces one: what is published stays), and
`i18n/<form>/<version>/<locale>.toml` adds a language or replaces lines.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from firsthand.forms import completeness, editions
from firsthand.forms.definitions import Form
from firsthand.forms.editions import SHARED, Edition, Key
from firsthand.forms.reading import Mistake, read
from firsthand.forms.wording import ENGLISH, Wording

PACKAGE = Path(__file__).parents[1]
Editions = Mapping[Key, Mapping[str, Edition]]
Found = TypeVar("Found")


class UnknownForm(LookupError):
    """No such form, version or language was ever published here."""


@dataclass(frozen=True)
class Catalogue:
    forms: Mapping[Key, Form]
    wordings: Mapping[Key, Mapping[str, Wording]]

    def form(self, name: str, version: str) -> Form:
        """Raises UnknownForm."""
        return _find(self.forms, name, version)

    def newest(self) -> tuple[Form, ...]:
        """The newest version of each form, by id."""
        latest = {form.id: form for form in sorted(self.forms.values(), key=_age)}
        return tuple(latest[name] for name in sorted(latest))

    def current(self, name: str) -> Form:
        """The newest version of one form. Raises UnknownForm."""
        for form in self.newest():
            if form.id == name:
                return form
        raise UnknownForm(f"there is no form {name}")

    def locales(self, name: str, version: str) -> tuple[str, ...]:
        """Languages that this version has, English first."""
        found = _find(self.wordings, name, version)
        return tuple(sorted(found, key=lambda locale: (locale != ENGLISH, locale)))

    def wording(self, name: str, version: str, locale: str = ENGLISH) -> Wording:
        """Raises UnknownForm."""
        found = _find(self.wordings, name, version)
        if locale not in found:
            raise UnknownForm(f"form {name} {version} has no wording in {locale}")
        return found[locale]

    def bilingual(
        self, name: str, version: str, locale: str
    ) -> tuple[Wording, Wording]:
        """Their language and the English, in that order; for `en` twice the English."""
        return self.wording(name, version, locale), self.wording(name, version)


def load(
    packs: Iterable[Path] = (), thresholds: Mapping[str, int] | None = None
) -> Catalogue:
    """Reads everything. Raises Mistake with file, place and reason at the first fault."""
    packs = tuple(packs)
    roots = [PACKAGE / "forms" / "catalogue", *(pack / "catalogue" for pack in packs)]
    forms = {key: form.with_thresholds(thresholds or {}) for key, form in _forms(roots)}
    texts = editions.gather([wording_folder(), *(pack / "i18n" for pack in packs)])
    _all_have_forms(forms, texts)
    return Catalogue(forms, {key: _spoken(form, texts) for key, form in forms.items()})


def wording_folder() -> Path:
    """`i18n/forms`: inside the installed package, or at the top of the source tree."""
    installed = PACKAGE / "_data" / "i18n" / "forms"
    return installed if installed.is_dir() else PACKAGE.parents[1] / "i18n" / "forms"


def _find(shelf: Mapping[Key, Found], name: str, version: str) -> Found:
    try:
        return shelf[name, version]
    except KeyError:
        raise UnknownForm(f"there is no form {name} {version}") from None


def _age(form: Form) -> tuple[int, ...]:
    return tuple(int(part) for part in form.version.split("."))


def _forms(roots: Iterable[Path]) -> Iterator[tuple[Key, Form]]:
    seen: set[Key] = set()
    for file in (file for root in roots for file in sorted(root.glob("*/*/form.toml"))):
        form, key = read(file, Form), (file.parts[-3], file.parts[-2])
        if (form.id, form.version) != key:
            told = f"says {form.id} {form.version}, but its folder is {key[0]}/{key[1]}"
            raise Mistake(file, "id and version", told)
        if key in seen:
            told = (
                f"{form.id} {form.version} is published already; give it a new version"
            )
            raise Mistake(file, "version", told)
        seen.add(key)
        yield key, form


def _all_have_forms(forms: Mapping[Key, Form], texts: Editions) -> None:
    for key, spoken in texts.items():
        if key[0] != SHARED and key not in forms:
            file = next(iter(spoken.values())).file
            raise Mistake(file, "its folder", f"there is no form {key[0]} {key[1]}")


def _spoken(form: Form, texts: Editions) -> dict[str, Wording]:
    own = texts.get((form.id, form.version), {})
    shared = texts.get((SHARED, form.shared), {})
    if ENGLISH not in own or ENGLISH not in shared:
        lacks = f"{form.id} {form.version} (shared {form.shared}) has no English"
        raise Mistake(wording_folder() / form.id / form.version, ENGLISH, lacks)
    for edition in own.values():
        _fits(form, edition)
    english = {**shared[ENGLISH].lines, **own[ENGLISH].lines}
    return {
        locale: Wording(
            form=form.id,
            version=form.version,
            locale=locale,
            translator=edition.translator,
            reviewer=edition.reviewer,
            lines={
                **(shared[locale].lines if locale in shared else {}),
                **edition.lines,
            },
            english=english,
        )
        for locale, edition in own.items()
    }


def _fits(form: Form, edition: Edition) -> None:
    for place in completeness.strangers(form, edition.lines):
        raise Mistake(
            edition.file, " › ".join(place), f"is no place of {form.id} {form.version}"
        )
    for place, name in completeness.odd_figures(form, edition.lines):
        raise Mistake(edition.file, " › ".join(place), f"nothing fills {{{name}}}")
    if edition.locale == ENGLISH:
        for place in completeness.needed(form):
            if place not in edition.lines:
                raise Mistake(edition.file, " › ".join(place), "has no English")
