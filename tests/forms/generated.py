"""Answers made from a form's definition: sensible ones, blank ones, and some that no form expects."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from firsthand.forms.definitions import Form, Question

ODD: list[Any] = [None, "", [], {}, 0, 1, True, 3.5, "YES", "yes ", ["yes"], [7, None], {"value": "yes"}, "__proto__"]
NUMBERS: list[Any] = [None, 0, 1, 2, 3, 5, 11, 17, 17.5, 18, 40, -1, True, "3", []]


def values(question: Question) -> st.SearchStrategy[Any]:
    """Values that the kind can have."""
    match question.kind:
        case "choices":
            return st.lists(st.sampled_from(question.options), unique=True)
        case "scale":
            return st.integers(0, 10)
        case kind if question.values and kind != "choices":
            return st.sampled_from(question.values)
    return st.text(max_size=8)


@st.composite
def answers(draw: DrawFn, form: Form) -> dict[str, Any]:
    """A leaning for the whole form, since chance alone hardly ever says yes fourteen times."""
    leaning = draw(st.sampled_from(["yes", "no", "declined", None]))
    steadiness = draw(st.integers(0, 9))
    given: dict[str, Any] = {}
    for question in form.questions.values():
        entry = draw(_entries(question, leaning, steadiness))
        if entry is not None:
            given[question.id] = entry
    return given


@st.composite
def _entries(draw: DrawFn, question: Question, leaning: str | None, steadiness: int) -> Any:
    chance = draw(st.integers(0, 11))
    if question.kind == "answer" and chance <= steadiness:
        return leaning and {"value": leaning, "source": "victim"}
    if chance == 11:
        return draw(st.sampled_from([*ODD, *({"value": odd} for odd in ODD)]))
    return {"value": draw(values(question))} if chance > 5 else None


known = st.fixed_dictionaries(
    {}, optional={"incidents_in_12_months": st.sampled_from(NUMBERS), "age": st.sampled_from(NUMBERS)}
)
