"""Templates: one Jinja environment, and for each locale its overlay with that locale's words."""

import re
from datetime import datetime
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
)
from litestar import MediaType, Request, Response
from litestar.status_codes import HTTP_200_OK
from markupsafe import Markup, escape

from firsthand.base import clock, places
from firsthand.base.wording import direction, translations

_PERCENT = re.compile(r"(%%|%\(\w+\)[sd])|%")
"""The gaps of a message, and percent signs that are none."""


@lru_cache
def environment(locale: str) -> Environment:
    """Everything autoescaped; `_`, `gettext` and `ngettext` speak the locale."""
    loaders = [
        FileSystemLoader(places.folder("templates")),
        PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    ]
    env = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    said = translations(places.folder("i18n") / "ui", locale)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: _escaped(said.gettext(message)),
        lambda one, many, number: _escaped(said.ngettext(one, many, number)),
        newstyle=True,
    )
    env.globals.update(locale=locale, direction=direction(locale))
    return env


def _escaped(text: str) -> str:
    """Jinja takes a message for its own markup; ours may be a code that a payload brought, or a line of a pack."""
    return _PERCENT.sub(lambda found: found[1] or "%%", str(escape(text)).replace("&#39;", "'"))


def local_time(moment: datetime, zone: str, locale: str = "en") -> str:
    """ "14:05" today, else as `dated`, in the partnership's zone."""
    here, today = moment.astimezone(ZoneInfo(zone)), clock.now().astimezone(ZoneInfo(zone)).date()
    return f"{here:%H:%M}" if here.date() == today else dated(moment, zone, locale)


def dated(moment: datetime, zone: str, locale: str = "en") -> str:
    """ "3 Feb 2026 14:05", today too: paper is read on another day."""
    return format_datetime(moment, "d MMM y HH:mm", tzinfo=ZoneInfo(zone), locale=locale)


def page(
    request: Request[Any, Any, Any],
    template: str,
    *,
    locale: str = "en",
    **context: Any,
) -> str:
    """The HTML of a template, with what every page may use."""
    world = request.app.state.world
    shared = {
        "asset": world.assets.url,
        "modules": world.assets.modules,
        "inlined": lambda path: Markup(world.assets.text(path)),  # noqa: S704 - our own file, no input in it
        "build": world.assets.build,
        "import_map": Markup(world.assets.import_map),  # noqa: S704 - our own JSON, no input in it
        "settings": world.settings,
        "local_time": partial(local_time, zone=world.settings.zone, locale=locale),
        "dated": partial(dated, zone=world.settings.zone, locale=locale),
        "now": clock.now(),
        "here": lambda path: path if locale == "en" else f"/{locale}{'' if path == '/' else path}",
    }
    return environment(locale).get_template(template).render(**shared, **context)


def render(
    request: Request[Any, Any, Any],
    template: str,
    *,
    locale: str = "en",
    status_code: int = HTTP_200_OK,
    headers: dict[str, str] | None = None,
    **context: Any,
) -> Response[str]:
    """A page or fragment as a response; `no-store` unless `headers` says otherwise."""
    body = page(request, template, locale=locale, **context)
    return Response(body, media_type=MediaType.HTML, status_code=status_code, headers=headers)
