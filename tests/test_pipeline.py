"""From received to the queue: once, in order of deadlines, whatever one record does."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from firsthand.audit.tables import AuditEntry
from firsthand.base import clock, ids
from firsthand.base.database import Database
from firsthand.base.problems import Problem
from firsthand.base.settings import Settings
from firsthand.encounters.tables import Reading
from firsthand.intake.openings import Opened
from firsthand.intake.tables import Submission
from firsthand.people.tables import Link
from firsthand.pipeline import Pipeline
from firsthand.referrals import gradings, queue, steps
from firsthand.referrals.tables import Referral
from support.authors import Author
from support.databases import stored
from support.desk import ANNA, Desk, Viewer, answers, library, person


@pytest.fixture
def desk(database: Database, settings: Settings) -> Desk:
    return Desk(database, settings)


@pytest.fixture
def author(desk: Desk) -> Author:
    return desk.author()


def minutes(referral: Referral) -> int:
    return round((referral.due_at - referral.clock_at).total_seconds() / 60)


def test_a_dash_is_in_the_queue_with_its_level_and_why(desk: Desk, author: Author) -> None:
    desk.send(author, said=answers(15))
    referral = desk.referral()
    assert (referral.level, referral.stage, referral.kind) == ("high", "needs_grading", "incident")
    assert referral.reasons[0] == "dash/2026.1/visible_high_risk"
    assert (referral.author, referral.flags, minutes(referral)) == (author.practitioner, [], 120)
    assert desk.rows(Submission)[0].status == "processed"
    assert desk.told == ["queue", f"referral:{referral.id}"]


def test_the_clock_starts_at_the_encounter_not_at_its_arrival(desk: Desk, author: Author) -> None:
    desk.send(author, started=timedelta(hours=9), said=answers(1))
    referral = desk.referral()
    assert referral.clock_at < referral.received_at - timedelta(hours=8)
    assert referral.due_at == referral.clock_at + timedelta(hours=24)


def test_what_is_due_first_comes_first_whatever_its_level(desk: Desk, author: Author) -> None:
    desk.send(author, said=answers(15), started=timedelta())
    desk.send(author, said=answers(2), started=timedelta(hours=23))
    desk.send(author, said=answers(11), started=timedelta(hours=3))
    rows = desk.read(queue.page).rows
    assert [row.level for row in rows] == ["standard", "high", "medium"]


def test_a_standard_case_comes_up_before_it_is_late_though_high_ones_keep_arriving(desk: Desk, author: Author) -> None:
    desk.send(author, said=answers(1))
    (oldest,) = desk.referrals()
    with clock.at(oldest.due_at - timedelta(minutes=30)):
        for _ in range(3):
            desk.send(author, said=answers(20), started=timedelta())
        assert desk.read(queue.page).rows[0].id == oldest.id


def test_not_enough_answers_are_due_as_high(desk: Desk, author: Author) -> None:
    desk.send(author, said=answers(2, no=3))
    assert (desk.referral().level, minutes(desk.referral())) == ("not_established", 120)


def test_an_encounter_without_an_assessment_is_due_as_high(desk: Desk, author: Author) -> None:
    desk.send(author, form="child_voice", people=[person("child", given_name="Ola")])
    referral = desk.referral()
    assert (referral.level, referral.reasons, minutes(referral)) == ("not_established", ["no_risk_assessment"], 120)
    assert referral.children == 1


def test_forms_of_one_encounter_make_one_referral_whatever_their_order(desk: Desk, author: Author) -> None:
    for said in (answers(1), answers(15)):
        encounter, people = ids.new(), [person(**ANNA), person("child", given_name="Ola")]
        shared: dict[str, Any] = {"encounter": encounter, "people": people}
        envelopes = [desk.envelope(author, **shared, said=said), desk.envelope(author, **shared, form="child_voice")]
        desk.deliver(*envelopes)
        desk.drain()
    standard, high = desk.referrals()
    assert (standard.level, high.level) == ("standard", "high")
    assert standard.children == high.children == 1


def test_a_worry_about_a_child_joins_the_referral_of_its_encounter(desk: Desk, author: Author) -> None:
    child = person("child", given_name="Ola")
    shared: dict[str, Any] = {"encounter": ids.new(), "people": [person(**ANNA), child]}
    desk.send(author, **shared, form="child_concern", subject=child["id"])
    assert (desk.referral().level, desk.referral().children) == ("not_established", 1)
    desk.send(author, **shared, said=answers(1))
    assert desk.referral().level == "standard"


def test_twenty_submissions_at_once_open_one_referral(desk: Desk, author: Author) -> None:
    encounter = ids.new()
    desk.deliver(*(desk.envelope(author, encounter=encounter, said=answers(n)) for n in range(20)))
    desk.drain()
    assert desk.referral().level == "high"
    assert len(desk.rows(Reading)) == 20


async def served(desk: Desk, *, then: Callable[[Pipeline], None] = lambda _: None) -> None:
    """A process of its own: starts, lets something happen, ends once the queue was told."""
    loop, changed = asyncio.get_running_loop(), asyncio.Event()
    pipeline = Pipeline(desk.settings, desk.database, library(), lambda _: loop.call_soon_threadsafe(changed.set))
    await pipeline.start()
    await asyncio.sleep(0.05)
    await asyncio.to_thread(then, pipeline)
    await asyncio.wait_for(changed.wait(), 4)
    await pipeline.drain()
    await pipeline.stop()


def test_what_was_left_by_a_process_that_ended_is_taken_up(desk: Desk, author: Author) -> None:
    desk.deliver(desk.envelope(author), desk.envelope(author))
    asyncio.run(served(desk))
    assert len(desk.referrals()) == 2


def test_what_is_stored_while_it_runs_reaches_the_queue_at_once(desk: Desk, author: Author) -> None:
    def store(pipeline: Pipeline) -> None:
        desk.deliver(desk.envelope(author))
        pipeline.wake()

    asyncio.run(served(desk, then=store))
    assert desk.referral().level == "standard"


class Bug(Exception):
    pass


@pytest.mark.parametrize("step", ["_parsed", "_refer"])
def test_a_record_that_breaks_us_is_flagged_in_the_queue_and_holds_up_no_other(
    desk: Desk, author: Author, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    whole = getattr(steps, step)

    def breaks_on_scales(*given: Any, **named: Any) -> Any:
        if "signs_of_safety" in {
            getattr(each, "form", None) or each.header["form"] for each in given if _names_form(each)
        }:
            raise Bug("with words of the record")
        return whole(*given, **named)

    monkeypatch.setattr(steps, step, breaks_on_scales)
    desk.deliver(desk.envelope(author, form="signs_of_safety"))
    desk.deliver(desk.envelope(author))
    desk.drain()
    apart, other = desk.referrals()
    assert (apart.level, apart.flags, apart.needs_attention, minutes(apart)) == ("unreadable", ["not_read"], True, 60)
    assert (apart.author, other.level) == (None, "standard")
    assert {row.status for row in desk.rows(Submission)} == {"received", "processed"}


def _names_form(given: Any) -> bool:
    return isinstance(given, Submission | Opened)


@pytest.mark.parametrize("step", ["read", "settle"])
def test_while_the_database_is_away_records_wait_unflagged(
    desk: Desk, author: Author, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def away(*_: Any, **__: Any) -> Any:
        raise OperationalError("", {}, Exception())

    desk.deliver(desk.envelope(author))
    with monkeypatch.context() as patched:
        patched.setattr(steps, step, away)
        with pytest.raises((OperationalError, Problem)):
            desk.drain()
    assert desk.referrals() == []
    desk.drain()
    assert desk.referral().flags == []


def test_a_record_that_could_be_read_later_takes_its_place(
    desk: Desk, author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise Bug

    with monkeypatch.context() as patched:
        patched.setattr(steps, "_parsed", broken)
        desk.send(author, said=answers(15))
    (apart,) = desk.referrals()
    with clock.shifted(timedelta(minutes=10)):
        desk.drain()
    referral = desk.referral()
    assert referral.id == apart.id
    assert (referral.level, referral.author, referral.flags) == ("high", author.practitioner, [])


@pytest.mark.parametrize("step", ["_parsed", "_refer", "_reading"])
def test_a_record_that_breaks_us_for_good_is_told_once(
    desk: Desk, author: Author, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise Bug

    monkeypatch.setattr(steps, step, broken)
    desk.send(author)
    referrals, entries, told = len(desk.referrals()), len(desk.rows(AuditEntry)), len(desk.told)
    for hours in range(1, 6):
        with clock.shifted(timedelta(hours=hours)):
            desk.drain()
    (row,) = desk.rows(Submission)
    assert (row.status, row.attempts) == ("received", 6)
    assert (len(desk.referrals()), len(desk.rows(AuditEntry)), len(desk.told)) == (referrals, entries, told)


WORDS = ["Świątek-Łoś", "Swiatek", "07700 900001", "9990000018", "999 000 0018", "12 Invented", "ZZ99 3WZ", "he said"]


def test_a_copy_of_the_database_shows_none_of_the_words(desk: Desk, author: Author, settings: Settings) -> None:
    said = answers(15) | {"injured_now_detail": {"value": "he said I would pay"}}
    desk.send(author, said=said, people=[person(**ANNA), person("child", given_name="Olusia Świątek-Łoś")])
    desk.send(author, said=said)
    referral = desk.referrals()[0].id
    ready = {"reason": "Świątek-Łoś knows him.", "deadlines": desk.settings.deadlines}
    desk.write(lambda session: gradings.record(session, referral, Viewer(), level="high", **ready))
    assert len(desk.rows(Link)) == 1
    kept = stored(desk.database)
    assert b"referral.graded" in kept
    for word in [*WORDS, "Olusia"]:
        for encoded in (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")):
            assert encoded not in kept, word


EXPLAIN = {
    "sqlite": ["EXPLAIN QUERY PLAN "],
    "postgresql": ["SET LOCAL enable_seqscan = off", "SET LOCAL enable_bitmapscan = off", "EXPLAIN "],
}


def test_the_queue_reads_its_index_and_counts_only_what_waits(desk: Desk, author: Author, backend: str) -> None:
    desk.send(author)
    *before, explain = EXPLAIN[backend]
    with desk.database.engine.connect() as connection:
        for each in before:
            connection.exec_driver_sql(each)
        truth = "1" if backend == "sqlite" else "TRUE"
        query = f"SELECT * FROM referrals WHERE waiting IS {truth} ORDER BY due_at, id LIMIT 26"
        plan = " ".join(str(row) for row in connection.exec_driver_sql(explain + query))
    assert "referrals_queue" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
