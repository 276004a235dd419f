"""The seal against published vectors, and against what it must not accept."""

import json
from base64 import urlsafe_b64decode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from joserfc import jwe, jws
from joserfc.jwk import ECKey
from joserfc.util import urlsafe_b64encode

from firsthand.base import keyring
from firsthand.base.keyring import Keyring
from firsthand.intake import sealing, seals
from firsthand.intake.seals import Broken
from support.authors import Author, sealing_key

RFC7515_A3_KEY = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}
RFC7515_A3 = (
    b"eyJhbGciOiJFUzI1NiJ9"
    b".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    b".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
)


@pytest.fixture(autouse=True)
def ring() -> Keyring:
    return keyring.use(Keyring.fresh())


def test_the_signature_of_rfc_7515_holds() -> None:
    assert seals.holds(RFC7515_A3, RFC7515_A3_KEY)


def test_the_signature_of_rfc_7515_does_not_hold_for_other_bytes_or_keys() -> None:
    header, payload, signature = RFC7515_A3.split(b".")
    assert not seals.holds(b".".join([header, payload[:-2] + b"fR", signature]), RFC7515_A3_KEY)
    assert not seals.holds(RFC7515_A3, sealing.author_key())


def test_the_thumbprint_is_that_of_rfc_7638() -> None:
    members = json.dumps(RFC7515_A3_KEY, sort_keys=True, separators=(",", ":"))
    expected = urlsafe_b64encode(sha256(members.encode()).digest()).decode()
    assert ECKey.import_key(RFC7515_A3_KEY).thumbprint() == expected


def test_the_key_agreement_is_that_of_rfc_7518() -> None:
    """Appendix C; the derived key opens what its sender sealed."""
    recipient = {
        "kty": "EC",
        "crv": "P-256",
        "x": "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",
        "y": "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
        "d": "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw",
    }
    epk = {
        "kty": "EC",
        "crv": "P-256",
        "x": "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0",
        "y": "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps",
    }
    header = {"alg": "ECDH-ES", "enc": "A128GCM", "apu": "QWxpY2U", "apv": "Qm9i", "epk": epk}
    aad = urlsafe_b64encode(json.dumps(header).encode())
    derived = urlsafe_b64decode("VqqN6vgjbSBcIijNcacQGg==")
    whole = AESGCM(derived).encrypt(b"\0" * 12, b"hello", aad)
    parts = [aad, b"", *map(urlsafe_b64encode, (b"\0" * 12, whole[:-16], whole[-16:]))]
    registry = jwe.JWERegistry(algorithms=["ECDH-ES", "A128GCM"])
    opened = jwe.decrypt_compact(b".".join(parts), ECKey.import_key(recipient), registry=registry)
    assert opened.plaintext == b"hello"


def test_what_is_sealed_opens_and_is_what_was_signed(ring: Keyring) -> None:
    author = Author()
    about = author.about()
    signed = author.signed(about)
    envelope = sealing.enclose(signed, about, sealing_key()).encode()
    assert seals.opened(envelope, seals.member(envelope, 0), ring) == signed.encode()


def test_an_earlier_sealing_key_still_opens(ring: Keyring) -> None:
    envelope = Author().envelope().encode()
    assert seals.opened(envelope, seals.member(envelope, 0), ring.rotated())


@pytest.mark.parametrize("name", ["zip", "crit", "apu", "apv", "jwk", "jku", "x5c"])
def test_a_header_that_asks_for_more_is_not_opened(name: str, ring: Keyring) -> None:
    envelope = Author().envelope().encode()
    with pytest.raises(Broken):
        seals.opened(envelope, {**seals.member(envelope, 0), name: "DEF"}, ring)


@pytest.mark.parametrize("place", [2, 3, 4])
def test_a_changed_envelope_does_not_open(place: int, ring: Keyring) -> None:
    parts = Author().envelope().encode().split(b".")
    header = seals.member(b".".join(parts), 0)
    parts[place] = (b"A" if parts[place][:1] != b"A" else b"B") + parts[place][1:]
    with pytest.raises(Broken):
        seals.opened(b".".join(parts), header, ring)


@pytest.mark.parametrize(
    "header", [{"alg": "ES256"}, {"alg": "HS256", "kid": "x"}, {"alg": "ES256", "kid": "x", "typ": "y"}]
)
def test_a_signature_header_is_alg_and_kid_and_no_more(header: dict[str, str]) -> None:
    signed = urlsafe_b64encode(json.dumps(header).encode()) + b".e30.AA"
    with pytest.raises(Broken):
        seals.signer(signed)


@pytest.mark.parametrize("text", [b'{"a":1,"a":2}', b'{"a":NaN}', b"\xff", b"[" * 100_000, b"1" * 10_000])
def test_ambiguous_json_is_no_json(text: bytes) -> None:
    with pytest.raises(Broken):
        seals.strict_json(text)


def test_the_key_set_is_signed_by_a_receipt_key_and_holds_no_private_half(ring: Keyring) -> None:
    answer = seals.key_set(ring.rotated())
    assert [key["use"] for key in answer["keys"]] == ["enc", "enc", "sig"]
    assert all("d" not in key for key in answer["keys"])
    receipt_key = ECKey.import_key(answer["keys"][-1])
    signed = jws.deserialize_compact(answer["signed"], receipt_key, registry=seals.SIGNATURES)
    assert json.loads(signed.payload) == {"keys": answer["keys"]}
    assert all(ECKey.import_key(key).thumbprint() == key["kid"] for key in answer["keys"])


@pytest.mark.parametrize(
    "epk",
    [
        None,
        7,
        {},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-256", "x": 7, "y": []},
        {"kty": "oct", "k": "AA"},
        ECKey.generate_key("P-384").as_dict(private=False),
        ECKey.generate_key("P-256").as_dict(private=True),
        RFC7515_A3_KEY,
    ],
)
def test_an_ephemeral_key_that_is_none_opens_nothing(epk: object, ring: Keyring) -> None:
    header = seals.member(Author().envelope().encode(), 0) | {"epk": epk}
    envelope = urlsafe_b64encode(json.dumps(header).encode()) + b"..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA"
    with pytest.raises(Broken):
        seals.opened(envelope, header, ring)


@pytest.mark.parametrize(
    ("alg", "enc"), [("ECDH-ES+A256KW", "A256GCM"), ("dir", "A256GCM"), ("ECDH-ES", "A128GCM"), (7, [])]
)
def test_other_algorithms_open_nothing(alg: object, enc: object, ring: Keyring) -> None:
    header = seals.member(Author().envelope().encode(), 0) | {"alg": alg, "enc": enc}
    envelope = urlsafe_b64encode(json.dumps(header).encode()) + b"..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA"
    with pytest.raises(Broken):
        seals.opened(envelope, header, ring)
