"""Numbers on a scale as a page shows them: with what the two ends mean."""

from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.encounters import scores as encounters
from firsthand.encounters.payload import Payload
from firsthand.encounters.scores import Given
from firsthand.forms.library import Library, UnknownForm


@dataclass(frozen=True)
class Score:
    """`low` and `high` say in English what 0 and 10 are."""

    given: Given
    low: str
    high: str


def scores(library: Library, said: Payload) -> Iterator[Score]:
    """None of a form version that was never published here."""
    try:
        form = library.form(said.about.form, said.about.form_version)
    except UnknownForm:
        return
    wording = library.wording(form)
    for given in encounters.given(form, said):
        ends = wording.question(given.question)
        yield Score(given, str(ends.low), str(ends.high))
