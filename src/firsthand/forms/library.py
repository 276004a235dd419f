"""All forms and their wording, read once at start from the built-in folders and from packs.

A pack is a folder with the same two trees, in `packs/` where it comes along, or a partnership's own:
`catalogue/<form>/<version>/form.toml` adds a form or a version (never replaces one: what is published stays), and
`i18n/<form>/<version>/<locale>.toml` adds a language or replaces lines.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from firsthand.base import places
from firsthand.forms import editions, fitting, shaping
from firsthand.forms.definitions import Form
from firsthand.forms.editions import SHARED, Key
from firsthand.forms.phrases import ENGLISH
from firsthand.forms.reading import Mistake, read
from firsthand.forms.shaping import Shaping
from firsthand.forms.wording import Wording

CATALOGUE = Path(__file__).parent / "catalogue"


class UnknownForm(LookupError):
    """No such form, version or language was ever published here."""


@dataclass(frozen=True)
class Library:
    """Forms by (id, version), and of each its wording by locale."""

    forms: Mapping[Key, Form]
    wordings: Mapping[Key, Mapping[str, Wording]]
    shaping: Mapping[str, Shaping] = field(default_factory=dict)
    """How a question may shape an answer, by locale."""

    @classmethod
    def load(cls, packs: Iterable[Path] = (), thresholds: Mapping[str, int] | None = None) -> "Library":
        """Reads everything. Raises Mistake with file, place and reason at the first file that has one."""
        packs = (*_come_along(), *packs)
        files = dict(_forms([CATALOGUE, *(pack / "catalogue" for pack in packs)]))
        _each_leads_somewhere(files)
        forms = {(form.id, form.version): form.with_thresholds(thresholds or {}) for form in files.values()}
        texts = editions.gather([wording_folder(), *(pack / "i18n" for pack in packs)])
        _each_has_a_form(forms, texts)
        wordings = {key: fitting.spoken(form, texts, wording_folder()) for key, form in forms.items()}
        return cls(forms, wordings, shaping.gather())

    def form(self, name: str, version: str) -> Form:
        """Any version ever published. Raises UnknownForm."""
        try:
            return self.forms[name, version]
        except KeyError:
            raise UnknownForm(f"there is no form {name} {version}") from None

    def current(self, name: str) -> Form:
        """The newest version of one form. Raises UnknownForm."""
        for form in self.offered():
            if form.id == name:
                return form
        raise UnknownForm(f"there is no form {name}")

    def offered(self) -> tuple[Form, ...]:
        """The newest version of each form, by id."""
        latest = {form.id: form for form in sorted(self.forms.values(), key=_age)}
        return tuple(latest[name] for name in sorted(latest))

    def locales(self, form: Form) -> tuple[str, ...]:
        """Languages of one version, English first."""
        spoken = self.wordings[form.id, form.version]
        return tuple(sorted(spoken, key=lambda locale: (locale != ENGLISH, locale)))

    def wording(self, form: Form, locale: str = ENGLISH) -> Wording:
        """Raises UnknownForm where the version lacks the language."""
        try:
            return self.wordings[form.id, form.version][locale]
        except KeyError:
            raise UnknownForm(f"form {form.id} {form.version} has no wording in {locale}") from None

    def read_in(self, form: Form, locale: str) -> Wording:
        """As a reader of this language gets it: in English where the version lacks the language."""
        return self.wording(form, locale if locale in self.locales(form) else ENGLISH)

    def bilingual(self, form: Form, locale: str) -> tuple[Wording, Wording]:
        """Their language and the English, in that order; for `en` twice the English."""
        return self.wording(form, locale), self.wording(form)


def _come_along() -> Iterator[Path]:
    return (folder for folder in sorted(places.folder("packs").iterdir()) if folder.is_dir())


def wording_folder() -> Path:
    """The built-in wording of forms."""
    return places.folder("i18n") / "forms"


def _age(form: Form) -> tuple[int, ...]:
    return tuple(int(part) for part in form.version.split("."))


def _forms(roots: Iterable[Path]) -> Iterator[tuple[Path, Form]]:
    seen: set[Key] = set()
    for file in (file for root in roots for file in sorted(root.glob("*/*/form.toml"))):
        form, key = read(file, Form), (file.parts[-3], file.parts[-2])
        if (form.id, form.version) != key:
            told = f"says {form.id} {form.version}, but its folder is {key[0]}/{key[1]}"
            raise Mistake(file, "id and version", told)
        if key in seen:
            told = f"{form.id} {form.version} is published already; give it a new version"
            raise Mistake(file, "version", told)
        seen.add(key)
        yield file, form


def _each_has_a_form(forms: Mapping[Key, Form], texts: fitting.Editions) -> None:
    for key, spoken in texts.items():
        if key[0] != SHARED and key not in forms:
            file = next(iter(spoken.values())).file
            raise Mistake(file, "its folder", f"there is no form {key[0]} {key[1]}")


def _each_leads_somewhere(files: Mapping[Path, Form]) -> None:
    known = {form.id for form in files.values()}
    for file, form in files.items():
        for strange in sorted(form.leads_to - known):
            raise Mistake(file, "leads_to", f"leads to {strange}, which is no form")
