"""What a handler works with: the settings, the database, the forms, the templates."""

from dataclasses import dataclass

from firsthand.base.database import Database, Reads, Writes
from firsthand.base.settings import Settings
from firsthand.forms.library import Library
from firsthand.pipeline import Pipeline
from firsthand.web.assets import Assets
from firsthand.web.live import Live


@dataclass
class World:
    """One per process; handlers ask for it by the name `world`."""

    settings: Settings
    database: Database
    library: Library
    assets: Assets
    live: Live
    pipeline: Pipeline

    @property
    def writes(self) -> Writes:
        return self.database.writes

    @property
    def reads(self) -> Reads:
        return self.database.reads
