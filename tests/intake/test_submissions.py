"""Promises 1 to 3: acknowledged means durable, never refused for its content, exactly once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from itertools import islice
from typing import Any

import pytest
from joserfc.jwk import ECKey
from sqlalchemy import event
from sqlmodel import func, select

from firsthand.audit.tables import AuditEntry
from firsthand.base import clock, ids, keyring
from firsthand.base.database import Database
from firsthand.base.problems import Problem
from firsthand.intake import receipts, references, rules, sealing, seals
from firsthand.intake.submissions import Courier
from firsthand.intake.tables import Reference, Submission
from support.authors import Author, Deliver, sealing_key


def rows(database: Database) -> list[Submission]:
    return database.reads.run_sync(lambda session: list(session.exec(select(Submission))))


def count(database: Database, table: Any) -> int:
    return database.reads.run_sync(lambda session: session.exec(select(func.count()).select_from(table)).one())


def test_what_is_stored_is_the_bytes_that_came(database: Database, deliver: Deliver, author: Author) -> None:
    about = author.about(amends=str(ids.new()))
    envelope = author.envelope(about)
    (result,) = deliver(envelope)
    (row,) = rows(database)
    assert (result.status, result.id, result.problem) == ("stored", about["id"], None)
    assert row.envelope == envelope.encode()
    assert row.sha256 == result.sha256 == sha256(envelope.encode()).hexdigest()
    assert (str(row.encounter), row.form, str(row.amends)) == (about["encounter"], "dash", about["amends"])
    assert (row.status, row.verified, row.flags) == ("received", None, [])


def test_sending_twice_stores_once(database: Database, deliver: Deliver, author: Author) -> None:
    envelope = author.envelope()
    (first,), (again,) = deliver(envelope), deliver(envelope)
    assert (first.status, again.status) == ("stored", "already_stored")
    assert first.arrival == again.arrival
    assert len(rows(database)) == 1


def test_one_that_comes_twice_in_a_request_is_stored_once(database: Database, deliver: Deliver, author: Author) -> None:
    envelope = author.envelope()
    results = deliver(envelope, "unreadable", envelope, envelope)
    assert [result.status for result in results] == ["stored", "refused", "already_stored", "already_stored"]
    assert len(rows(database)) == 1


def test_twenty_parallel_sends_store_once(database: Database, deliver: Deliver, author: Author) -> None:
    envelope = author.envelope()
    with ThreadPoolExecutor(20) as pool:
        results = [result for (result,) in pool.map(lambda _: deliver(envelope), range(20))]
    assert sorted(result.status for result in results) == ["already_stored"] * 19 + ["stored"]
    assert len({result.arrival for result in results}) == 1
    assert len(rows(database)) == 1


def test_the_same_id_with_other_bytes_is_kept_too(database: Database, deliver: Deliver, author: Author) -> None:
    about = author.about()
    first, second = author.envelope(about), author.envelope(about, language="pl")
    assert [result.status for result in deliver(first)] == ["stored"]
    assert [result.status for result in deliver(second)] == ["stored_conflict"]
    assert [result.status for result in deliver(second, first)] == ["already_stored", "already_stored"]
    assert len(rows(database)) == 2


def test_the_same_id_with_other_bytes_in_one_request_is_kept_too(
    database: Database, deliver: Deliver, author: Author
) -> None:
    about = author.about()
    results = deliver(author.envelope(about), author.envelope(about))
    assert [result.status for result in results] == ["stored", "stored_conflict"]
    assert len(rows(database)) == 2


def test_a_reference_is_shared_by_encounter_and_author_as_named(
    database: Database, deliver: Deliver, author: Author, other: Author
) -> None:
    encounter = str(ids.new())
    mine, too = (author.envelope(author.about(encounter=encounter)) for _ in range(2))
    theirs = other.envelope(other.about(encounter=encounter))
    elsewhere = author.envelope()
    results = [*deliver(mine, theirs, elsewhere), *deliver(too)]
    one, two, three, same = (result.arrival.reference for result in results if result.arrival)
    assert one == same
    assert len({one, two, three}) == 3
    assert all(ids.is_reference(code) for code in (one, two, three))


def test_a_reference_that_was_drawn_before_is_drawn_again(
    database: Database, deliver: Deliver, author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    (taken,) = deliver(author.envelope())
    assert taken.arrival
    drawn = iter([taken.arrival.reference, taken.arrival.reference, "FH-0000-0000", "FH-0000-0001"])
    monkeypatch.setattr(references.ids, "references", lambda count: list(islice(drawn, count)))
    results = deliver(author.envelope(), author.envelope())
    assert [result.status for result in results] == ["stored", "stored"]
    assert {result.arrival.reference for result in results if result.arrival} == {"FH-0000-0000", "FH-0000-0001"}


def test_a_commit_that_fails_stores_and_acknowledges_nothing(
    database: Database, deliver: Deliver, author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    envelope, dialect = author.envelope(), database.engine.dialect

    def fail(connection: Any) -> None:
        connection.rollback()
        raise dialect.loaded_dbapi.OperationalError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(dialect, "do_commit", fail)
        with pytest.raises(Problem, match="unavailable"):
            deliver(envelope)
    assert rows(database) == []
    assert [result.status for result in deliver(envelope)] == ["stored"]


def test_a_delivery_is_audited_once_and_says_who_relayed(
    database: Database, deliver: Deliver, author: Author, other: Author
) -> None:
    before = count(database, AuditEntry)
    courier = Courier(other.practitioner, other.device)
    envelopes = [author.envelope() for _ in range(3)]
    deliver(*envelopes, courier=courier)
    deliver(*envelopes, courier=courier)
    assert count(database, AuditEntry) == before + 1
    assert {(row.author, row.relayed_by, row.relayed_device) for row in rows(database)} == {
        (author.practitioner, other.practitioner, other.device)
    }


def test_an_old_form_and_an_unknown_author_are_no_reason_to_refuse(database: Database, deliver: Deliver) -> None:
    stranger = Author()
    envelope = stranger.envelope(stranger.about(form="never_published", form_version="1"))
    assert [result.status for result in deliver(envelope)] == ["stored"]


def test_a_header_with_neither_encounter_nor_author_is_stored(
    database: Database, deliver: Deliver, author: Author
) -> None:
    about = author.about()
    bare = sealing.enclose(author.signed(about), about, sealing_key(), encounter=None, author="nobody")
    (result,) = deliver(bare)
    assert result.status == "stored"
    assert count(database, Reference) == 1


def test_a_clock_that_is_off_is_noticed(database: Database, deliver: Deliver, author: Author) -> None:
    deliver(author.envelope(), sent_at=(clock.now() - timedelta(minutes=7)).isoformat())
    (row,) = rows(database)
    assert timedelta(minutes=7) <= -rules.clock_offset(row.sent_at, row.received_at) < timedelta(minutes=8)


def test_fifty_submissions_take_as_many_statements_as_one(database: Database, deliver: Deliver, author: Author) -> None:
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    deliver(author.envelope())
    one = len(statements)
    deliver(*[author.envelope() for _ in range(50)])
    assert len(statements) == 2 * one
    assert one <= 10


def test_the_receipt_names_all_that_is_held_and_nothing_else(deliver: Deliver, author: Author) -> None:
    about = author.about()
    first, changed = author.envelope(about), author.envelope(about)
    deliver(first)
    results = deliver(first, changed, "unreadable")
    receipt = receipts.issue(results, keyring.current())
    assert receipt
    key = ECKey.import_key(seals.key_set(keyring.current())["keys"][-1])
    signed = seals.jws.deserialize_compact(receipt, key, registry=seals.SIGNATURES)
    assert signed.protected == {"alg": "ES256", "kid": key.thumbprint(), "typ": "fh-receipt+jws"}
    received = seals.strict_json(signed.payload)["received"]
    assert [line["sha256"] for line in received] == [
        sha256(envelope.encode()).hexdigest() for envelope in (first, changed)
    ]
    assert {line["id"] for line in received} == {about["id"]}
    assert all(set(line) == {"id", "sha256", "reference", "received_at", "attachments"} for line in received)


def test_where_nothing_is_held_there_is_no_receipt(deliver: Deliver) -> None:
    assert receipts.issue(deliver("unreadable"), keyring.current()) is None
