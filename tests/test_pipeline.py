"""From received to the queue: once, in order of deadlines, whatever one record does."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from firsthand.audit.tables import AuditEntry
from firsthand.base import clock, ids
from firsthand.base.settings import Settings
from firsthand.base.sqlite import SqliteDatabase
from firsthand.encounters.tables import Encounter, Reading
from firsthand.intake import sealing
from firsthand.intake.openings import Opened
from firsthand.intake.tables import Submission
from firsthand.people.tables import Link, Person, PersonVersion
from firsthand.pipeline import Pipeline
from firsthand.referrals import decisions, gradings, queue, steps
from firsthand.referrals.tables import Referral
from support.authors import Author, sealing_key
from support.desk import ANNA, Desk, Viewer, answers, library, person


@pytest.fixture
def desk(database: SqliteDatabase, settings: Settings) -> Desk:
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


def test_a_form_that_was_never_published_is_shown_as_it_came(desk: Desk, author: Author) -> None:
    desk.send(author, version="1999.1", said={"whatever": {"value": "yes"}})
    assert (desk.referral().level, desk.referral().flags) == ("unreadable", ["unknown_form"])
    assert desk.rows(Submission)[0].verified


def test_a_signed_record_that_cannot_be_read_is_its_authors_and_due_in_an_hour(desk: Desk, author: Author) -> None:
    desk.send(author, about={"captured_at": "yesterday"})
    referral = desk.referral()
    assert (referral.level, referral.flags, referral.author) == ("unreadable", ["not_read"], author.practitioner)
    assert minutes(referral) == 60


def test_answers_that_do_not_fit_are_kept_and_flagged(desk: Desk, author: Author) -> None:
    desk.send(author, said=answers(3, injured_now="perhaps"))
    assert desk.referral().flags == ["odd_answers"]


def forged(desk: Desk, author: Author) -> str:
    """In the author's name, with a key that nobody registered."""
    forger = Author(practitioner=author.practitioner, device=author.device)
    return desk.envelope(forger, said=answers(20))


def test_a_forgery_is_in_the_queue_attributed_to_nobody(desk: Desk, author: Author) -> None:
    desk.deliver(forged(desk, author))
    desk.drain()
    referral = desk.referral()
    assert (referral.level, referral.flags, minutes(referral)) == ("not_verified", ["not_verified"], 120)
    assert (referral.author, referral.agency, referral.encounter) == (None, None, None)
    assert desk.rows(Person) == desk.rows(Encounter) == []
    (reading,) = desk.rows(Reading)
    assert (reading.author, reading.problem) == (None, "key-unknown")


def test_a_forgery_sent_first_under_a_real_id_takes_nothing_from_the_real_one(desk: Desk, author: Author) -> None:
    real: dict[str, Any] = {"about": {"id": str(ids.new())}, "encounter": ids.new()}
    forger = Author(practitioner=author.practitioner, device=author.device)
    desk.deliver(desk.envelope(forger, **real))
    desk.deliver(desk.envelope(author, **real, said=answers(15)))
    desk.drain()
    assert {(each.level, each.author) for each in desk.referrals()} == {
        ("not_verified", None),
        ("high", author.practitioner),
    }


def test_the_same_signed_words_in_another_envelope_are_one_record(desk: Desk, author: Author) -> None:

    about = author.about()
    signed = author.signed(about, encounter={"kind": "incident"}, answers=answers(15))
    for _ in range(2):
        desk.deliver(sealing.enclose(signed, about, sealing_key()))
    desk.drain()
    assert len(desk.rows(Submission)) == 2
    assert len(desk.rows(Reading)) == 1
    assert desk.referral().flags == []


def test_two_records_under_one_id_are_both_shown_and_flagged(desk: Desk, author: Author) -> None:
    about = {"id": str(ids.new())}
    encounter = ids.new()
    for count in (15, 2):
        desk.send(author, about=about, encounter=encounter, said=answers(count))
    assert desk.referral().flags == ["start_differs", "conflict"]
    assert desk.referral().level == "high"


def test_another_agency_naming_an_encounter_opens_its_own_flagged(desk: Desk, author: Author) -> None:
    encounter = ids.new()
    desk.send(author, encounter=encounter)
    desk.send(desk.author(), encounter=encounter)
    first, second = desk.referrals()
    assert first.encounter != second.encounter
    assert (first.flags, second.flags) == ([], ["names_encounter"])


def test_a_colleague_of_the_same_agency_joins(desk: Desk, author: Author) -> None:
    encounter = ids.new()
    people = [person(**ANNA)]
    desk.send(author, encounter=encounter, people=people)
    desk.send(desk.author(author), encounter=encounter, people=people, said=answers(15))
    assert desk.referral().level == "high"


def test_an_amendment_stays_beside_what_it_corrects_and_lowers_nothing(desk: Desk, author: Author) -> None:
    encounter, about = ids.new(), {"id": str(ids.new())}
    desk.send(author, encounter=encounter, about=about, said=answers(15))
    desk.send(author, encounter=encounter, amends=UUID(about["id"]), said=answers(1))
    assert desk.referral().level == "high"
    assert "amended" in desk.referral().flags
    assert "amends_unknown" not in desk.referral().flags


def test_times_that_cannot_be_are_flagged(desk: Desk, author: Author) -> None:
    desk.send(author, started=timedelta(hours=-3))
    desk.send(author, started=timedelta(days=9))
    ahead, old = desk.referrals()
    assert ahead.flags == ["started_in_future", "started_after_captured"]
    assert ahead.clock_at == ahead.received_at
    assert old.flags == ["started_long_ago"]


