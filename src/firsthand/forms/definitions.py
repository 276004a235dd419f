"""The structure of a form as `form.toml` says it: sections, questions, rules; no words."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from firsthand.forms import consistency
from firsthand.forms.questions import SCALE, AskedOf, Kind, Question, Section
from firsthand.forms.vocabulary import Identifier, Part, Rule, Threshold

__all__ = ["SCALE", "AskedOf", "Form", "Kind", "Question", "Section"]


class Form(Part):
    """One published version of a form."""

    id: Identifier
    version: str = Field(pattern=r"^\d+(\.\d+)*$")
    refers: Literal["always", "on_disclosure", "asks"]
    shared: str
    """Version of the shared wording: the six answers, the sources, the observations."""
    subject: Literal["child"] | None = None
    """`child`: one form for each child, who is named as the submission's subject."""
    judgement: Identifier | None = None
    """The choice by which a practitioner may raise the level (and never lower it)."""
    notices: tuple[Identifier, ...] = ()
    threshold: dict[Identifier, Threshold] = Field(default_factory=dict)
    section: tuple[Section, ...] = Field(min_length=1)
    rule: tuple[Rule, ...] = ()

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.section

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self.rule

    @property
    def assesses(self) -> bool:
        """Whether its answers give a level. A child's record and a scale give none."""
        return self.judgement is not None or any(rule.level for rule in self.rule)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by id, follow-ups too, in the order of asking."""
        return {question.id: question for part in self.section for question in part.walk()}

    @cached_property
    def factors(self) -> tuple[str, ...]:
        """Ids of the factors, by their number."""
        numbered = [question for question in self.questions.values() if question.factor]
        return tuple(found.id for found in sorted(numbered, key=lambda each: each.factor or 0))

    @property
    def scales(self) -> tuple[str, ...]:
        """Ids of the questions that ask for a number on a scale."""
        return tuple(each.id for each in self.questions.values() if each.kind == "scale")

    @property
    def leads_to(self) -> frozenset[str]:
        """Forms that a prompt or an act of this one asks for besides."""
        led = {rule.leads_to for rule in self.rule} | {question.leads_to for question in self.questions.values()}
        return frozenset(name for name in led if name)

    @property
    def thresholds(self) -> Mapping[str, int]:
        return {name: each.default for name, each in self.threshold.items()}

    def with_thresholds(self, chosen: Mapping[str, int]) -> "Form":
        """The same form with the partnership's numbers; names it doesn't know are left aside."""
        threshold = {
            name: each.model_copy(update={"default": chosen.get(name, each.default)})
            for name, each in self.threshold.items()
        }
        return self.model_copy(update={"threshold": threshold})

    def with_sections(self, section: tuple[Section, ...]) -> "Form":
        copied = self.model_copy(update={"section": section})
        for worked_out in ("questions", "factors"):
            copied.__dict__.pop(worked_out, None)
        return copied

    def limit(self, limit: int | str) -> int:
        return limit if isinstance(limit, int) else self.thresholds[limit.removeprefix("$")]

    def definition(self) -> dict[str, Any]:
        """Structure, rules and thresholds as JSON, in `form.toml`'s own keys; no words."""
        told = self.model_dump(mode="json", exclude_unset=True, exclude={"threshold"})
        told["sections"] = told.pop("section")
        told["rules"] = told.pop("rule", [])
        return {**told, "thresholds": dict(self.thresholds)}

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        consistency.check(self)
        return self
