"""The composition root: settings in, a Litestar application out."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.plugins import PluginProtocol

from firsthand import tables
from firsthand.attachments import objects
from firsthand.attachments.sweeping import Sweeping
from firsthand.base import databases, keyring, schema
from firsthand.base.settings import Settings
from firsthand.forms.library import Library
from firsthand.languages import offers
from firsthand.languages.spoken import Spoken
from firsthand.pipeline import Pipeline
from firsthand.web import (
    account,
    agencies,
    assets,
    attachments,
    audit,
    children,
    desk,
    errors,
    field,
    forms,
    guards,
    invitations,
    languages,
    meetings,
    openapi,
    practitioners,
    referral_acts,
    referrals,
    settlements,
    submissions,
    wire,
)
from firsthand.web.api import attachments as api_attachments
from firsthand.web.api import devices, histories, keys, notices, passphrase, session
from firsthand.web.api import forms as api_forms
from firsthand.web.api import meetings as api_meetings
from firsthand.web.api import scores as api_scores
from firsthand.web.api import submissions as api_submissions
from firsthand.web.assets import Assets
from firsthand.web.headers import SecurityHeaders
from firsthand.web.live import Live
from firsthand.web.requests import ReadRequest
from firsthand.web.world import World

assert tables

_PAGES = (
    assets,
    field,
    forms,
    submissions,
    meetings,
    desk,
    referrals,
    referral_acts,
    children,
    attachments,
    settlements,
    practitioners,
    invitations,
    agencies,
    languages,
    account,
    audit,
)
_API = (
    session,
    devices,
    passphrase,
    notices,
    keys,
    histories,
    api_scores,
    api_submissions,
    api_attachments,
    api_meetings,
    api_forms,
)
_CALLS = openapi.described(handler for module in _API for handler in module.routes)
_SETTLED = 60.0
"""Seconds after a start."""
_ROUTES = [*(handler for module in _PAGES for handler in module.routes), *_CALLS]


def create_world(settings: Settings) -> World:
    """Opens everything that a process works with. Raises KeyringMissing, NoStore, Mistake, and as databases.opened."""
    keyring.use(keyring.Keyring.read(settings.keyring_file))
    library = Library.load(settings.packs, settings.thresholds.model_dump())
    database = databases.opened(settings)
    schema.upgrade(database.engine)
    live = Live(wire.backend(settings))
    pipeline = Pipeline(settings, database, library, live.publish)
    spoken = Spoken(library, settings.unreviewed_wording, database.reads.run_sync(offers.of))
    world = World(settings, database, library, Assets(), live, pipeline, spoken)
    if settings.objects_url:
        objects.opened(settings)  # so that a wrong address is told at once
    return world


async def _sweep(world: World) -> None:
    """Not while everything else starts."""
    await asyncio.sleep(_SETTLED)
    await Sweeping(world.database, world.objects, world.arriving).follow()


def _lifespan(world: World) -> Callable[[Litestar], Any]:
    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        await world.live.start()
        await world.pipeline.start()
        following = [asyncio.create_task(each) for each in (languages.follow(world), _sweep(world))]
        try:
            yield
        finally:
            for task in following:
                task.cancel()
            await world.pipeline.stop()
            await world.live.stop()
            world.database.close()

    return lifespan


class _App(Litestar):
    """No model of pydantic's or attrs' is given to a handler or comes from one; what Litestar brings for them takes
    both versions of pydantic."""

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return plugins


def create_app(settings: Settings) -> Litestar:
    """Raises what create_world raises."""
    world = create_world(settings)
    return _App(
        route_handlers=_ROUTES,
        dependencies={
            "world": Provide(lambda: world, sync_to_thread=False),
            **guards.dependencies,
        },
        guards=guards.everywhere,
        before_send=[SecurityHeaders(world.assets, under_tls=settings.under_tls, sound=settings.sound)],
        request_class=ReadRequest,
        exception_handlers=errors.HANDLERS,
        lifespan=[_lifespan(world)],
        state=State({"world": world}),
        openapi_config=openapi.config(settings),
        include_in_schema=False,
        request_max_body_size=5 * 1024 * 1024,
        logging_config=None,
    )
