"""What a handler works with: the settings, the database, the forms, the templates."""

import asyncio
from functools import cached_property
from uuid import UUID

from firsthand.attachments import objects
from firsthand.attachments.arriving import Arriving
from firsthand.attachments.objects import Objects
from firsthand.base.database import Database, Reads, Writes
from firsthand.base.settings import Settings
from firsthand.forms.library import Library
from firsthand.languages import offers
from firsthand.languages.spoken import Spoken
from firsthand.pipeline import Pipeline
from firsthand.referrals import standings
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
        self.mark()
        self._offering = asyncio.Lock()

    async def offer_anew(self) -> None:
        """What is on, from now on: one at a time, so that what was on before never comes after it. Put in its place on
        the event loop, so that no page is rendered half before and half after."""
        async with self._offering:
            self.spoken.offers = await self.reads.run(offers.of)
            self.mark()

    def mark(self) -> None:
        """Whatever changes the pages that a phone keeps."""
        self.assets.mark(f"{self.spoken.mark} {self.settings.sound}")

    @cached_property
    def objects(self) -> Objects:
        """Opened when the first file comes or is asked for. Raises NoStore."""
        return objects.opened(self.settings)

    @cached_property
    def arriving(self) -> Arriving:
        return Arriving(self.database, self.objects, self._tell)

    async def _tell(self, submission: UUID) -> None:
        """Open pages say how many files have come."""
        referrals = await self.reads.run(lambda session: standings.referrals_of(session, submission))
        for topic in ("queue", *(f"referral:{each}" for each in referrals)):
            self.live.publish(topic)

    @property
    def writes(self) -> Writes:
        return self.database.writes

    @property
    def reads(self) -> Reads:
        return self.database.reads
