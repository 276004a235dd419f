"""What is supposed to have happened: some sixty encounters, as days before today."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from firsthand.invented.families import Family, Registry

CALL_OUTS = (1430, 1310, 1180, 990, 850, 700, 560, 410, 250, 120, 24)
"""Eleven in four years, the case of the inspection letter."""
_BACKLOG = (61, 58, 52, 47, 45, 41, 38, 33, 30, 27, 22, 19, 15, 12, 9, 6, 4, 3, 2)
_TODAY = (0.9, 0.6, 0.4, 0.2, 0.1, 0.05)
_SEVERITIES = ("standard", "standard", "standard", "medium", "medium", "high", "unsure")
_HOUSEHOLDS = ((), (1,), (3, 7), (0,), (5, 9, 14), (-1,), (2, 5), (16,), (4,), (8, 11))


@dataclass(frozen=True)
class Story:
    """One encounter. `settled`: graded, decided and closed long ago; else it waits."""

    days_ago: float
    family: Family
    kind: str
    severity: str
    settled: bool
    forms: tuple[str, ...]


def _forms(family: Family, kind: str, severity: str, source: Random) -> tuple[str, ...]:
    chance = source.random()
    voices = ("child_voice",) if family.children and chance < 0.7 else ()
    worry = ("child_concern",) if voices and severity == "high" else ()
    match kind:
        case "home_visit":
            return (*voices, "signs_of_safety", "safety_plan")
        case "enquiry" if severity == "standard":
            return ("routine_enquiry",)
        case "enquiry":
            return ("routine_enquiry", "control_frequency" if chance < 0.3 else "dash")
    return ("dash", *voices, *worry)


def told(registry: Registry, source: Random) -> Iterator[Story]:
    """Oldest first within each part; whoever sends them sorts them by time."""
    often = registry.family((2, 5), language="en")
    for place, days in enumerate(CALL_OUTS):
        severity = "standard" if place < 8 else "medium"
        settled = days > 30
        yield Story(days, often, "incident", severity, settled, _forms(often, "incident", severity, source))
    yield Story(140, often, "home_visit", "medium", True, ("child_voice", "signs_of_safety", "safety_plan"))
    for ago in (*_past(source), *_BACKLOG, *_TODAY):
        family = registry.family(source.choice(_HOUSEHOLDS))
        kind = source.choices(("incident", "enquiry", "home_visit"), (8, 2, 1))[0]
        severity = source.choice(_SEVERITIES)
        yield Story(ago, family, kind, severity, ago > 65, _forms(family, kind, severity, source))


def _past(source: Random) -> list[float]:
    return sorted((source.uniform(70, 720) for _ in range(24)), reverse=True)
