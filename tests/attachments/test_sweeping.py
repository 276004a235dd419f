"""What belongs to no submission goes, and what a receipt named never does."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from sqlmodel import select

from firsthand.attachments import holdings, objects, rules, sweeping, uploads
from firsthand.attachments.tables import Part, Upload
from firsthand.audit.tables import AuditEntry
from firsthand.base import clock
from firsthand.base.problems import Problem
from firsthand.intake import envelopes, submissions
from firsthand.intake.deliveries import Delivery
from firsthand.intake.envelopes import Envelope
from firsthand.intake.submissions import Courier
from support import authors
from support.store import Store

LATER = rules.LIFE + timedelta(seconds=1)


@pytest.fixture
def a_month_later(monkeypatch: pytest.MonkeyPatch) -> Any:
    def turn() -> None:
        moment = clock.now() + LATER
        monkeypatch.setattr(clock, "now", lambda: moment)

    return turn


def envelope(upload: Upload) -> Envelope:
    """Of a submission that announces it."""
    told = {"id": str(upload.attachment), "sha256": upload.sha256, "size": upload.size, "media_type": "audio/ogg"}
    author = authors.Author()
    return envelopes.read(author.envelope(author.about(id=str(upload.submission), attachments=[told])))


def receive(store: Store, sent: Envelope) -> None:
    store.write(lambda session: submissions.receive(session, Delivery([sent]), Courier()))


def name(store: Store, sent: Envelope) -> list[str]:
    """The hashes that a receipt would name."""
    return [each["sha256"] for each in store.write(lambda session: holdings.name(session, [sent]))[sent.sha256]]


def rows(store: Store, table: Any) -> list[Any]:
    return list(store.read(lambda session: session.exec(select(table)).all()))


def test_what_nothing_names_goes_after_its_time(store: Store, a_month_later: Any) -> None:
    whole, begun = store.whole(b"whole"), store.begin(b"begun")
    store.came(begun, b"beg")
    store.sweep()
    assert len(rows(store, Upload)) == 2
    a_month_later()
    store.sweep()
    assert (rows(store, Upload), rows(store, Part), store.kept()) == ([], [], set())
    with pytest.raises(Problem):
        store.found(whole)
    removed = [entry for entry in rows(store, AuditEntry) if entry.action == "attachment.removed"]
    assert {entry.subject for entry in removed} == {whole.id, begun.id}


def test_the_time_begins_with_the_last_byte(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, now = store.begin(b"begun"), clock.now()
    for days, piece in ((20, b"beg"), (40, b"un")):
        monkeypatch.setattr(clock, "now", lambda days=days: now + timedelta(days=days))
        store.sweep()
        store.came(begun, piece)


def test_what_a_receipt_has_named_never_goes(store: Store, a_month_later: Any) -> None:
    """Though the submission itself were not there: a receipt is a promise."""
    upload = store.whole(b"whole")
    assert name(store, envelope(upload)) == [upload.sha256]
    a_month_later()
    store.sweep()
    assert store.content(upload) == b"whole"


def test_what_a_stored_submission_names_never_goes(store: Store, a_month_later: Any) -> None:
    upload, begun, other = store.whole(b"whole"), store.begin(b"begun"), store.whole(b"other")
    store.came(begun, b"beg")
    for each in (upload, begun):
        receive(store, envelope(each))
    a_month_later()
    store.sweep()
    assert {row.id for row in rows(store, Upload)} == {upload.id, begun.id}
    assert store.found(begun).offset == 3
    assert name(store, envelope(other)) == []


def test_another_file_under_a_named_id_goes(store: Store, a_month_later: Any) -> None:
    upload = store.whole(b"whole")
    same = {"submission": upload.submission, "attachment": upload.attachment}
    other = store.whole(b"other", **same)
    receive(store, envelope(upload))
    a_month_later()
    store.sweep()
    assert store.kept() == {objects.whole(upload.id)}
    assert other.id not in {row.id for row in rows(store, Upload)}


def test_in_whatever_order_what_is_named_is_there(store: Store) -> None:
    """Naming and letting go wait for one another, so that there are only orders."""
    for order in permutations(["naming", "letting go", "emptying"]):
        upload = store.whole(b"whole")
        sent, named = envelope(upload), list[str]()
        for step in order:
            if step == "naming":
                named = name(store, sent)
            elif step == "letting go":
                store.write(lambda session, upload=upload: sweeping._let_go(session, upload.id))
            else:
                store.sweep()
        store.sweep()
        assert (objects.whole(upload.id) in store.kept()) == bool(named), order


def test_what_a_killed_sweep_had_begun_is_ended_by_the_next(store: Store) -> None:
    upload = store.begin(b"abcdefgh")
    store.came(upload, b"abc")
    store.write(lambda session: uploads.withdraw(session, upload.id))
    store.objects.remove_all(objects.parts(upload.id))
    store.sweep()
    assert (rows(store, Upload), rows(store, Part)) == ([], [])


def test_what_came_whole_before_a_kill_is_joined_by_the_next(store: Store) -> None:
    upload = store.begin(b"abcdefgh")
    store.came(upload, b"abcdefgh")
    store.sweep()
    assert (store.content(upload), store.told) == (b"abcdefgh", [upload.submission])
    assert store.kept() == {objects.whole(upload.id)}


def test_parts_that_never_counted_go_and_those_that_count_stay(store: Store, a_month_later: Any) -> None:
    upload = store.begin(b"abcdefgh")
    store.came(upload, b"abc")
    whole = store.whole(b"whole")
    for each in (upload, whole):
        receive(store, envelope(each))
    store.objects.put(objects.part(whole.id, whole.id), b"of a process that was killed")
    fresh = store.kept()
    store.sweep()
    assert store.kept() == fresh
    a_month_later()
    store.sweep()
    assert store.kept() == fresh - {objects.part(whole.id, whole.id)}
    assert store.came(upload, b"defgh").complete
