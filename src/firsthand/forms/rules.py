"""What the answers add up to: a level, its reasons, and prompts. Twin: static/app/capture/risk.js.

No rule fired: standard. High wins over everything, else not established. Judgement may raise the
level, never lower it. A count informs and can't predict; nothing here is a probability. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from firsthand.forms.conditions import (
    Answers,
    Known,
    has_one_of,
    number,
    value_of,
    verdict,
)
from firsthand.forms.definitions import Form
from firsthand.forms.vocabulary import ANSWERS, LEVELS, Level, Rule

JUDGED = "professional_judgement"


@dataclass(frozen=True)
class Assessment:
    """`reasons` and `prompts` are codes whose words are in the wording, in the form's order.

    `unknown` names the inputs that kept a rule from speaking. `counts` has one number for each of
    the six answers over the factors, `answered` (yes and no), `not_answered` (all others, blank
    ones too), `factors`, `incidents` where known, and the thresholds by name.
    """

    level: Level
    reasons: tuple[str, ...]
    prompts: tuple[str, ...]
    unknown: tuple[str, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


def evaluate(form: Form, answers: Answers, known: Known) -> Assessment:
    """Takes any answers, complete or not; what it can't read counts as blank."""
    verdicts = [(rule, *verdict(rule.when, form, answers, known)) for rule in form.rules]
    fired = [rule for rule, holds, _ in verdicts if holds]
    unknown = {name for _, _, names in verdicts for name in names}
    computed = highest(*(rule.level for rule in fired if rule.level))
    judged = _judged(form, answers)
    level = highest(computed, judged)
    return Assessment(
        level=level,
        reasons=(*_reasons(fired), *((JUDGED,) if level != computed else ())),
        prompts=tuple(dict.fromkeys(rule.prompt for rule in fired if rule.prompt)),
        unknown=tuple(sorted(unknown)),
        counts=count(form, answers, known),
    )


def highest(*levels: Level) -> Level:
    """The highest of some levels; of none, standard."""
    return max(levels, key=LEVELS.index, default="standard")


def count(form: Form, answers: Answers, known: Known) -> dict[str, int]:
    """The figures that reasons and the live count speak of; see `Assessment.counts`."""
    values = [value_of(answers, name) for name in form.factors]
    each = {code: sum(has_one_of(value, (code,)) for value in values) for code in ANSWERS}
    answered = each["yes"] + each["no"]
    total = len(form.factors)
    counts = each | {
        "answered": answered,
        "not_answered": total - answered,
        "factors": total,
    }
    incidents = number(known, "incidents_in_12_months")
    if incidents is not None:
        counts["incidents"] = int(incidents)
    return counts | dict(form.thresholds)


def _reasons(fired: list[Rule]) -> tuple[str, ...]:
    return tuple(rule.id for rule in fired if rule.level)


def _judged(form: Form, answers: Answers) -> Level:
    judged = value_of(answers, form.judgement) if form.judgement else None
    return judged if judged in ("medium", "high") else "standard"
