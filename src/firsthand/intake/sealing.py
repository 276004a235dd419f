"""The half of the seal that devices do, for the invented partnership and for tests."""

import json
from collections.abc import Mapping
from typing import Any

from joserfc import jwe, jws
from joserfc.jwk import ECKey

from firsthand.base.keyring import Jwk
from firsthand.intake import rules
from firsthand.intake.seals import ENVELOPES, SIGNATURES


def author_key() -> Jwk:
    """A new private P-256 JWK with its thumbprint as `kid`."""
    key = ECKey.generate_key("P-256", private=True)
    return {**key.as_dict(private=True), "kid": key.thumbprint()}


def sign(payload: Mapping[str, Any], key: Jwk) -> str:
    """The compact JWS of a payload (protocol.md, Envelope)."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    header = {"alg": "ES256", "kid": key["kid"]}
    return jws.serialize_compact(header, text, ECKey.import_key(key), registry=SIGNATURES)


def enclose(signed: str | bytes, about: Mapping[str, Any], sealing_key: Jwk, **members: Any) -> str:
    """The compact JWE around a signed record; `members` change or add header members (none leaves one out)."""
    header = {**rules.FIXED, "kid": sealing_key["kid"], **about, **members}
    kept = {name: value for name, value in header.items() if value is not None}
    return jwe.encrypt_compact(kept, signed, ECKey.import_key(sealing_key), registry=ENVELOPES)


def seal(payload: Mapping[str, Any], author: Jwk, sealing_key: Jwk) -> str:
    """A whole envelope: `payload["about"]` is what is written outside too."""
    return enclose(sign(payload, author), payload["about"], sealing_key)
