"""The closed vocabulary of conditions and rules. Whatever is not here can't be said in a form."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

ANSWERS = ("yes", "no", "dont_know", "declined", "not_asked_unsafe", "not_asked")
SOURCES = ("victim", "practitioner", "child", "records", "other")
OBSERVATIONS = ("seen", "not_seen", "cant_say")
LEVELS = ("standard", "medium", "not_established", "high")
"""Lowest first. `not_established` is due as high, so only high is above it."""

Level = Literal["standard", "medium", "not_established", "high"]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
ThresholdName = Annotated[str, Field(pattern=r"^\$[a-z][a-z0-9_]*$")]
Limit = Annotated[int, Field(ge=0, strict=True)] | ThresholdName
"""A number, or `$name` of a threshold that the partnership may set."""


def one_or_many(value: object) -> object:
    """Lets a file write one table where a list is allowed."""
    return value if isinstance(value, list | tuple) else [value]


class Part(BaseModel):
    """A piece of a definition file: fixed once read, and no key that we don't know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Count(Part):
    """How many of some questions hold one of some answers."""

    answer: tuple[str, ...] = Field(min_length=1)
    of: Literal["factors"] | tuple[Identifier, ...]
    at_least: Limit | None = None
    fewer_than: Limit | None = None

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if (self.at_least is None) == (self.fewer_than is None):
            raise ValueError("count needs exactly one of at_least and fewer_than")
        return self


class AtLeast(Part):
    at_least: Limit


class Condition(Part):
    """All members given must hold. Unknown inputs make it unknown, unless another member fails."""

    count: Count | None = None
    any_yes: tuple[Identifier, ...] = ()
    all_yes: tuple[Identifier, ...] = ()
    incidents_in_12_months: AtLeast | None = None
    age_under: Limit | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set or any(
            value in (None, ()) for value in (getattr(self, key) for key in self.model_fields_set)
        ):
            raise ValueError("a condition needs at least one test, and no empty one")
        return self

    @property
    def questions(self) -> tuple[str, ...]:
        """Ids of the questions named here; `factors` is not spelled out."""
        counted = self.count.of if self.count and self.count.of != "factors" else ()
        return (*counted, *self.any_yes, *self.all_yes)

    @property
    def limits(self) -> tuple[int | str, ...]:
        tested = [self.age_under]
        if self.count:
            tested += [self.count.at_least, self.count.fewer_than]
        if self.incidents_in_12_months:
            tested.append(self.incidents_in_12_months.at_least)
        return tuple(limit for limit in tested if limit is not None)


class Rule(Part):
    """Gives a level, or a prompt beside the level. `id` is the reason code."""

    id: Identifier
    level: Literal["medium", "not_established", "high"] | None = None
    prompt: Identifier | None = None
    leads_to: Identifier | None = None
    """A form that the prompt asks for besides: of the same encounter, one tap away."""
    when: Condition

    @model_validator(mode="before")
    @classmethod
    def _prompt_names_itself(cls, data: object) -> object:
        if isinstance(data, dict) and "prompt" in data:
            return {"id": data["prompt"], **data}
        return data

    @model_validator(mode="after")
    def _level_or_prompt(self) -> Self:
        if (self.level is None) == (self.prompt is None):
            raise ValueError("a rule gives exactly one of level and prompt")
        if self.leads_to and not self.prompt:
            raise ValueError("only a prompt leads to a form")
        return self


class Threshold(Part):
    """A number that areas set differently, and where its default comes from."""

    default: int = Field(ge=0, strict=True)
    source: str = Field(min_length=1)


OneOrMany = BeforeValidator(one_or_many)
