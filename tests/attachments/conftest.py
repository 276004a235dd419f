import os

import pytest

from firsthand.attachments import objects, rules
from firsthand.base.database import Database
from firsthand.base.settings import Settings
from support.store import Store


@pytest.fixture
def store(database: Database, settings: Settings) -> Store:
    return Store(database, objects.opened(settings), settings.data / "objects")


@pytest.fixture
def content() -> bytes:
    """Of several parts, the last of them short."""
    return os.urandom(2 * rules.PIECE + 100)


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(rules, "PIECE", 100)
    return 100
