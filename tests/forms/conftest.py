from collections.abc import Callable
from pathlib import Path

import pytest

from firsthand.forms.definitions import Form
from firsthand.forms.library import Library


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.load()


@pytest.fixture
def dash(library: Library) -> Form:
    return library.form("dash", "2026.1")


Pack = Callable[[str, str], Path]


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Writes one file of a pack and answers the pack's folder."""

    def write(file: str, text: str) -> Path:
        place = tmp_path / "pack" / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        return tmp_path / "pack"

    return write
