"""Promise 5: nobody can write a record in another's name. Every forgery is kept, flagged, attributed to nobody."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc.util import urlsafe_b64encode
from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base import clock, ids
from firsthand.base.database import Database
from firsthand.identity.tables import Device, Practitioner
from firsthand.intake import openings, rules, sealing
from firsthand.intake.openings import Opened
from firsthand.intake.tables import Submission
from support.authors import Author, Deliver, sealing_key

Arrive = Callable[[str], tuple[str, Opened]]


@pytest.fixture
def arrive(database: Database, deliver: Deliver) -> Arrive:
    """Delivers an envelope and opens it, as the pipeline does."""

    def settled(envelope: str) -> tuple[str, Opened]:
        (result,) = deliver(envelope)
        assert result.arrival, result

        def settle(session: Session) -> tuple[str, Opened]:
            row = session.exec(select(Submission).where(Submission.sha256 == result.sha256)).one()
            entries.record(session, "submission.received")
            opened = openings.open(session, row)
            return openings.settle(session, row, opened), opened

        return database.writes.run_sync(settle)

    return settled


def flags(database: Database) -> list[list[str]]:
    """Of all rows, in order of arrival."""
    newest = select(Submission.flags).order_by(col(Submission.received_at))
    return database.reads.run_sync(lambda session: list(session.exec(newest)))


def change(database: Database, work: Callable[[Session], None]) -> None:
    def changed(session: Session) -> None:
        work(session)
        entries.record(session, "agency.added")

    database.writes.run_sync(changed)


def test_what_its_author_signed_and_sealed_is_verified(arrive: Arrive, author: Author) -> None:
    payload = author.payload(answers={"q": {"value": "yes", "source": "victim"}}, unknown={"kept": True})
    standing, opened = arrive(sealing.seal(payload, author.key, sealing_key()))
    assert (standing, opened.findings) == ("record", [])
    assert opened.payload == payload


def test_an_amendment_is_verified(arrive: Arrive, author: Author) -> None:
    assert arrive(author.envelope(author.about(amends=str(ids.new()))))[0] == "record"


def test_the_order_of_members_says_nothing(arrive: Arrive, author: Author) -> None:
    about = author.about()
    turned = dict(reversed(about.items()))
    assert arrive(sealing.enclose(author.signed(about), turned, sealing_key()))[0] == "record"


def test_a_record_in_anothers_name_is_attributed_to_nobody(arrive: Arrive, author: Author, other: Author) -> None:
    forged = other.envelope(author.about())
    standing, opened = arrive(forged)
    assert (standing, opened.findings) == ("unverified", ["key-of-another-author"])


def test_a_record_by_a_key_that_only_says_it_is_anothers_is_attributed_to_nobody(
    arrive: Arrive, author: Author, other: Author
) -> None:
    impostor = Author(author.practitioner, author.device, {**other.key, "kid": author.key["kid"]})
    assert arrive(impostor.envelope())[1].findings == ["signature"]


def test_a_key_that_nobody_registered_is_attributed_to_nobody(arrive: Arrive, author: Author) -> None:
    impostor = Author(author.practitioner, author.device)
    assert arrive(impostor.envelope())[1].findings == ["key-unknown"]


def test_a_record_on_another_device_is_attributed_to_nobody(arrive: Arrive, author: Author, other: Author) -> None:
    assert arrive(author.envelope(author.about(device=str(other.device))))[1].findings == ["key-of-another-device"]


@pytest.mark.parametrize(
    "member", ["id", "encounter", "form", "form_version", "captured_at", "device", "author", "amends"]
)
def test_an_outside_unlike_what_was_signed_is_attributed_to_nobody(member: str, arrive: Arrive, author: Author) -> None:
    about = author.about(amends=str(ids.new()))
    unlike = sealing.enclose(author.signed(about), {**about, member: str(ids.new())}, sealing_key())
    assert arrive(unlike)[1].findings == ["about"]


@pytest.mark.parametrize(("outside", "inside"), [(1, True), (1, 1.0), (0, False)])
def test_the_outside_is_compared_as_json_and_not_as_python(
    outside: object, inside: object, arrive: Arrive, author: Author
) -> None:
    about = author.about()
    signed = author.signed(about | {"attachments": [inside]})
    assert arrive(sealing.enclose(signed, about, sealing_key(), attachments=[outside]))[1].findings == ["about"]


def test_an_amendment_cannot_be_taken_off(arrive: Arrive, author: Author) -> None:
    about = author.about(amends=str(ids.new()))
    assert arrive(sealing.enclose(author.signed(about), about, sealing_key(), amends=None))[1].findings == ["about"]


@pytest.mark.parametrize(
    "members", [{"extra": 1}, {"typ": "jwe"}, {"cty": "JSON"}, {"form": None}, {"attachments": None}]
)
def test_a_header_unlike_the_agreed_one_is_not_verified(
    members: dict[str, Any], arrive: Arrive, author: Author
) -> None:
    about = author.about()
    standing, opened = arrive(sealing.enclose(author.signed(about), about, sealing_key(), **members))
    assert (standing, opened.findings[0]) == ("unverified", "header")
    assert opened.payload


@pytest.mark.parametrize("name", ["zip", "crit", "apu", "apv", "jwk", "jku", "x5c"])
def test_a_header_that_asks_for_more_is_not_even_opened(name: str, arrive: Arrive, author: Author) -> None:
    envelope = author.envelope()
    first, rest = envelope.split(".", 1)
    header = openings.seals.member(first.encode(), 0) | {name: "DEF"}
    changed = urlsafe_b64encode(json.dumps(header).encode()).decode() + "." + rest
    assert arrive(changed)[1].findings == ["header", "not-opened"]


def test_a_member_named_twice_is_not_as_agreed(arrive: Arrive, author: Author) -> None:
    first, rest = author.envelope().split(".", 1)
    text = json.dumps(openings.seals.member(first.encode(), 0))
    doubled = urlsafe_b64encode(text.replace("{", '{"form":"x",', 1).encode()).decode() + "." + rest
    assert arrive(doubled)[1].findings == ["header", "not-opened"]


@pytest.mark.parametrize("inside", [b"", b"words", b"a.b.c", b"{}", b"....", b"\xff.\xff.\xff", b"e30.e30.e30"])
def test_what_is_not_signed_as_agreed_is_kept_and_flagged(inside: bytes, arrive: Arrive, author: Author) -> None:
    standing, opened = arrive(sealing.enclose(inside, author.about(), sealing_key()))
    assert (standing, opened.findings[0]) == ("unverified", "not-signed")


@pytest.mark.parametrize("payload", [[], "words", None, 7])
def test_a_signed_payload_that_is_no_object_is_kept_and_flagged(payload: Any, arrive: Arrive, author: Author) -> None:
    signed = sealing.sign(payload, author.key)
    assert "payload" in arrive(sealing.enclose(signed, author.about(), sealing_key()))[1].findings


def test_a_payload_without_about_is_kept_and_flagged(arrive: Arrive, author: Author) -> None:
    signed = sealing.sign({"answers": {}}, author.key)
    opened = arrive(sealing.enclose(signed, author.about(), sealing_key()))[1]
    assert opened.findings == ["about"]


def test_a_payload_that_is_no_json_accuses_nobody_of_anothers_key(arrive: Arrive, author: Author) -> None:
    header, _, signature = author.signed().split(".")
    torn = ".".join([header, urlsafe_b64encode(b'{"about":{},"answers":NaN}').decode(), signature])
    opened = arrive(sealing.enclose(torn, author.about(), sealing_key()))[1]
    assert opened.findings == ["signature", "payload"]


def test_a_key_revoked_before_arrival_no_longer_speaks_for_its_author(
    database: Database, arrive: Arrive, author: Author
) -> None:
    def revoke(session: Session) -> None:
        device = session.get_one(Device, author.device)
        device.revoked_at = clock.now()

    change(database, revoke)
    assert arrive(author.envelope())[1].findings == ["key-revoked"]


def test_a_key_revoked_after_arrival_still_speaks_for_what_had_arrived(
    database: Database, arrive: Arrive, author: Author
) -> None:
    def revoke(session: Session) -> None:
        device = session.get_one(Device, author.device)
        device.revoked_at = clock.now() + timedelta(hours=1)

    change(database, revoke)
    assert arrive(author.envelope())[0] == "record"


def test_a_deactivated_author_is_flagged_and_still_the_author(
    database: Database, arrive: Arrive, author: Author
) -> None:
    def deactivate(session: Session) -> None:
        session.get_one(Practitioner, author.practitioner).status = "deactivated"

    change(database, deactivate)
    standing, opened = arrive(author.envelope())
    assert (standing, opened.verified, opened.findings) == ("record", True, ["author-inactive"])


def test_what_was_found_at_first_stands_when_it_is_opened_again(
    database: Database, arrive: Arrive, author: Author
) -> None:
    arrive(author.envelope())

    def revoke(session: Session) -> None:
        session.get_one(Device, author.device).revoked_at = clock.now() - timedelta(hours=1)

    change(database, revoke)
    again = database.reads.run_sync(lambda session: openings.open(session, session.exec(select(Submission)).one()))
    assert again.verified
    assert again.payload


def test_a_forgery_that_came_first_does_not_keep_the_real_one_out(
    database: Database, arrive: Arrive, author: Author, other: Author
) -> None:
    about = author.about()
    assert arrive(other.envelope(about))[0] == "unverified"
    assert arrive(author.envelope(about))[0] == "record"
    assert flags(database) == [["key-of-another-author"], []]


def test_a_forgery_that_comes_later_takes_nothing_from_the_real_one(
    database: Database, arrive: Arrive, author: Author, other: Author
) -> None:
    about = author.about()
    assert arrive(author.envelope(about))[0] == "record"
    assert arrive(other.envelope(about))[0] == "unverified"
    assert flags(database) == [[], ["key-of-another-author"]]


def test_a_changed_envelope_under_a_real_id_does_not_keep_the_real_one_out(
    database: Database, arrive: Arrive, author: Author
) -> None:
    envelope = author.envelope()
    *parts, tag = envelope.split(".")
    assert arrive(".".join([*parts, tag[::-1]]))[0] == "unverified"
    assert arrive(envelope)[0] == "record"
    assert flags(database)[0] == ["not-opened"]


def test_the_same_words_sealed_again_close_their_conflict(database: Database, arrive: Arrive, author: Author) -> None:
    about = author.about()
    signed = author.signed(about)
    standings = [arrive(sealing.enclose(signed, about, sealing_key()))[0] for _ in range(2)]
    assert standings == ["record", "same"]
    assert flags(database) == [[], ["same-words"]]


def test_different_words_of_one_author_under_one_id_are_for_a_person_to_decide(
    database: Database, arrive: Arrive, author: Author
) -> None:
    about = author.about()
    standings = [arrive(author.envelope(about, language=language))[0] for language in ("pl", "en")]
    assert standings == ["record", "differs"]
    assert flags(database) == [["differs"], ["differs"]]


def test_every_finding_has_a_sentence() -> None:
    assert rules.FLAGS.keys() >= rules.UNVERIFIED
    told = {"same-words", "differs", "stands", "set-aside", "author-inactive"}
    assert told == rules.FLAGS.keys() - rules.UNVERIFIED


@given(
    inside=st.binary(max_size=60) | st.from_regex(rb"\A[A-Za-z0-9_-]{0,20}\.[A-Za-z0-9_-]{0,20}\.[A-Za-z0-9_-]{0,20}\Z")
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60, deadline=None
)
def test_nothing_that_is_sealed_brings_the_opening_down(inside: bytes, database: Database) -> None:
    envelope = sealing.enclose(inside, Author().about(), sealing_key()).encode()
    row = Submission(submission=ids.new(), sha256="", envelope=envelope, reference="", received_at=clock.now())
    opened = database.reads.run_sync(lambda session: openings.open(session, row))
    assert not opened.verified


@given(cut=st.integers(0, 1_200), put=st.binary(max_size=3))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=100, deadline=None
)
def test_no_damage_brings_the_opening_down(cut: int, put: bytes, database: Database) -> None:
    header, rest = Author().envelope().encode().split(b".", 1)
    damaged = header + b"." + rest[:cut] + put.replace(b".", b"") + rest[cut + 1 :]
    row = Submission(submission=ids.new(), sha256="", envelope=damaged, reference="", received_at=clock.now())
    if damaged.count(b".") == 4:
        assert not database.reads.run_sync(lambda session: openings.open(session, row)).verified
