"""How a question may shape a child's answer: the rules, read as the head of en.toml says, and their own examples."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.forms import phone

from firsthand.forms import shaping

SHAPING = shaping.gather()
RULES = {locale: each.rules() for locale, each in SHAPING.items()}
EXAMPLES = [
    (locale, kind, text) for locale, each in SHAPING.items() for kind, texts in each.examples.items() for text in texts
]
ODD = ("", "  ", "???", "…", "Tell", "„", "İ?", "you're", "did\u00a0you see?", "So. And. But", "DID HE HIT YOU", "no")
"""What somebody may have typed so far."""


def words(text: str) -> list[str]:
    return re.sub(r"[^\w']+", " ", text).split()


class Asked:
    """A question in the shapes that the rules look at."""

    def __init__(self, text: str, fillers: list[str]) -> None:
        plain = text.lower().replace("’", "'").replace("‘", "'")
        self.whole = " ".join(re.sub(r"[„”“\"«»]", "", plain).split())
        self.marks = self.whole.count("?")
        self.whole = re.sub(r"[.?!…\s]+$", "", self.whole)
        sentences = [found for part in re.split(r"[.?!…]+", self.whole) if (found := words(part))]
        self.last = sentences[-1] if sentences else [""]
        self.bare, self.said = (without(each, fillers) for each in (self.last, words(self.whole)))

    def begins(self, openings: list[str]) -> bool:
        starts = [f"{' '.join(each)} " for each in (self.last, self.bare)]
        return any(start.startswith(f"{opening} ") for start in starts for opening in openings)

    def holds(self, phrases: list[str]) -> bool:
        return any(f" {phrase} " in f" {' '.join(self.said)} " for phrase in phrases)

    def bends(self, endings: list[str]) -> bool:
        """By the ending of its first word, as Polish asks."""
        return bool(endings) and self.bare[0].endswith(tuple(endings))


def without(found: list[str], fillers: list[str]) -> list[str]:
    while len(found) > 1 and found[0] in fillers:
        found = found[1:]
    return found


def fits(asked: Asked, rule: dict[str, Any], closed: dict[str, Any]) -> bool:
    none: list[str] = []
    is_closed = asked.begins(closed["begins"]) or asked.bends(closed.get("first_ends", none))
    tagged = asked.whole.endswith(tuple(rule.get("ends", none))) and not asked.begins(rule.get("unless_begins", none))
    return (
        asked.marks >= rule.get("marks", 99)
        or asked.begins(rule.get("begins", none))
        or asked.holds(rule.get("contains", none))
        or tagged
        or (is_closed and asked.holds(rule.get("with_closed", none)))
        or asked.bends(rule.get("first_ends", none))
    )


def kind_of(locale: str, text: str) -> str:
    rules = RULES[locale]
    asked = Asked(text, rules["fillers"])
    return next((name for name in rules["order"] if fits(asked, rules[name], rules["closed"])), "none")


@pytest.mark.parametrize(("locale", "kind", "text"), EXAMPLES)
def test_each_example_is_what_it_is_said_to_be(locale: str, kind: str, text: str) -> None:
    assert kind_of(locale, text) == kind


@pytest.mark.parametrize("locale", RULES)
def test_an_open_beginning_is_open_and_has_no_note(locale: str) -> None:
    for stem in SHAPING[locale].open.stems:
        assert kind_of(locale, re.sub(r"… (?=[A-ZĄ-Ż])", "home. ", stem).replace("…", "home")) == "open"
    assert set(SHAPING[locale].notes()) == set(RULES[locale]["order"]) - {"open"}


def test_the_phone_reads_every_example_alike_also_while_it_is_typed(tmp_path: Path) -> None:
    whole = [(locale, text) for locale, _, text in EXAMPLES] + [(locale, odd) for locale in RULES for odd in ODD]
    typed = [(locale, text[:end]) for locale, text in whole for end in range(len(text), 0, -4)]
    told = {"rules": RULES, "asked": typed + whole}
    assert phone.run("run-questions.mjs", told, tmp_path) == [kind_of(*each) for each in told["asked"]]
