"""The only cryptography of the seal: JWE (ECDH-ES, A256GCM) around JWS (ES256), RFC 7515, 7516, 7517 and 7518.

joserfc's own registries refuse our header members, headers over 1 KiB and ciphertext over 64 KiB, and admit other
algorithms; ours admit these three and what an envelope of 256 KiB may hold.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from joserfc.util import urlsafe_b64decode

from firsthand.base.keyring import Jwk, Keyring
from firsthand.intake import rules

RECEIPT = "fh-receipt+jws"
KEY_SET = "fh-keys+jws"
_FORBIDDEN = {"zip", "crit", "apu", "apv", "jwk", "jku", "x5c"}
_ES256 = ECDSA(SHA256())
_BROKEN = (JoseError, ValueError, TypeError, KeyError, AttributeError, AssertionError, RecursionError)


class _Envelopes(jwe.JWERegistry):
    max_protected_header_length = rules.MAX_ENVELOPE
    max_ciphertext_length = rules.MAX_ENVELOPE


class _Signatures(jws.JWSRegistry):
    max_payload_length = rules.MAX_ENVELOPE


ENVELOPES = _Envelopes(algorithms=["ECDH-ES", "A256GCM"], strict_check_header=False)
SIGNATURES = _Signatures(algorithms=["ES256"])


class Broken(Exception):
    """A seal or a signature that does not hold."""


def strict_json(text: bytes) -> Any:
    """UTF-8 JSON without NaN and without a member named twice. Raises Broken."""
    try:
        return json.loads(text.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Broken("json") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member is named twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def member(compact: bytes, place: int) -> Any:
    """The JSON of one part of a compact serialization. Raises Broken."""
    try:
        return strict_json(urlsafe_b64decode(compact.split(b".")[place]))
    except (ValueError, IndexError) as error:
        raise Broken("part") from error


def opened(envelope: bytes, header: Mapping[str, Any], ring: Keyring) -> bytes:
    """The plaintext. Raises Broken, also for a header that would have us do more than ECDH-ES and A256GCM."""
    key = next((key for key in ring.sealing if key["kid"] == header.get("kid")), None)
    if key is None or _FORBIDDEN & set(header):
        raise Broken("header")
    try:
        plaintext = jwe.decrypt_compact(envelope, _key(json.dumps(key)), registry=ENVELOPES).plaintext
    except _BROKEN as error:
        raise Broken("seal") from error
    return plaintext or b""


def signer(signed: bytes) -> str:
    """Line 2: the `kid` of a compact JWS whose header is `alg` ES256 and `kid`, no more. Raises Broken."""
    header = member(signed, 0)
    if signed.count(b".") != 2 or not isinstance(header, dict) or set(header) != {"alg", "kid"}:
        raise Broken("header")
    if header["alg"] != "ES256" or not isinstance(header["kid"], str):
        raise Broken("header")
    return rules.mended(header["kid"])


def holds(signed: bytes, key: Mapping[str, Any]) -> bool:
    """Whether a compact JWS was signed by the private half of a P-256 JWK."""
    try:
        jws.deserialize_compact(signed, _key(json.dumps(dict(key))), registry=SIGNATURES)
    except _BROKEN:
        return False
    return True


def sign(content: Any, key: Jwk, kind: str) -> str:
    """A compact JWS of the service over JSON; `kind` is its `typ`. Each request is answered with one, so that the
    header is written and the key is read once."""
    header, private = _signer(kind, tuple(key.items()))
    signed = f"{header}.{_encoded(msgspec.json.encode(content))}"
    r, s = decode_dss_signature(private.sign(signed.encode(), _ES256))
    return f"{signed}.{_encoded(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


@lru_cache
def _signer(kind: str, members: tuple[tuple[str, str], ...]) -> tuple[str, EllipticCurvePrivateKey]:
    key: dict[str, Any] = dict(members)
    header = {"alg": "ES256", "kid": key["kid"], "typ": kind}
    private = ECKey.import_key(key).private_key
    assert private
    return _encoded(msgspec.json.encode(header)), private


def _encoded(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()


def public(keys: Iterable[Jwk]) -> list[Jwk]:
    """The public halves, each with `kid` and `use`."""
    return [{name: value for name, value in key.items() if name != "d"} for key in keys]


def key_set(ring: Keyring) -> dict[str, Any]:
    """The answer of `GET /api/v1/keys`: sealing keys, the current one first, then receipt keys; and both signed."""
    keys = [*public(ring.sealing), *public(ring.receipt)]
    return {"keys": keys, "signed": sign({"keys": keys}, ring.receipt[0], KEY_SET)}


@lru_cache(maxsize=1024)
def _key(jwk: str) -> ECKey:
    return ECKey.import_key(json.loads(jwk))
