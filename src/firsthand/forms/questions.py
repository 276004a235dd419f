"""Sections and questions as `form.toml` says them."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from firsthand.forms.vocabulary import (
    ANSWERS,
    OBSERVATIONS,
    Condition,
    Identifier,
    OneOrMany,
    Part,
)

Kind = Literal[
    "answer",
    "choice",
    "choices",
    "scale",
    "text",
    "exact_words",
    "observation",
    "person",
    "date",
    "drawing",
    "sound",
]
AskedOf = Literal["victim", "practitioner", "child"]
SCALE = range(11)


class Question(Part):
    """One question. A follow-up is a question with `when`: the parent's values that open it."""

    id: Identifier
    kind: Kind
    factor: int | None = Field(default=None, ge=1)
    critical: bool = False
    """Asked early, and said aloud when yes: serious harm has followed it often."""
    confirm_from_records: bool = False
    """What the victim knows is not enough: look it up."""
    act: bool = False
    """Something to do now, recorded as `done` or `not_done` and why."""
    leads_to: Identifier | None = None
    """Of an act: the form that is gone on to by doing it."""
    required: bool = False
    """Named before submit when blank. Every factor is. Nothing is ever refused for it."""
    asked_of: AskedOf | None = None
    """Whoever the words address; without it the section's."""
    options: tuple[Identifier, ...] = ()
    when: tuple[str, ...] = ()
    opens_when: Condition | None = None
    follow_up: Annotated[tuple["Question", ...], OneOrMany] = ()

    @property
    def follow_ups(self) -> tuple["Question", ...]:
        return self.follow_up

    @property
    def values(self) -> tuple[str, ...]:
        """The codes that a value may have; empty where it is free."""
        return {"answer": ANSWERS, "observation": OBSERVATIONS}.get(self.kind, self.options)

    @property
    def expected(self) -> bool:
        """Blank counts as unfinished while the question is open."""
        return self.required or self.act or self.factor is not None

    @property
    def can_be_left(self) -> bool:
        """Whether "not asked: unsafe" is one of its answers, so that the rest of a part can be marked with it."""
        return "not_asked_unsafe" in self.values

    def walk(self) -> Iterator["Question"]:
        """This question and all beneath it, in the order of asking."""
        yield self
        for follow_up in self.follow_up:
            yield from follow_up.walk()

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (self.kind in ("choice", "choices")) != bool(self.options):
            raise ValueError("options belong to choice and choices, and they need them")
        if self.factor and self.kind != "answer":
            raise ValueError("a factor is of kind answer")
        if self.act and self.options != ("done", "not_done"):
            raise ValueError('an act has options = ["done", "not_done"]')
        if self.leads_to and not self.act:
            raise ValueError("only an act leads to a form")
        for follow_up in self.follow_up:
            self._opens(follow_up)
        return self

    def _opens(self, follow_up: "Question") -> None:
        if not follow_up.when:
            raise ValueError(f"follow-up {follow_up.id} needs when: the values that open it")
        strange = [value for value in follow_up.when if value not in self.values]
        if strange:
            raise ValueError(f"follow-up {follow_up.id} waits for {strange[0]}, never a value here")


class Section(Part):
    """What one screen shows."""

    id: Identifier
    asked_of: AskedOf = "victim"
    opens_when: Condition | None = None
    question: tuple[Question, ...] = Field(min_length=1)

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.question

    def walk(self) -> Iterator[Question]:
        for question in self.question:
            yield from question.walk()
