"""The rules on the phone and at the server can't disagree: one set of vectors, run through both."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.forms import generated, phone

from firsthand.forms import answers as checks
from firsthand.forms import conditions, rules
from firsthand.forms.definitions import Form, Question
from firsthand.forms.library import Library
from firsthand.forms.vocabulary import LEVELS

LOCAL = {"high_risk_count": 9, "medium_risk_count": 4, "enough_answered": 12, "repeat_incidents": 5}
Case = dict[str, Any]


def test_phone_and_server_agree_on_every_vector(tmp_path: Path) -> None:
    forms = _forms()
    cases = _cases(forms)
    _reach_everything(forms["dash"], cases)
    told = {"definitions": {name: form.definition() for name, form in forms.items()}, "cases": cases}
    for case, told_there in zip(cases, phone.run("run-vectors.mjs", told, tmp_path), strict=True):
        assert told_there == case["server"], case


def _reach_everything(dash: Form, cases: list[Case]) -> None:
    """Vectors that never fire a rule would prove nothing about it."""
    found = [case["server"]["assessment"] for case in cases]
    assert {each["level"] for each in found} == set(LEVELS)
    assert {code for each in found for code in each["prompts"]} >= {rule.prompt for rule in dash.rules if rule.prompt}
    assert {code for each in found for code in each["unknown"]} == {"age", "incidents_in_12_months"}


def _forms() -> dict[str, Form]:
    """Each form with the built-in thresholds and with an area's own."""
    both = {"": Library.load(), " here": Library.load(thresholds=LOCAL)}
    return {f"{form.id}{suffix}": form for suffix, library in both.items() for form in library.offered()}


def _cases(forms: dict[str, Form]) -> list[Case]:
    cases = list(_plain(forms))

    @settings(max_examples=250, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def gather(data: st.DataObject) -> None:
        name = data.draw(st.sampled_from([*forms, "dash", "dash here"]))
        given_answers, known = data.draw(generated.answers(forms[name])), data.draw(generated.known)
        cases.append(_case(forms, name, given_answers, known))

    gather()
    return cases


def _plain(forms: dict[str, Form]) -> Iterator[Case]:
    """Every level and every prompt of the DASH, whatever is drawn: all questions alike, and so many yes."""
    dash = forms["dash"]
    for yes in (0, 10):
        counted = {name: {"value": "yes" if place < yes else "no"} for place, name in enumerate(dash.factors)}
        yield _case(forms, "dash", counted, {})
    for value in ("yes", "declined"):
        alike = {name: {"value": _alike(question, value)} for name, question in dash.questions.items()}
        yield _case(forms, "dash", alike, {"age": 17, "incidents_in_12_months": 9})


def _alike(question: Question, value: str) -> Any:
    match question.kind:
        case "answer":
            return value
        case "choice":
            return question.options[0]
        case "choices":
            return list(question.options)
    return None


def _case(forms: dict[str, Form], name: str, given_answers: dict[str, Any], known: dict[str, Any]) -> Case:
    server = _at_the_server(forms[name], given_answers, known)
    return {"form": name, "answers": given_answers, "known": known, "server": server}


def _at_the_server(form: Form, given_answers: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    found = rules.evaluate(form, given_answers, known)
    now_open = conditions.opened(form, given_answers, known)
    return {
        "assessment": {
            "level": found.level,
            "reasons": list(found.reasons),
            "prompts": list(found.prompts),
            "unknown": list(found.unknown),
            "counts": dict(found.counts),
        },
        "sections": sorted(now_open.sections),
        "questions": sorted(now_open.questions),
        "unfinished": [question.id for question in checks.unfinished(form, given_answers, known)],
    }
