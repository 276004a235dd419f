"""In which languages a form is offered, and in which it is kept because somebody may have begun in it."""

from firsthand.forms.definitions import Form
from firsthand.forms.library import Library
from firsthand.forms.phrases import ENGLISH
from firsthand.forms.wording import Wording
from firsthand.languages.offers import Offers


class Spoken:
    """One per process. `unreviewed`: offer (all of it, for practice) or ask (what a manager turned on)."""

    def __init__(self, library: Library, unreviewed: str, offers: Offers) -> None:
        self.offers = offers
        self.offers_all = unreviewed == "offer"
        self._library = library

    def offered(self, form: Form) -> list[str]:
        """English first and always; then what was reviewed, and what is on."""
        return [locale for locale in self._library.locales(form) if self._is_in(form, locale, self.offers.on)]

    def kept(self, form: Form) -> list[str]:
        """What is offered and what once was: a draft is finished in the language that it was begun in."""
        return [locale for locale in self._library.locales(form) if self._is_in(form, locale, self.offers.ever)]

    def translated(self) -> list[str]:
        """Languages, without English, in which a current form is offered."""
        spoken = {locale for form in self._library.offered() for locale in self.offered(form)}
        return sorted(spoken - {ENGLISH})

    def wordings(self) -> dict[str, list[Wording]]:
        """Every language but English of the current forms, offered or not, by locale."""
        found: dict[str, list[Wording]] = {}
        for form in self._library.offered():
            for locale in self._library.locales(form):
                if locale != ENGLISH:
                    found.setdefault(locale, []).append(self._library.wording(form, locale))
        return dict(sorted(found.items()))

    @property
    def mark(self) -> str:
        """Differs whenever a phone would keep other pages."""
        told = {
            f"{form.id} {form.version} {self.offered(form)} {self.kept(form)}" for form in self._library.forms.values()
        }
        return "\n".join(sorted(told))

    def _is_in(self, form: Form, locale: str, turned_on: frozenset[str]) -> bool:
        reviewed = not self._library.wording(form, locale).draft
        return self.offers_all or reviewed or locale in turned_on
