import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc.util import urlsafe_b64encode

from firsthand.base import keyring
from firsthand.base.keyring import Keyring
from firsthand.base.problems import Problem
from firsthand.intake import deliveries, envelopes, rules
from firsthand.intake.deliveries import Refused
from firsthand.intake.envelopes import Envelope
from support.anything import JSON
from support.authors import Author

ID = "018f0000-0000-7000-8000-000000000000"


@pytest.fixture(scope="module", autouse=True)
def ring() -> Keyring:
    return keyring.use(Keyring.fresh())


def read(*items: Any, **members: Any) -> deliveries.Delivery:
    body = json.dumps({"submissions": items, **members}).encode()
    return deliveries.read(body, {key["kid"] for key in keyring.current().sealing})


def columns(envelope: Envelope) -> dict[str, Any]:
    """What is stored of its outside."""
    return dict(zip(envelopes.COLUMNS, envelope.values, strict=True))


def compact(header: Any, rest: str = "..YQ.YQ.YQ") -> str:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return urlsafe_b64encode(text).decode() + rest


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"submissions":[' + b"[" * 100_000])
def test_what_is_no_json_is_a_bad_request(body: bytes) -> None:
    with pytest.raises(Problem, match="bad-request"):
        deliveries.read(body, set())


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b"null", b'{"submissions":{}}', b'{"submissions":[]}', b'{"submissions":"x"}', b"[" * 99]
)
def test_json_of_another_shape_is_invalid(body: bytes) -> None:
    with pytest.raises(Problem, match="invalid"):
        deliveries.read(body, set())


def test_fifty_items_are_read_and_fifty_one_are_too_many() -> None:
    assert len(read(*["x"] * 50).items) == 50
    with pytest.raises(Problem, match="too-large"):
        read(*["x"] * 51)


def test_four_mebibytes_together_are_the_most() -> None:
    large = "x" * rules.MAX_ENVELOPE
    assert len(read(*[large] * 16).items) == 16
    with pytest.raises(Problem, match="too-large"):
        read(*[large] * 16, "x")


@pytest.mark.parametrize("item", [
    None, 7, [], {}, "", "....", "a.b.c.d.e", "é....", "\ud800", "x" * 99, compact([]), compact(b"{"), compact({}),
    compact({"id": 7}), compact({"id": "7"}), compact({"id": ID}, "..YQ.YQ"), compact({"id": ID}, "..YQ.YQ.YQ.YQ"),
    compact(b"[" * 50_000),
    compact(b'{"id":NaN}'), compact({"id": ID}).replace("e", "+", 1), compact({"id": f"{{{ID}}}"}),
])  # fmt: skip
def test_one_that_cannot_be_read_is_refused_and_spoils_no_other(item: object) -> None:
    good = Author().envelope()
    before, bad, after = read(good, item, good).items
    assert bad == Refused("unreadable-envelope")
    assert before == after
    assert isinstance(after, Envelope)


def test_an_envelope_of_256_kib_is_kept_and_a_larger_one_refused_by_its_id() -> None:
    header = {"id": ID, "kid": keyring.current().sealing[0]["kid"]}
    envelope = compact(header)
    fits = envelope + "A" * (rules.MAX_ENVELOPE - len(envelope))
    kept, refused, unreadable = read(fits, fits + "A", "A" * (rules.MAX_ENVELOPE + 1)).items
    assert isinstance(kept, Envelope)
    assert (refused, unreadable) == (Refused("too-large", ID), Refused("too-large"))


@pytest.mark.parametrize("kid", [None, 7, "unknown", ["x"]])
def test_an_envelope_for_a_key_that_is_not_held_is_refused_by_its_id(kid: object) -> None:
    assert read(compact({"id": ID, "kid": kid})).items == [Refused("unknown-sealing-key", ID)]


def test_an_odd_header_is_kept_with_what_could_be_read() -> None:
    kid = keyring.current().sealing[0]["kid"]
    (odd,) = read(
        compact({"id": ID.upper(), "kid": kid, "form": "é" * 9, "captured_at": "0001-01-01T00:00:00+23:00"})
    ).items
    assert isinstance(odd, Envelope)
    assert odd.id == ID.upper()
    stored = columns(odd)
    assert str(stored["submission"]) == ID
    assert (stored["form"], stored["captured_at"], stored["author"]) == (None, None, None)


def test_escapes_in_the_body_change_nothing_of_an_envelope() -> None:
    envelope = Author().envelope()
    escaped = "".join(f"\\u{ord(character):04x}" for character in envelope)
    plain, spelt_out = (
        deliveries.read(b'{"submissions":["%s"]}' % text.encode(), {keyring.current().sealing[0]["kid"]}).items
        for text in (envelope, escaped)
    )
    assert plain == spelt_out


@settings(deadline=None)
@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_body_brings_it_down(body: bytes) -> None:
    with pytest.raises(Problem, match=r"bad-request|invalid|too-large"):
        deliveries.read(body, set())


@given(st.lists(JSON | st.text(alphabet="AQ._-e30=", max_size=40), min_size=1, max_size=5), JSON)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_item_brings_it_down(items: list[Any], sent_at: Any) -> None:
    assert len(read(*items, sent_at=sent_at).items) == len(items)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*rules.JOSE, *rules.ABOUT, "amends", "x"]), JSON | st.just(ID)))
def test_no_header_brings_it_down(header: dict[str, Any]) -> None:
    (item,) = read(compact({**header, "id": ID, "kid": keyring.current().sealing[0]["kid"]})).items
    assert isinstance(item, Envelope)
    assert columns(item)["envelope"] == item.content
    assert all(item.pair)
