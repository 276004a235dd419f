"""Which requests come from our own pages."""

from functools import lru_cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection

from firsthand.base.problems import Problem
from firsthand.base.settings import Settings

Connection = ASGIConnection[Any, Any, Any, Any]


@lru_cache
def ours(public: str) -> frozenset[str]:
    """The public origin; on loopback also its other names, since nothing else answers at that port."""
    parts = urlsplit(public)
    if parts.scheme != "http" or not _is_loopback(parts.hostname or ""):
        return frozenset({public})
    port = f":{parts.port}" if parts.port else ""
    return frozenset({public, *(f"http://{name}{port}" for name in ("localhost", "127.0.0.1", "[::1]"))})


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def refuse_foreign(connection: Connection, settings: Settings, *, forms: bool = False) -> None:
    """Raises Problem `foreign-origin` for an `Origin` or `Sec-Fetch-Site` that is not ours; both may be absent.

    `forms`: our own plain forms say "null", because our pages are no-referrer; the session's token vouches for them.
    """
    headers = connection.headers
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    unnamed = (None, "null") if forms else (None,)
    if origin not in unnamed and origin not in ours(settings.public_origin):
        raise Problem("foreign-origin")
    if site not in (None, "same-origin", "none"):
        raise Problem("foreign-origin")
