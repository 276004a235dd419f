"""The gate of every route: signed in unless listed as public, in the right role, and sent by our own pages.

A handler says by its `opt`: nothing (any practitioner), `public=True`, `roles={…}`, or `delivery=True` (a session or
a device cookie). It gets who calls by the name `practitioner` (Signed), on delivery routes `sender` (Sender).
"""

import hmac
from typing import Any, cast

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import Provide
from litestar.enums import RequestEncodingType
from litestar.handlers import BaseRouteHandler

from firsthand.base.problems import Problem
from firsthand.web import callers, cookies
from firsthand.web.callers import Sender, Signed
from firsthand.web.origins import refuse_foreign
from firsthand.web.world import World

__all__ = ["Sender", "Signed", "dependencies", "everywhere"]

AnyRequest = Request[Any, Any, Any]
Connection = ASGIConnection[Any, Any, Any, Any]
SAFE = {"GET", "HEAD", "OPTIONS"}
CSRF_FIELD = "csrf"
LARGEST_FORM = 256 * 1024
"""Bytes of a plain form, several times what the longest reasons take; taking one apart holds up everybody."""


async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
    """Raises Problem `sign-in`, `not-allowed`, `csrf`, `foreign-origin`, `media-type` or `too-large`."""
    request = cast(AnyRequest, connection)
    if request.method == "OPTIONS":
        return
    if handler.opt.get("public"):
        _check_public(request)
    elif handler.opt.get("delivery"):
        request.scope["auth"] = await _sender(request)
    else:
        request.scope["user"] = await _signed_in(request, handler)


def _check_public(request: AnyRequest) -> None:
    """Without a session there is no token to check: JSON from our own pages, or from no browser at all."""
    if request.method in SAFE:
        return
    refuse_foreign(request, _world(request).settings)
    if request.content_type[0] != RequestEncodingType.JSON:
        raise Problem("media-type")


async def _signed_in(request: AnyRequest, handler: BaseRouteHandler) -> Signed:
    signed = await find_signed(request, quietly=bool(handler.opt.get("quiet")))
    if signed is None:
        raise Problem("sign-in")
    if request.method not in SAFE:
        refuse_foreign(request, _world(request).settings, forms=True)
        await _check_form(request)
        if not await _has_token(request, signed):
            raise Problem("csrf")
    roles = handler.opt.get("roles")
    if roles is not None and signed.role not in roles:
        raise Problem("not-allowed")
    return signed


async def _check_form(request: AnyRequest) -> None:
    if request.content_type[0] == RequestEncodingType.URL_ENCODED and len(await request.body()) > LARGEST_FORM:
        raise Problem("too-large")


async def _sender(request: AnyRequest) -> Sender:
    """Refused when another site sends it."""
    refuse_foreign(request, _world(request).settings)
    sender = await find_sender(request)
    if sender is None:
        raise Problem("sign-in")
    return sender


async def find_sender(request: AnyRequest) -> Sender | None:
    """A session with its token, else the device cookie, which needs none. None: nobody is known by this browser.

    Raises Problem `csrf` for a session without its token where there is no device cookie.
    """
    signed, relay = await find_signed(request), await _find_relay(request)
    if signed and (request.method in SAFE or await _has_token(request, signed)):
        device = signed.device or (relay.device if relay else None)
        return Sender(signed.id, signed.agency, device, "session", relay is not None and signed.id in relay.revoked_for)
    if relay:
        return Sender(relay.practitioner, relay.agency, relay.device, "device", relay.revoked)
    if signed:
        raise Problem("csrf")
    return None


async def find_signed(request: AnyRequest, *, quietly: bool = False) -> Signed | None:
    token = request.cookies.get(cookies.session_name(_world(request).settings))
    return await callers.of(request.app).signed(token, quietly=quietly) if token else None


async def _find_relay(request: AnyRequest) -> Any:
    token = device_cookie(request)
    return await callers.of(request.app).relay(token) if token else None


def device_cookie(request: AnyRequest) -> str | None:
    return request.cookies.get(cookies.device_name(_world(request).settings))


async def _has_token(request: AnyRequest, signed: Signed) -> bool:
    """In the header; in a plain form in a field."""
    token = request.headers.get("x-csrf-token")
    if token is None and request.content_type[0] == RequestEncodingType.URL_ENCODED:
        token = (await request.form()).get(CSRF_FIELD)
    return isinstance(token, str) and hmac.compare_digest(token.encode(), signed.csrf.encode())


def _world(request: AnyRequest) -> World:
    world: World = request.app.state.world
    return world


def _practitioner(request: AnyRequest) -> Signed:
    signed: Signed = request.user
    return signed


def _sends(request: AnyRequest) -> Sender:
    sender: Sender = request.auth
    return sender


everywhere = [guard]
dependencies = {
    "practitioner": Provide(_practitioner, sync_to_thread=False),
    "sender": Provide(_sends, sync_to_thread=False),
}
