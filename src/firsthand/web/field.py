"""The pages of the phone: public, the same bytes for everybody, kept whole by the service worker.

Nothing personal is ever in them; what a practitioner sees is put in by the client, from its vault.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.handlers import HTTPRouteHandler

from firsthand.base.problems import Problem
from firsthand.web import locales, manifest
from firsthand.web.kept import kept
from firsthand.web.offered import capture_context
from firsthand.web.rendering import page
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]

PAGES = {
    "/": "start/show.html",
    "/sign-in": "sign_in/show.html",
    "/encounter": "encounter/edit.html",
    "/tasks": "tasks/list.html",
    "/meeting": "meetings/show.html",
    "/outbox": "outbox/list.html",
    "/sent": "sent/show.html",
    "/rescue": "rescue/show.html",
    "/help": "help/show.html",
    "/privacy": "about/privacy.html",
    "/accessibility": "about/accessibility.html",
}
"""The template of each page, by its English path; the form pages are `web.forms`'s."""

_REVALIDATED = "no-cache"


async def capture_page(request: AnyRequest, template: str, locale: str, **context: Any) -> Response[bytes]:
    """The page with an ETag over its bytes, or 304 where the phone has those already."""
    return await kept(request, lambda: page(request, template, locale=locale, **context))


def _handler(path: str, template: str) -> HTTPRouteHandler:
    """One page under its path of every interface language."""

    async def show(request: AnyRequest, world: World) -> Response[bytes]:
        locale = locales.of_path(request.scope["path"])
        if locale not in world.settings.interface_locales:
            raise Problem("not-found")
        return await capture_page(request, template, locale, **capture_context(world, locale))

    shown: Callable[..., Awaitable[Response[bytes]]] = show
    return get(
        locales.paths(path),
        opt={"public": True, "field": True},
        include_in_schema=False,
        name=f"field {path}",
    )(shown)


@get(
    "/precache/{name:str}",
    opt={"public": True},
    include_in_schema=False,
    sync_to_thread=False,
)
def precache(name: str, world: World) -> Response[str]:
    """`<build>.json`, what a phone keeps of a build: `{"build", "urls": [...]}`. Of another build it is not here."""
    if name != f"{world.assets.build}.json":
        raise Problem("not-found")
    listed = {"build": world.assets.build, "urls": precached(world)}
    return Response(
        json.dumps(listed),
        media_type=MediaType.JSON,
        headers={"Cache-Control": "no-cache"},
    )


def precached(world: World) -> list[str]:
    """Every page in every language that is offered, and every file that those pages use."""
    spoken = world.settings.interface_locales
    forms = [f"/forms/{form}/{version}/{locale}" for form, version, locale in _forms(world)]
    pages = [locales.path(path, locale) for path in [*PAGES, *forms] for locale in spoken]
    files = [file for folder in ("app/", "vendor/", "icons/") for file in world.assets.paths(folder)]
    return [
        *pages,
        *(locales.path("/manifest.webmanifest", locale) for locale in spoken),
        *map(world.assets.url, files),
    ]


def _forms(world: World) -> list[tuple[str, str, str]]:
    """Of every version and language: a draft that was begun in an earlier one is finished in it."""
    return [
        (form.id, form.version, locale) for form in world.library.forms.values() for locale in world.spoken.kept(form)
    ]


@get(
    "/service-worker.js",
    opt={"public": True},
    include_in_schema=False,
    sync_to_thread=False,
)
def service_worker(world: World) -> Response[bytes]:
    """Served at the root, so that its scope is the whole site; it changes with every build."""
    asset = world.assets.find("service-worker.js")
    if asset is None:
        raise Problem("not-found")
    body = asset.body.replace(b"__BUILD__", world.assets.build.encode())
    headers = {"Cache-Control": _REVALIDATED, "Service-Worker-Allowed": "/"}
    return Response(body, media_type="text/javascript", headers=headers)


routes = [
    *(_handler(path, template) for path, template in PAGES.items()),
    precache,
    service_worker,
    *manifest.routes,
]
