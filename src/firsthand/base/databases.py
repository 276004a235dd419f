"""Which database is beneath: PostgreSQL where its address is set, else SQLite in the data folder."""

from firsthand.base.database import Database
from firsthand.base.postgresql import PostgresDatabase
from firsthand.base.settings import Settings
from firsthand.base.sqlite import SqliteDatabase


def opened(settings: Settings) -> Database:
    """Raises DataFolderInUse, NotDurable, NotReached."""
    if settings.database_url is not None:
        return PostgresDatabase(settings.database_url.get_secret_value())
    return SqliteDatabase(settings.data)
