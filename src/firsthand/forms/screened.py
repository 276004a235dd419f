"""What of a form a phone shows. A question of a kind that is left out is out of it whole, never shown empty."""

from collections.abc import Iterator

from firsthand.forms.definitions import Form
from firsthand.forms.questions import Kind, Question, Section

TAKES_ITS_SECTION: frozenset[Kind] = frozenset({"sound"})
"""What else such a section asks (who agreed, who is in earshot) is about nothing else."""


def left_out(*, sound: bool) -> frozenset[Kind]:
    """Kinds that no page asks for. `sound`: the partnership's policy turns recording on."""
    return frozenset() if sound else frozenset({"sound"})


def on_screen(form: Form, without: frozenset[Kind]) -> Form:
    """The form as it is shown and counted; the same object where all of it is."""
    if not any(question.kind in without for question in form.questions.values()):
        return form
    return form.with_sections(tuple(_shown(form.section, without)))


def _shown(sections: tuple[Section, ...], without: frozenset[Kind]) -> Iterator[Section]:
    for section in sections:
        gone = {question.kind for question in section.walk()} & without
        left = tuple(_kept(section.question, without))
        if left and not gone & TAKES_ITS_SECTION:
            yield section.model_copy(update={"question": left})


def _kept(questions: tuple[Question, ...], without: frozenset[Kind]) -> Iterator[Question]:
    for question in questions:
        if question.kind not in without:
            beneath = tuple(_kept(question.follow_up, without))
            yield question if beneath == question.follow_up else question.model_copy(update={"follow_up": beneath})
