"""What becomes a referral, how old somebody is, and what the clock says."""

from datetime import UTC, date, datetime, timedelta

import pytest

from firsthand.encounters import rules

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("policy", ["always", "on_disclosure", "asks"])
@pytest.mark.parametrize("route", ["unit", "agency"])
def test_everything_at_an_incident_refers(policy: str, route: str) -> None:
    assert rules.refers(policy, "incident", route, disclosed=False, may_keep=True)


@pytest.mark.parametrize(
    ("policy", "route", "disclosed", "may_keep", "refers"),
    [
        ("always", "unit", False, True, True),
        ("always", "agency", False, False, True),
        ("always", "agency", False, True, False),
        ("on_disclosure", "unit", False, False, False),
        ("on_disclosure", "unit", True, False, True),
        ("asks", "unit", False, False, True),
        ("asks", "agency", False, False, False),
    ],
)
def test_elsewhere_the_form_and_the_route_decide(
    policy: str, route: str, disclosed: bool, may_keep: bool, refers: bool
) -> None:
    assert rules.refers(policy, "enquiry", route, disclosed=disclosed, may_keep=may_keep) is refers


@pytest.mark.parametrize(
    ("consent", "child", "pregnant", "level", "kept"),
    [
        ("no", False, False, "standard", True),
        ("declined", False, False, "standard", True),
        ("declined", False, False, "high", False),
        ("declined", True, False, "standard", False),
        ("declined", False, True, "standard", False),
        ("yes", False, False, "standard", False),
        ("not_asked", False, False, "standard", False),
        (None, False, False, "standard", False),
    ],
)
def test_a_refusal_holds_back_only_an_adult_alone_at_risk(
    consent: str | None, child: bool, pregnant: bool, level: str, kept: bool
) -> None:
    assert rules.may_keep(consent=consent, child_involved=child, pregnant=pregnant, level=level) is kept


@pytest.mark.parametrize(
    ("born", "years"),
    [
        ("2008-03-01", 18),
        ("2008-03-02", 17),
        ("2008-03", 17),
        ("2008", 17),
        ("2007", 18),
        ("2026-02-28", 0),
        ("2026", 0),
        ("2030-01-01", None),
        ("1700-01-01", None),
        ("March", None),
        ("", None),
    ],
)
def test_a_partial_birth_date_gives_the_least_age_that_it_can(born: str, years: int | None) -> None:
    assert rules.age_at(born, date(2026, 3, 1)) == years


@pytest.mark.parametrize(
    ("started", "captured", "flags"),
    [
        (NOW - timedelta(hours=1), NOW, []),
        (NOW + timedelta(minutes=4), NOW, []),
        (NOW + timedelta(minutes=6), NOW + timedelta(minutes=6), ["started_in_future"]),
        (NOW - timedelta(days=7, minutes=1), NOW, ["started_long_ago"]),
        (NOW - timedelta(hours=1), NOW - timedelta(hours=2), ["started_after_captured"]),
        (None, NOW, []),
    ],
)
def test_times_that_cannot_be_are_named(started: datetime | None, captured: datetime, flags: list[str]) -> None:
    assert rules.clock_flags(started, captured, NOW) == flags


def test_high_is_above_whatever_nobody_could_read() -> None:
    assert rules.highest(["unreadable", "high", None]) == "high"
    assert rules.highest(["standard", "not_verified", "not_established"]) == "not_verified"
    assert rules.highest([None]) is None
