"""What an operator or another client must know is written down, and is true."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import BaseModel

import reference
from firsthand.base.settings import Settings, duration
from house.project import ROOT, rows

WORDED = {"FIRSTHAND_DATABASE_URL", "FIRSTHAND_KEYS", "FIRSTHAND_OBJECTS_URL", "FIRSTHAND_ORIGIN"}


@pytest.mark.parametrize("page", reference.pages())
def test_the_lists_are_of_the_code_as_it_is(page: str):
    written = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert written == reference.pages()[page], f"Run `make reference`: docs/{page} is not what the code says"


def settings(model: type[BaseModel], prefix: str = "FIRSTHAND_") -> Iterator[tuple[str, Any]]:
    for name, field in model.model_fields.items():
        if isinstance(field.default, BaseModel):
            yield from settings(type(field.default), f"{prefix}{name.upper()}__")
        else:
            yield prefix + name.upper(), field.default


def test_each_setting_is_documented_with_its_default():
    written = {row[0]: row[1] for row in rows("settings.md")}
    expected = dict(settings(Settings))
    assert written.keys() == expected.keys(), f"docs/settings.md: {sorted(written.keys() ^ expected.keys())}"
    wrong = [name for name, default in expected.items() if name not in WORDED and not same(written[name], default)]
    assert not wrong, f"docs/settings.md gives another default for {wrong}"


def same(written: str, default: Any) -> bool:
    text = written.strip("`")
    if isinstance(default, timedelta):
        return bool(duration(text) == default)
    return text == str(default).replace("'", '"')
