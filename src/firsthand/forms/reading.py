"""Reads one TOML file into its model, or says which file, where in it, and what is wrong."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import tomli
from pydantic import BaseModel, ValidationError

from firsthand.base.stops import Stop

Model = TypeVar("Model", bound=BaseModel)


class Mistake(Stop):
    """A definition or wording file that can't be used. Stops the start."""

    def __init__(self, file: Path, place: str, reason: str) -> None:
        super().__init__(f"{file}: {place}: {reason}")
        self.file, self.place, self.reason = file, place, reason


def read(path: Path, model: type[Model]) -> Model:
    """Raises Mistake with every fault that the model found in the file."""
    try:
        raw = tomli.loads(path.read_text(encoding="utf-8"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Mistake(path, "the file as a whole", f"is not TOML: {error}") from error
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        faults = [(place_of(raw, each["loc"]), each["msg"]) for each in error.errors()]
        reason = "; ".join([faults[0][1], *(f"{place}: {text}" for place, text in faults[1:])])
        raise Mistake(path, faults[0][0], reason) from error


def place_of(raw: Any, steps: Sequence[int | str]) -> str:
    """`section now › question injured_now › kind`: list places by the id of what stands there."""
    words: list[str] = []
    for step in steps:
        if isinstance(step, int):
            raw = raw[step] if isinstance(raw, list) and step < len(raw) else raw
            name = raw.get("id") if isinstance(raw, dict) else None
            words[-1:] = [f"{words[-1] if words else ''} {name or step + 1}".strip()]
        elif isinstance(raw, dict) and (step in raw or step == steps[-1]):
            raw = raw.get(step)
            words.append(step)
    return " › ".join(words) or "the file as a whole"
