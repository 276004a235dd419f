"""Which database is beneath: PostgreSQL where its address is set, else SQLite in the data folder."""

from pathlib import Path

from firsthand.base.database import Database
from firsthand.base.settings import Settings
from firsthand.base.sqlite import SqliteDatabase
from firsthand.base.stops import Stop


class Moved(Stop):
    """What this data folder held is in PostgreSQL now; a second service on it would be one that nobody looks at."""


def opened(settings: Settings) -> Database:
    """Raises Moved, DataFolderInUse, NotDurable, NotReached."""
    if settings.database_url is not None:
        from firsthand.base.postgresql import PostgresDatabase

        return PostgresDatabase(settings.database_url.get_secret_value())
    if (mark := moved_mark(settings)).exists():
        raise Moved(
            f"The partnership of {settings.data} was moved to PostgreSQL ({mark.read_text().strip()}): set "
            f"FIRSTHAND_DATABASE_URL. To go back to the SQLite of that moment, remove {mark}."
        )
    return SqliteDatabase(settings.data)


def moved_mark(settings: Settings) -> Path:
    """There once `firsthand copy` has come to its end."""
    return settings.data / "moved-to-postgresql"
