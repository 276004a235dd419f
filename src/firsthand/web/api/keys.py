"""The public keys of the service, for any client that seals."""

from functools import lru_cache
from typing import Any

from litestar import get
from msgspec import Struct

from firsthand.base import keyring
from firsthand.base.keyring import Keyring
from firsthand.intake import seals


class KeySet(Struct):
    """Public JWKs; `kid` is the RFC 7638 thumbprint."""

    keys: list[dict[str, Any]]
    signed: str


@get(
    "/api/v1/keys",
    opt={"public": True},
    sync_to_thread=False,
    summary="The service's public keys",
    description="Sealing keys (`use` enc), the current one first, then receipt keys (`use` sig). `signed` is a compact "
    "JWS over the same set by a receipt key.",
)
def keys() -> KeySet:
    return _signed(keyring.current())


@lru_cache(maxsize=4)
def _signed(ring: Keyring) -> KeySet:
    return KeySet(**seals.key_set(ring))


routes = [keys]
