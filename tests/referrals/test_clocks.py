"""A phone's clock a day fast or slow: the deadline of a right one, to the minute, and "clock in doubt"."""

import json
from datetime import timedelta

import pytest
from sqlmodel import Session

from firsthand.audit import entries
from firsthand.base import clock, ids, keyring
from firsthand.encounters.tables import Reading
from firsthand.identity.tables import Device
from firsthand.intake import deliveries, submissions
from firsthand.intake.submissions import Courier
from firsthand.referrals import rules
from firsthand.referrals.tables import Referral
from support.authors import Author
from support.desk import Desk

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
BEGAN = timedelta(minutes=30)
"""Before it was written."""


@pytest.fixture
def author(desk: Desk) -> Author:
    return desk.author()


def sent(
    desk: Desk,
    author: Author,
    *,
    writing: timedelta = timedelta(),
    sending: timedelta | None = None,
    offline: timedelta = timedelta(),
    courier: Courier | None = None,
) -> Referral:
    """By a phone whose clock was ahead by `writing`, then by `sending`; `offline` for so long in between."""
    with clock.shifted(writing - offline):
        envelope = desk.envelope(author, started=BEGAN)
    members = {} if sending is None else {"sent_at": (clock.now() + sending).isoformat()}
    body = json.dumps({"submissions": [envelope], **members})
    delivery = deliveries.read(body.encode(), {key["kid"] for key in keyring.current().sealing})
    by = courier or Courier(device=author.device)
    desk.write(lambda session: submissions.receive(session, delivery, by))
    desk.drain()
    return desk.referrals()[-1]


def began(referral: Referral) -> timedelta:
    """Before it arrived, as its deadline has it."""
    return referral.received_at - referral.clock_at


def doubts(referral: Referral) -> set[str]:
    return {flag for flag in referral.flags if flag.startswith(("clock_", "started_"))}


@pytest.mark.parametrize("offline", [timedelta(), 3 * HOUR, 5 * DAY])
def test_a_clock_that_is_wrong_throughout_gives_the_deadline_of_a_right_one(
    desk: Desk, author: Author, offline: timedelta
) -> None:
    right = sent(desk, author, sending=timedelta(), offline=offline)
    for ahead in (DAY, -DAY, 3 * HOUR, -3 * HOUR, 40 * DAY, -40 * DAY):
        wrong = sent(desk, author, writing=ahead, sending=ahead, offline=offline)
        assert abs(began(wrong) - (BEGAN + offline)) < MINUTE, ahead
        assert abs((wrong.due_at - wrong.received_at) - (right.due_at - right.received_at)) < MINUTE, ahead
        assert doubts(wrong) - doubts(right) == {"clock_offset"}, ahead


def test_a_clock_that_is_right_is_in_no_doubt(desk: Desk, author: Author) -> None:
    referral = sent(desk, author, sending=timedelta(minutes=4), offline=2 * DAY)
    assert (doubts(referral), referral.needs_attention) == (set(), False)


def test_a_fast_clock_that_was_set_right_before_the_sending_is_taken_back_to_the_arrival(
    desk: Desk, author: Author
) -> None:
    """As a phone does that finds the network again."""
    referral = sent(desk, author, writing=DAY, sending=timedelta(), offline=timedelta(minutes=2))
    assert abs(began(referral) - BEGAN) < MINUTE
    assert doubts(referral) == {"clock_doubtful"}
    assert referral.needs_attention


def test_a_clock_that_went_wrong_after_the_writing_moves_no_start_into_the_future(desk: Desk, author: Author) -> None:
    referral = sent(desk, author, writing=timedelta(), sending=-DAY, offline=HOUR)
    assert abs(began(referral) - (BEGAN + HOUR)) < MINUTE
    assert doubts(referral) == {"clock_doubtful"}


def test_a_clock_that_went_ahead_after_the_writing_makes_it_due_no_later(desk: Desk, author: Author) -> None:
    referral = sent(desk, author, writing=timedelta(), sending=DAY)
    assert began(referral) >= BEGAN
    assert doubts(referral) == {"clock_offset"}


def test_the_clock_of_whoever_brings_it_says_nothing_of_the_one_that_wrote_it(desk: Desk, author: Author) -> None:
    colleague = desk.author()
    by = Courier(colleague.practitioner, colleague.device)
    for relays_by in (timedelta(), DAY, -DAY):
        referral = sent(desk, author, sending=relays_by, offline=HOUR, courier=by)
        assert abs(began(referral) - (BEGAN + HOUR)) < MINUTE, relays_by
        assert doubts(referral) == {"clock_unknown"}, relays_by


def test_a_fast_phone_whose_record_another_brings_is_never_due_later_than_from_its_arrival(
    desk: Desk, author: Author
) -> None:
    colleague = desk.author()
    by = Courier(colleague.practitioner, colleague.device)
    for relays_by in (timedelta(), DAY):
        referral = sent(desk, author, writing=DAY, sending=relays_by, courier=by)
        assert abs(began(referral) - BEGAN) < MINUTE, relays_by
        assert doubts(referral) == {"clock_doubtful", "clock_unknown"}, relays_by


def test_colleagues_in_one_browser_have_one_clock(desk: Desk, author: Author) -> None:
    colleague = desk.author()

    def share(session: Session) -> None:
        for device in (author.device, colleague.device):
            session.get_one(Device, device).installation = "one-tablet"
        entries.record(session, "device.enrolled")

    desk.write(share)
    by = Courier(colleague.practitioner, colleague.device)
    referral = sent(desk, author, writing=DAY, sending=DAY, courier=by)
    assert abs(began(referral) - BEGAN) < MINUTE
    assert doubts(referral) == {"clock_offset"}


def test_what_was_corrected_is_kept_so_that_both_times_can_be_shown(desk: Desk, author: Author) -> None:
    sent(desk, author, writing=DAY, sending=DAY)
    sent(desk, author, writing=-DAY, sending=-DAY)
    assert sorted(reading.clock_ahead * MINUTE for reading in desk.rows(Reading)) == [-DAY, DAY]


def test_what_cannot_be_read_of_the_clock_is_not_guessed(desk: Desk, author: Author) -> None:
    referral = sent(desk, author, sending=None, offline=2 * HOUR)
    assert abs(began(referral) - (BEGAN + 2 * HOUR)) < MINUTE
    assert doubts(referral) == set()


def test_a_clock_of_another_century_breaks_nothing(desk: Desk, author: Author) -> None:
    about = {"id": str(ids.new()), "captured_at": "2199-12-31T00:00:00+00:00"}
    envelope = desk.envelope(author, about=about)
    desk.deliver(envelope)
    desk.drain()
    referral = desk.referral()
    assert referral.clock_at <= referral.received_at
    assert rules.needs_attention(referral.flags)
