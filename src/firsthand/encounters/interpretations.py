"""What one verified payload means under the form version that it names. Authoritative, tolerant, and never refusing."""

from dataclasses import dataclass, field
from typing import Any

from firsthand.encounters import descriptions, rules
from firsthand.encounters.payload import Payload
from firsthand.encounters.tables import Reading
from firsthand.forms import answers
from firsthand.forms.definitions import Form
from firsthand.forms.library import Library, UnknownForm
from firsthand.forms.rules import evaluate

DISCLOSURE = "disclosure"
"""The prompt by which a form of `refers = "on_disclosure"` says that something was disclosed."""

_OUTGROWN = frozenset({"not_read", "unknown_form"})
_ODD = frozenset({"unknown_question", "unreadable_answer", "unexpected_value", "unknown_source"})


@dataclass(frozen=True)
class Interpretation:
    """`level` is none where the form assesses none, `unreadable` where we don't have the form."""

    level: str | None
    refers: bool = True
    reasons: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)


def interpret(
    library: Library, payload: Payload, known: dict[str, Any], *, kind: str | None, child_involved: bool
) -> Interpretation:
    """`known`: incidents_in_12_months and age, where known. `kind` is the encounter's, by all its submissions."""
    try:
        form = library.form(payload.about.form, payload.about.form_version)
    except UnknownForm:
        return Interpretation("unreadable", flags=["unknown_form"])
    told = payload.told()
    found = evaluate(form, told, known)
    level = found.level if form.assesses else None
    refers = _refers(form, payload, found.prompts, level, kind=kind, child_involved=child_involved)
    odd = any(finding.code in _ODD for finding in answers.check(form, told, known))
    overruled = refers and payload.route.to == "agency"
    flags = {"odd_answers": odd, "route_overruled": overruled}
    return Interpretation(
        level,
        refers,
        list(found.reasons) if level else [],
        list(found.prompts),
        list(found.unknown),
        dict(found.counts),
        [flag for flag, raised in flags.items() if raised],
    )


def _refers(
    form: Form,
    payload: Payload,
    prompts: tuple[str, ...],
    level: str | None,
    *,
    kind: str | None,
    child_involved: bool,
) -> bool:
    tells = any(rule.prompt == DISCLOSURE for rule in form.rules)
    pregnant = payload.answers.get("pregnant")
    return rules.refers(
        form.refers,
        kind,
        payload.route.to,
        disclosed=DISCLOSURE in prompts or not tells,
        may_keep=form.assesses
        and rules.may_keep(
            consent=descriptions.consent(payload),
            child_involved=child_involved,
            pregnant=pregnant is not None and pregnant.value == "yes",
            level=level,
        ),
    )


def write(reading: Reading, found: Interpretation) -> None:
    """Never lowers: a level that was computed before stays until a person grades."""
    reading.level = rules.highest([reading.level if reading.level != "unreadable" else None, found.level])
    reading.reasons = rules.joined(found.reasons, reading.reasons)
    reading.prompts = rules.joined(found.prompts, reading.prompts)
    reading.unknown, reading.counts = found.unknown, found.counts
    reading.flags = rules.joined([flag for flag in reading.flags if flag not in _OUTGROWN], found.flags)
    reading.refers = found.refers
    reading.stale = False
