"""Numbers on a scale, with why they were given and what the two ends mean."""

from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.encounters.payload import Payload
from firsthand.forms.library import Library, UnknownForm


@dataclass(frozen=True)
class Score:
    """`number` from 0 to 10; `low` and `high` say in English what 0 and 10 are; `question` is its id."""

    question: str
    number: int
    why: str
    low: str
    high: str


def scores(library: Library, said: Payload) -> Iterator[Score]:
    """The reason is the answer to `<question>_why`. None of a form version that was never published here."""
    try:
        form = library.form(said.about.form, said.about.form_version)
    except UnknownForm:
        return
    wording = library.wording(form)
    for question in (each for each in form.questions.values() if each.kind == "scale"):
        given, why = said.answers.get(question.id), said.answers.get(f"{question.id}_why")
        number = given.value if given else None
        if isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= 10:
            ends = wording.question(question.id)
            reason = str(why.value) if why and isinstance(why.value, str) else ""
            yield Score(question.id, number, reason, str(ends.low), str(ends.high))
