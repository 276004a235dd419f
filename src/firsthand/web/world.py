"""What a handler works with: the settings, the database, the forms, the templates."""

from firsthand.base.database import Database, Reads, Writes
from firsthand.base.settings import Settings
from firsthand.forms.library import Library
from firsthand.languages.offers import Offers
from firsthand.languages.spoken import Spoken
from firsthand.pipeline import Pipeline
from firsthand.web.assets import Assets
from firsthand.web.live import Live


class World:
    """One per process; handlers ask for it by the name `world`. No dataclass: injection would look into its fields."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        library: Library,
        assets: Assets,
        live: Live,
        pipeline: Pipeline,
        spoken: Spoken,
    ) -> None:
        self.settings = settings
        self.database = database
        self.library = library
        self.assets = assets
        self.live = live
        self.pipeline = pipeline
        self.spoken = spoken
        self.assets.mark(spoken.mark)

    def offer(self, offers: Offers) -> None:
        """From now on. On the event loop, so that no page is rendered half before and half after."""
        self.spoken.offers = offers
        self.assets.mark(self.spoken.mark)

    @property
    def writes(self) -> Writes:
        return self.database.writes

    @property
    def reads(self) -> Reads:
        return self.database.reads
