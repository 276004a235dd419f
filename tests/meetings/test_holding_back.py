"""A score goes no further before the reveal, and further by itself where there is none; nothing else waits for it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from firsthand.audit.tables import AuditEntry
from firsthand.base import clock, ids
from firsthand.encounters.tables import Encounter, Reading
from firsthand.intake import processing, sealing
from firsthand.intake.tables import Submission
from firsthand.meetings import rules, scores
from firsthand.meetings.tables import MeetingScore
from firsthand.people.tables import Person
from firsthand.pipeline import Pipeline
from firsthand.referrals import records, standings, steps
from support.authors import Author, sealing_key
from support.desk import Desk, Viewer, answers, library
from support.table import Table


def flags(desk: Desk) -> list[list[str]]:
    """Of each record, in order of arrival."""
    readings = sorted(desk.rows(Reading), key=lambda each: each.received_at)
    return [[flag for flag in each.flags if flag != "amended"] for each in readings]


def row(desk: Desk) -> Submission:
    (found,) = desk.rows(Submission)
    return found


def test_a_score_is_verified_and_goes_no_further(desk: Desk, table: Table) -> None:
    table.send(table.member(), 7)
    assert desk.referrals() == desk.rows(Reading) == desk.rows(Encounter) == desk.rows(Person) == []
    assert (row(desk).status, row(desk).verified) == ("received", True) and processing.is_held(row(desk))
    assert row(desk).retry_at == table.meeting.ends_at
    assert len(desk.rows(MeetingScore)) == 1


def test_the_reveal_sends_it_to_the_chairs_referral(desk: Desk, table: Table) -> None:
    table.send(table.chair, 3)
    table.send(table.member(), 7)
    table.reveal()
    referral = desk.referral()
    assert (referral.author, referral.agency) == (table.chair.practitioner, table.meeting.agency)
    assert flags(desk) == [["scored_in_meeting"], ["scored_in_meeting"]]
    assert {each.status for each in desk.rows(Submission)} == {"processed"}
    assert len(desk.rows(Encounter)) == 1
    assert not {"names_encounter", "meeting_not_joined"} & set(referral.flags)


def test_the_record_says_whose_agency_gave_it(desk: Desk, table: Table) -> None:
    member = table.member()
    table.send(member)
    table.abstain()
    table.send(table.member())
    table.reveal()
    agencies = {each.author: each.agency for each in desk.rows(Reading)}
    assert agencies[member.practitioner] == table.viewer(member).agency


def test_all_orders_of_arrival_come_to_the_same_referral(desk: Desk) -> None:
    seen = set()
    for order in ((0, 1, 2), (1, 2, 0), (2, 1, 0)):
        table = Table(desk)
        member, other = table.member(), table.member()
        sealed = [table.score(table.chair, 3), table.score(member, 5), table.score(other, 9)]
        for place in order:
            desk.deliver(sealed[place])
            desk.drain()
        table.reveal()
        (encounter,) = [each for each in desk.rows(Encounter) if each.named == table.encounter]
        (referral,) = [each for each in desk.referrals() if each.encounter == encounter.id]
        (own,) = {each.reference for each in desk.rows(Submission) if each.author == table.chair.practitioner} & {
            each.reference for each in desk.rows(Submission) if each.encounter == table.encounter
        }
        assert (referral.reference, referral.author) == (own, table.chair.practitioner)
        seen.add((referral.level, tuple(referral.flags), tuple(encounter.flags), encounter.kind))
    assert len(seen) == 1


def test_a_record_of_the_chairs_joins_before_and_after(desk: Desk, table: Table) -> None:
    member = table.member()
    table.send(member, 5)
    desk.send(table.chair, encounter=table.encounter, kind="meeting", meeting=table.meeting.id)
    assert desk.referral().author == table.chair.practitioner
    table.abstain()
    table.send(table.member(), 6)
    table.reveal()
    assert (len(desk.referrals()), len(desk.rows(Reading))) == (1, 3)


def test_a_risk_assessment_in_the_same_meeting_waits_for_nothing(desk: Desk, table: Table) -> None:
    desk.send(table.member(), encounter=table.encounter, said=answers(16), kind="meeting", meeting=table.meeting.id)
    referral = desk.referral()
    assert (referral.level, referral.author, flags(desk)) == ("high", table.chair.practitioner, [[]])


def test_a_meeting_whose_chair_never_reveals_lapses_by_itself(desk: Desk, table: Table) -> None:
    table.send(table.member(), 4)
    table.lapse()
    assert (desk.referral().author, flags(desk)) == (table.chair.practitioner, [["not_revealed"]])
    assert row(desk).status == "processed"


def test_what_arrives_after_the_reveal_is_marked_whatever_its_clock_says(desk: Desk, table: Table) -> None:
    late = table.member()
    table.send(table.chair, 3)
    table.send(table.member(), 7)
    long_ago = (clock.now() - timedelta(days=2)).isoformat()
    sealed = table.score(late, 5, about={"captured_at": long_ago})
    table.reveal()
    desk.deliver(sealed)
    desk.drain()
    assert flags(desk)[-1][-1] == "after_seeing_others"
    assert len(desk.referrals()) == 1


def test_what_had_arrived_and_was_not_read_at_the_reveal_was_blind(desk: Desk, table: Table) -> None:
    slow = table.member()
    table.send(table.chair, 3)
    table.send(table.member(), 7)
    desk.deliver(table.score(slow, 5))
    table.reveal()
    assert flags(desk) == [["scored_in_meeting"]] * 3


def test_an_amendment_before_the_reveal_is_held_too_and_both_are_kept(desk: Desk, table: Table) -> None:
    member, first = table.member(), ids.new()
    table.send(table.chair, 3)
    table.send(member, 7, about={"id": str(first)})
    table.send(member, 6, amends=first)
    assert desk.referrals() == []
    table.reveal()
    assert flags(desk) == [["scored_in_meeting"]] * 3


def test_an_amendment_after_the_reveal_was_given_after_seeing_others(desk: Desk, table: Table) -> None:
    member, first = table.member(), ids.new()
    table.send(table.chair, 3)
    table.send(member, 7, about={"id": str(first)})
    table.reveal()
    table.send(member, 6, amends=first)
    assert flags(desk)[-1] == ["after_seeing_others"]


def test_who_was_not_let_in_gives_an_ordinary_record(desk: Desk, table: Table) -> None:
    stranger = desk.author()
    table.send(stranger, 5)
    assert (desk.referral().author, flags(desk)) == (stranger.practitioner, [["meeting_not_joined"]])


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_who_is_declined_is_held_back_until_the_others_are_revealed(desk: Desk, table: Table, before: bool) -> None:
    """Else whoever reads it at the desk could have its author let in again, as if it were blind."""
    asking = desk.author()
    table.ask(asking)
    if before:
        table.answer(asking, admitted=False)
    table.send(asking, 5)
    table.answer(asking, admitted=False)
    desk.drain()
    assert desk.referrals() == []
    table.abstain()
    for _ in range(2):
        table.send(table.member())
    table.reveal()
    (own,) = [each for each in desk.referrals() if each.author == asking.practitioner]
    assert "meeting_not_joined" in own.flags


def test_who_is_declined_goes_on_where_nobody_reveals(desk: Desk, table: Table) -> None:
    asking = desk.author()
    table.ask(asking)
    table.answer(asking, admitted=False)
    table.send(asking, 5)
    table.lapse()
    assert (desk.referral().author, flags(desk)) == (asking.practitioner, [["meeting_not_joined"]])


def test_who_is_let_in_again_has_given_what_came_meanwhile(desk: Desk, table: Table) -> None:
    """Declined when it was read, and when it arrived."""
    member = table.member()
    desk.deliver(table.score(member, 5))
    table.answer(member, admitted=False)
    desk.drain()
    table.answer(member)
    table.send(table.chair, 4)
    table.reveal()
    assert flags(desk) == [["scored_in_meeting"]] * 2


def test_being_let_in_counts_for_what_was_sent_before(desk: Desk, table: Table) -> None:
    asking = desk.author()
    table.ask(asking)
    table.send(asking, 5)
    table.answer(asking)
    table.send(table.chair, 4)
    table.reveal()
    assert flags(desk) == [["scored_in_meeting"]] * 2


def test_a_meeting_of_another_encounter_or_of_nothing_holds_nothing_back(desk: Desk, table: Table) -> None:
    member = table.member()
    table.send(member, encounter=ids.new())
    table.send(member, meeting=ids.new())
    table.send(member, meeting="the one on Tuesday")
    assert flags(desk) == [["meeting_not_joined"]] * 3


def test_a_restart_holds_on_and_writes_nothing_down_again(desk: Desk, table: Table) -> None:
    table.send(table.member(), 5)
    entries = len(desk.rows(AuditEntry))
    desk.pipeline = Pipeline(desk.settings, desk.database, library(), desk.told.append)

    async def begin() -> None:
        await desk.pipeline.start()
        await desk.pipeline.drain()
        await desk.pipeline.stop()

    asyncio.run(begin())
    assert desk.referrals() == [] and row(desk).retry_at == table.meeting.ends_at
    assert (len(desk.rows(MeetingScore)), len(desk.rows(AuditEntry))) == (1, entries)


def test_the_same_words_in_another_envelope_lose_nobodys_score(desk: Desk, table: Table) -> None:
    """The first waits while the second is told to be its copy."""
    member = table.member()
    about = member.about(form="signs_of_safety", form_version="2026.2", encounter=str(table.encounter))
    said = {"kind": "meeting", "meeting": str(table.meeting.id)}
    signed = member.signed(about, encounter=said, answers={"score": {"value": 5}})
    for _ in range(2):
        desk.deliver(sealing.enclose(signed, about, sealing_key()))
        desk.drain()
    table.send(table.chair, 4)
    table.reveal()
    assert len(desk.rows(Reading)) == 2
    assert {tuple(each.flags) for each in desk.rows(Submission)} == {(), ("same-words",)}


def test_its_author_sees_and_reads_it_meanwhile(desk: Desk, table: Table) -> None:
    member = table.member()
    table.send(member, 7)
    (standing,) = desk.read(lambda session: standings.by_author(session, member.practitioner))
    assert (standing.row.status, standing.referral) == ("received", None)
    own = Viewer("practitioner", member.practitioner)
    look = desk.write(lambda session: records.look_at_own(session, standing.row.submission, own))
    (record,) = desk.read(lambda session: records.open_one(session, look))
    assert record.payload.answers["score"].value == 7


def test_those_who_take_part_are_told_that_somebody_scored_and_nobody_else(desk: Desk, table: Table) -> None:
    member, asking, declined = table.member(), desk.author(), table.member()
    table.ask(asking)
    table.answer(declined, admitted=False)
    desk.told.clear()
    table.send(member, 7)
    told = {scores.topic(table.meeting.id, each.practitioner) for each in (table.chair, member)}
    assert (set(desk.told), len(desk.told)) == (told, 2)


def test_beyond_so_many_scores_of_one_member_none_counts_and_all_are_held(
    desk: Desk, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A board opens each of them at each look."""
    monkeypatch.setattr(rules, "MOST_SCORES", 2)
    member = table.member()
    for value in (1, 2):
        table.send(member, value)
    desk.told.clear()
    table.send(member, 9)
    assert (len(desk.rows(MeetingScore)), desk.told, desk.referrals()) == (2, [], [])
    table.send(table.chair, 3)
    table.reveal()
    assert len(desk.rows(Reading)) == 4 and len(desk.rows(MeetingScore)) == 3


