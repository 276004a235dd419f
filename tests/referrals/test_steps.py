"""What becomes of one envelope: whose it is, what it joins, whether it refers, what it changes for others."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from firsthand.audit.tables import AuditEntry
from firsthand.base import clock, ids
from firsthand.encounters.tables import Encounter, Reading
from firsthand.forms.library import Library
from firsthand.intake import sealing
from firsthand.intake.tables import Submission
from firsthand.people.tables import Person, PersonVersion
from firsthand.pipeline import Pipeline
from firsthand.referrals import decisions, gradings, standings
from firsthand.referrals.tables import Referral
from support.authors import Author, sealing_key
from support.desk import ANNA, Desk, Viewer, answers, library, person


@pytest.fixture
def author(desk: Desk) -> Author:
    return desk.author()


def minutes(referral: Referral) -> int:
    return round((referral.due_at - referral.clock_at).total_seconds() / 60)


def test_a_form_that_was_never_published_is_shown_as_it_came(desk: Desk, author: Author) -> None:
    desk.send(author, version="1999.1", said={"whatever": {"value": "yes"}})
    assert (desk.referral().level, desk.referral().flags) == ("unreadable", ["unknown_form"])
    assert desk.rows(Submission)[0].verified


def test_a_record_is_read_once_the_service_has_its_form(desk: Desk, author: Author) -> None:
    desk.send(author, version="1999.1", said=answers(15))
    key, published = ("dash", "1999.1"), library()
    form = published.current("dash").model_copy(update={"version": "1999.1"})
    wordings = published.wordings["dash", "2026.1"]
    later = Library({**published.forms, key: form}, {**published.wordings, key: wordings})
    desk.pipeline = Pipeline(desk.settings, desk.database, later, desk.told.append)

    async def begin() -> None:
        await desk.pipeline.start()
        await desk.pipeline.drain()
        await desk.pipeline.stop()

    asyncio.run(begin())
    assert (desk.referral().level, desk.referral().flags) == ("high", [])


def test_a_signed_record_that_cannot_be_read_is_its_authors_and_due_in_an_hour(desk: Desk, author: Author) -> None:
    desk.send(author, about={"form_version": 7})
    referral = desk.referral()
    assert (referral.level, referral.flags, referral.author) == ("unreadable", ["not_read"], author.practitioner)
    assert minutes(referral) == 60


def test_a_time_of_writing_that_is_no_time_is_left_aside_and_the_rest_is_read(desk: Desk, author: Author) -> None:
    desk.send(author, about={"captured_at": "yesterday"}, said=answers(15))
    assert (desk.referral().level, desk.referral().flags) == ("high", ["odd_answers"])


def test_a_record_of_no_encounter_that_can_be_found_is_in_the_queue_once_and_at_its_end(
    desk: Desk, author: Author
) -> None:
    desk.send(author, about={"encounter": "upstairs"})
    entries = len(desk.rows(AuditEntry))
    with clock.shifted(timedelta(hours=1)):
        desk.drain()
    referral, (row,) = desk.referral(), desk.rows(Submission)
    assert (referral.level, referral.flags, referral.author) == ("unreadable", ["not_read"], author.practitioner)
    assert (row.status, row.verified, len(desk.rows(AuditEntry))) == ("needs_attention", True, entries)
    standing = desk.read(lambda session: standings.of_row(session, session.get_one(Submission, row.id)))
    assert standing.referral.id == referral.id


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
