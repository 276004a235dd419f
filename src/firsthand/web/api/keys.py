"""The public keys of the service, for any client that seals."""

from functools import lru_cache
from typing import Any

from litestar import get

from firsthand.base import keyring
from firsthand.base.keyring import Keyring
from firsthand.intake import seals


@get("/api/v1/keys", opt={"public": True}, sync_to_thread=False)
def keys() -> dict[str, Any]:
    """Sealing keys, the current one first, then receipt keys; `signed` is a JWS of the same set by a receipt key."""
    return _signed(keyring.current())


@lru_cache(maxsize=4)
def _signed(ring: Keyring) -> dict[str, Any]:
    return seals.key_set(ring)


routes = [keys]
