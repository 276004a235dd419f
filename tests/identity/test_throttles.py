from datetime import timedelta

import pytest
from sqlmodel import select

from firsthand.base import clock
from firsthand.base.problems import Problem
from firsthand.identity import throttles
from firsthand.identity.tables import Throttle
from firsthand.identity.throttles import Attempt

QUILL = "quill@firsthand.example"


def take(identity, attempt):
    return identity.write(lambda session: throttles.take(session, attempt))


def refused(identity, attempt):
    with pytest.raises(Problem) as problem:
        take(identity, attempt)
    assert problem.value.code == "slow-down"
    return int(problem.value.headers["Retry-After"])


def test_an_account_under_attack_from_everywhere_is_slowed_and_never_refused(identity):
    delays = [take(identity, Attempt(QUILL, f"192.0.2.{place}")) for place in range(200)]
    assert delays[: throttles.ACCOUNT.burst] == [timedelta()] * throttles.ACCOUNT.burst
    assert set(delays[throttles.ACCOUNT.burst :]) == {throttles.SLOWED}


def test_the_attack_is_soon_forgotten(identity):
    for place in range(200):
        take(identity, Attempt(QUILL, f"192.0.2.{place}"))
    with clock.shifted(throttles.ACCOUNT.burst * throttles.ACCOUNT.each):
        assert take(identity, Attempt(QUILL, "198.51.100.7")) == timedelta()


def test_an_enrolled_device_is_not_slowed_by_what_others_try(identity):
    for place in range(50):
        take(identity, Attempt(QUILL, f"192.0.2.{place}"))
    for _ in range(5):
        take(identity, Attempt(QUILL, "198.51.100.7"))
    refused(identity, Attempt(QUILL, "198.51.100.7"))
    assert take(identity, Attempt(QUILL, "198.51.100.7", "a device")) == timedelta()


def test_a_refused_try_does_not_lengthen_the_wait(identity):
    attempt = Attempt(QUILL, "192.0.2.1")
    for _ in range(5):
        take(identity, attempt)
    waits = {refused(identity, attempt) for _ in range(20)}
    assert max(waits) <= throttles.PAIR.each.total_seconds()


def test_after_the_wait_that_was_named_one_more_try_counts(identity):
    attempt = Attempt(QUILL, "192.0.2.1")
    for _ in range(5):
        take(identity, attempt)
    with clock.shifted(timedelta(seconds=refused(identity, attempt))):
        take(identity, attempt)
        refused(identity, attempt)


def test_another_account_at_the_same_address_has_its_own_allowance(identity):
    for _ in range(5):
        take(identity, Attempt(QUILL, "192.0.2.1"))
    assert take(identity, Attempt("teal@firsthand.example", "192.0.2.1")) == timedelta()


def test_a_right_try_gives_back_what_it_took(identity):
    attempt = Attempt(QUILL, "192.0.2.1")
    for _ in range(50):
        take(identity, attempt)
        identity.write(lambda session: throttles.give_back(session, attempt))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("testclient", "testclient", True),
    ],
)
def test_an_address_is_what_one_subscriber_has(one, other, same):
    assert (throttles.network(one) == throttles.network(other)) is same


def test_no_email_and_no_address_is_written_down(identity):
    take(identity, Attempt(QUILL, "192.0.2.1"))
    kept = identity.read(lambda session: session.exec(select(Throttle)).all())
    assert kept
    assert not any(word in row.bucket for row in kept for word in ("quill", "192.0"))


def test_what_is_paid_off_is_forgotten(identity):
    take(identity, Attempt(QUILL, "192.0.2.1"))
    with clock.shifted(timedelta(hours=1)):
        take(identity, Attempt("teal@firsthand.example", "192.0.2.9"))
        kept = identity.read(lambda session: session.exec(select(Throttle)).all())
    assert len(kept) == 3
