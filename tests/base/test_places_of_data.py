"""Who else on the machine can read what is kept."""

from stat import S_IMODE

import pytest
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from firsthand.base.database import Database
from firsthand.base.settings import Settings
from firsthand.identity.tables import Agency
from support.databases import on_sqlite


@on_sqlite
def test_what_is_kept_is_its_owners_alone(settings: Settings, database: Database) -> None:
    kept = [settings.data, *(each for each in settings.data.rglob("*") if each.suffix != ".lock")]
    assert {settings.data / name for name in ("firsthand.db", "firsthand.db-wal")} <= set(kept)
    assert [path for path in kept if S_IMODE(path.stat().st_mode) & 0o077] == []


def test_what_breaks_a_statement_does_not_quote_what_was_written(database: Database) -> None:
    def twice(session: Session) -> None:
        session.add_all(Agency(name="Lampa i próg", name_key="lampa", kind="police") for _ in range(2))

    with pytest.raises(SQLAlchemyError) as refused:
        database.writes.run_sync(twice)
    assert "lampa" not in str(refused.value).casefold()