def test_a_record_that_stood_apart_is_not_opened_once_it_is_a_score_held_back(desk: Desk, table: Table) -> None:
    """It could not be read at first, and is in the queue as it came."""
    member = table.member()
    desk.deliver(table.score(member, 7))

    def fail(session: Any) -> None:
        (envelope,) = session.exec(select(Submission.id))
        steps.fail(session, envelope, "Hiccup", desk.pipeline._practice)

    desk.write(fail)
    with clock.shifted(timedelta(minutes=1)):
        desk.drain()
    apart = desk.referral()
    look = desk.write(lambda session: records.look(session, apart.id, Viewer()))
    assert desk.read(lambda session: records.open(session, look)).records == []
    table.send(table.chair, 4)
    table.reveal()
    (referral,) = desk.referrals()
    assert (referral.id, referral.reference, len(desk.rows(Reading))) == (apart.id, apart.reference, 2)


def test_what_is_held_no_longer_and_then_fails_is_shown_and_its_author_told(desk: Desk, table: Table) -> None:
    member = table.member()
    table.send(member, 7)

    def fails(session: Any) -> None:
        for envelope in processing.take_up(session):
            steps.fail(session, envelope, "Hiccup", desk.pipeline._practice)

    with clock.shifted(timedelta(hours=4, minutes=1)):
        desk.write(fails)
        apart = desk.referral()
        look = desk.write(lambda session: records.look(session, apart.id, Viewer()))
        (record,) = desk.read(lambda session: records.open(session, look)).records
        (standing,) = desk.read(lambda session: standings.by_author(session, member.practitioner))
    assert record.payload.answers["score"].value == 7 and not standing.held
    with clock.shifted(timedelta(hours=4, minutes=2)):
        desk.drain()
    assert flags(desk) == [["not_revealed"]]