def test_a_phone_whose_clock_is_wrong_is_corrected_and_says_so(desk: Desk, author: Author) -> None:
    with clock.shifted(timedelta(hours=2)):
        envelope, sent_at = desk.envelope(author, started=timedelta(hours=1)), clock.now()
    desk.deliver(envelope, sent_at=sent_at)
    desk.drain()
    referral = desk.referral()
    assert referral.flags == ["clock_offset"]
    assert timedelta(minutes=59) < referral.received_at - referral.clock_at < timedelta(minutes=61)


def test_the_third_incident_in_a_year_is_a_prompt_and_reaches_back(desk: Desk, author: Author) -> None:
    for days in (200, 20, 100):
        desk.send(author, started=timedelta(days=days))
    by_age = sorted(desk.referrals(), key=lambda each: each.started_at)
    assert [each.incidents for each in by_age] == [1, 2, 3]
    assert "dash/2026.1/potential_escalation" in by_age[2].prompts
    assert "dash/2026.1/potential_escalation" not in by_age[1].prompts


def test_only_incidents_count_as_incidents(desk: Desk, author: Author) -> None:
    desk.send(author, kind="home_visit", started=timedelta(days=3))
    desk.send(author)
    assert [each.incidents for each in desk.referrals()] == [0, 1]


def test_people_described_differently_keep_every_version(desk: Desk, author: Author) -> None:
    encounter, who = ids.new(), person(**ANNA)
    desk.send(author, encounter=encounter, people=[who])
    desk.send(author, encounter=encounter, people=[who | {"family_name": "Nowak"}])
    desk.send(author, encounter=encounter, people=[who])
    names = sorted(version.family_name for version in desk.rows(PersonVersion))
    assert names == ["Nowak", ANNA["family_name"]]
    assert "versions_differ" in desk.referral().flags


def test_a_disclosure_kept_with_its_agency_never_enters_the_queue(desk: Desk, author: Author) -> None:
    desk.send(author, form="signs_of_safety", kind="home_visit", route={"to": "agency"})
    assert desk.referrals() == []
    assert desk.rows(Submission)[0].status == "processed"
    assert "submission.kept" in {entry.action for entry in desk.rows(AuditEntry)}


def test_at_an_incident_everything_refers(desk: Desk, author: Author) -> None:
    desk.send(author, form="signs_of_safety", kind="incident", route={"to": "agency"})
    assert desk.referral().flags == ["route_overruled"]


def test_a_refusal_keeps_a_dash_only_where_nobody_else_is_at_risk(desk: Desk, author: Author) -> None:
    declined: dict[str, Any] = {"kind": "enquiry", "route": {"to": "agency"}, "asking": {"consent": "declined"}}
    desk.send(author, **declined)
    assert desk.referrals() == []
    desk.send(author, **declined, said=answers(15))
    desk.send(author, **declined, said=answers(1, pregnant="yes"))
    desk.send(author, **declined, people=[person(**ANNA), person("child")])
    assert [each.flags for each in desk.referrals()] == [["route_overruled"]] * 3


def test_what_arrives_after_the_decision_opens_the_referral_again(desk: Desk, author: Author) -> None:
    encounter, assessor = ids.new(), Viewer()
    desk.send(author, encounter=encounter)
    ready = {"reason": "Read.", "deadlines": desk.settings.deadlines}
    referral = desk.referral().id
    desk.write(lambda session: gradings.record(session, referral, assessor, level="standard", **ready))
    desk.write(lambda session: decisions.record(session, referral, assessor, outcome="notify", reason="Told."))
    desk.send(author, encounter=encounter, said=answers(15), started=timedelta(hours=5))
    again = desk.referral()
    assert (again.stage, again.level, again.graded) == ("needs_grading", "high", None)
    assert "level_raised" in again.flags
    assert again.clock_at > again.received_at


WORDS = ["Świątek-Łoś", "Swiatek", "07700 900001", "9990000018", "999 000 0018", "12 Invented", "ZZ99 3WZ", "he said"]


def test_a_copy_of_the_database_shows_none_of_the_words(desk: Desk, author: Author, settings: Settings) -> None:
    said = answers(15) | {"injured_now_detail": {"value": "he said I would pay"}}
    desk.send(author, said=said, people=[person(**ANNA), person("child", given_name="Olusia Świątek-Łoś")])
    desk.send(author, said=said)
    referral = desk.referrals()[0].id
    ready = {"reason": "Świątek-Łoś knows him.", "deadlines": desk.settings.deadlines}
    desk.write(lambda session: gradings.record(session, referral, Viewer(), level="high", **ready))
    assert len(desk.rows(Link)) == 1
    files = [file for file in settings.data.rglob("*") if file.is_file() and "keys" not in file.parts]
    assert {"firsthand.db", "firsthand.db-wal"} <= {file.name for file in files}
    for file in files:
        _holds_none(file)


def _holds_none(file: Path) -> None:
    content = file.read_bytes()
    for word in [*WORDS, "Olusia"]:
        for encoded in (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")):
            assert encoded not in content, f"{word} in {file.name}"


def test_the_queue_reads_its_index_and_counts_only_what_waits(desk: Desk, author: Author, settings: Settings) -> None:
    desk.send(author)
    with sqlite3.connect(settings.data / "firsthand.db") as copy:
        sql = "EXPLAIN QUERY PLAN SELECT * FROM referrals WHERE waiting IS 1 ORDER BY due_at, id LIMIT 26"
        plan = " ".join(row[3] for row in copy.execute(sql))
    assert "referrals_queue" in plan
    assert "TEMP B-TREE" not in plan
