"""What makes the app installable."""

import json
from typing import Any

from litestar import Request, Response, get

from firsthand.base import places
from firsthand.base.wording import direction, translations
from firsthand.base.wording import marked as _
from firsthand.web import locales
from firsthand.web.world import World

_SHORTCUTS = ((_("New incident"), "#new-incident"), (_("Continue"), "#continue"))
_ICONS = (
    ("icons/firsthand-192.png", "192x192", "any"),
    ("icons/firsthand-512.png", "512x512", "any"),
    ("icons/firsthand-maskable-512.png", "512x512", "maskable"),
)
_GROUND = "#f4f6f8"


def document(world: World, locale: str) -> dict[str, Any]:
    """The members of the web app manifest. The name says nothing of what the app is for."""
    said = translations(places.folder("i18n") / "ui", locale).gettext
    return {
        "id": "/",
        "lang": locale,
        "dir": direction(locale),
        "name": "Firsthand",
        "short_name": "Firsthand",
        "start_url": locales.path("/", locale),
        "scope": "/",
        "display": "standalone",
        "background_color": _GROUND,
        "theme_color": _GROUND,
        "icons": [
            {"src": world.assets.url(path), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for path, sizes, purpose in _ICONS
            if world.assets.find(path)
        ],
        "shortcuts": [
            {"name": said(name), "url": locales.path("/", locale) + fragment} for name, fragment in _SHORTCUTS
        ],
    }


@get(
    locales.paths("/manifest.webmanifest"),
    opt={"public": True},
    include_in_schema=False,
    sync_to_thread=False,
)
def manifest(request: Request[Any, Any, Any], world: World) -> Response[str]:
    return Response(
        json.dumps(document(world, locales.of_path(request.scope["path"]))),
        media_type="application/manifest+json",
        headers={"Cache-Control": "no-cache"},
    )


routes = [manifest]