def test_two_meetings_of_one_encounter_do_not_wait_for_each_other(desk: Desk, table: Table) -> None:
    table.send(table.chair, 3)
    table.send(table.member(), 4)
    table.reveal()
    again = table.open()
    assert again.id != table.meeting.id
    table.meeting = again
    table.send(table.chair, 6)
    assert len(flags(desk)) == 2


def test_nothing_is_held_by_somebody_elses_word(desk: Desk, table: Table) -> None:
    """A forged score of a member's is attributed to nobody, and counts as nobody's."""
    member = table.member()
    desk.deliver(table.score(Author(practitioner=member.practitioner, device=member.device), 0))
    desk.drain()
    assert desk.referral().level == "not_verified"
    assert desk.rows(MeetingScore) == []


@pytest.mark.parametrize("over", [timedelta(), timedelta(hours=4)], ids=["revealed", "lapsed"])
def test_guests_write_into_the_chairs_encounter_for_a_week_and_no_longer(
    desk: Desk, table: Table, over: timedelta
) -> None:
    """A week and the time in which scores can be read: a phone may have been without a signal."""
    member = table.member()
    if not over:
        table.send(table.chair, 3)
        table.send(member, 4)
        table.reveal()
    for late, joined in ((timedelta(minutes=-1), True), (timedelta(minutes=1), False)):
        before = len(desk.rows(Encounter))
        with clock.shifted(over + rules.JOINING + late):
            table.send(table.chair, form="dash", version="2026.1", said=answers(1))
            table.send(member, form="dash", version="2026.1", said=answers(1))
        assert flags(desk)[-1] == ([] if joined else ["meeting_not_joined"])
        assert len(desk.rows(Encounter)) - before == (bool(over) and joined) + (not joined)
