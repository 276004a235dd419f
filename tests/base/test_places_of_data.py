"""Who else on the machine can read what is kept."""

from stat import S_IMODE

from firsthand.base.settings import Settings
from firsthand.base.sqlite import SqliteDatabase


def test_what_is_kept_is_its_owners_alone(settings: Settings, database: SqliteDatabase) -> None:
    kept = [settings.data, *(each for each in settings.data.rglob("*") if each.suffix != ".lock")]
    assert {settings.data / name for name in ("firsthand.db", "firsthand.db-wal")} <= set(kept)
    assert [path for path in kept if S_IMODE(path.stat().st_mode) & 0o077] == []
