"""The shapes of wording files, and their lines: a string, or one each for f, m and n."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from firsthand.forms.vocabulary import Identifier, Part

Text = Annotated[str, Field(min_length=1, pattern=r"^\S(.*\S)?$")]
Path = tuple[str, ...]
"""Where a line stands in its file, as `("question", "injured_now", "text")`."""


class Gendered(Part):
    """A line in a language that marks gender: to a woman, to a man, neutral where it has one."""

    f: Text
    m: Text
    n: Text | None = None


Line = Text | Gendered
Leaf = str | Gendered | tuple[str, ...]


class SectionLines(Part):
    title: Line
    hint: Line | None = None


class QuestionLines(Part):
    text: Line | None = None
    hint: Line | None = None
    options: dict[Identifier, Line] = Field(default_factory=dict)
    low: Line | None = None
    """What 0 means, on a scale; `high`: what 10 means."""
    high: Line | None = None
    stems: tuple[Text, ...] = ()
    """Openings that lead nobody, to be shown beside the field."""
    leading: tuple[Text, ...] = ()
    """Read no more: published wordings have it. How a question may lead is in `i18n/questions`, for all forms."""


class Credits(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    locale: str = Field(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")
    translator: str
    reviewer: str
    """Empty: the wording carries its mark on screen, show card and print."""


class FormWording(Credits):
    """`i18n/forms/<form>/<version>/<locale>.toml`."""

    title: Line | None = None
    notice: dict[Identifier, Line] = Field(default_factory=dict)
    section: dict[Identifier, SectionLines] = Field(default_factory=dict)
    question: dict[Identifier, QuestionLines] = Field(default_factory=dict)
    reason: dict[Identifier, Line] = Field(default_factory=dict)
    prompt: dict[Identifier, Line] = Field(default_factory=dict)


class SharedWording(Credits):
    """`i18n/forms/_shared/<version>/<locale>.toml`: what all forms say alike."""

    answer: dict[Identifier, Line]
    source: dict[Identifier, Line]
    observation: dict[Identifier, Line]
    level: dict[Identifier, Line]
    reason: dict[Identifier, Line]
    unknown: dict[Identifier, Line]


def leaves(wording: Credits) -> dict[Path, Leaf]:
    """Every line by its place, whatever the nesting."""
    found: dict[Path, Leaf] = {}
    for name in type(wording).model_fields:
        if name not in Credits.model_fields:
            _gather(getattr(wording, name), (name,), found)
    return found


def _gather(node: Any, path: Path, found: dict[Path, Leaf]) -> None:
    if isinstance(node, str | Gendered | tuple):
        if node:
            found[path] = node
    elif isinstance(node, BaseModel | dict):
        for name, child in node if isinstance(node, BaseModel) else node.items():
            _gather(child, (*path, name), found)
