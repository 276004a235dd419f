"""The number that a record gives on a scale, by the form that it was written in."""

from firsthand.encounters.payload import Payload
from firsthand.forms.definitions import SCALE, Form
from firsthand.forms.library import Library, UnknownForm
from firsthand.meetings import rules


def question(library: Library, said: Payload) -> str | None:
    """The one that makes it a score; none of any other record.

    Where its version is not known here, the newest of its form is asked: a score is held back by a service that will
    learn of its version tomorrow, and a risk assessment by none.
    """
    form = known(library, said) or _newest(library, said)
    return rules.scale(form) if form else None


def known(library: Library, said: Payload) -> Form | None:
    try:
        return library.form(said.about.form, said.about.form_version)
    except UnknownForm:
        return None


def _newest(library: Library, said: Payload) -> Form | None:
    try:
        return library.current(said.about.form)
    except UnknownForm:
        return None


def value(said: Payload, question: str) -> int | None:
    """None where none was given, or what was given is not on the scale."""
    answer = said.answers.get(question)
    given = answer.value if answer else None
    return given if type(given) is int and given in SCALE else None
