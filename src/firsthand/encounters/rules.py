"""What becomes a referral, whose encounter it is, what the clock says, and which level an encounter has: pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from firsthand.base.wording import marked as _

LEVELS = ("standard", "medium", "not_established", "not_verified", "unreadable", "high")
"""Lowest first. `not_verified` and `unreadable` are not of forms: nobody knows yet what they hold."""

NO_ASSESSMENT = "no_risk_assessment"
FLAGS = {
    "names_encounter": _("Names an encounter that another agency began."),
    "started_in_future": _("Says that it started later than it arrived."),
    "started_long_ago": _("Started more than 7 days before it arrived."),
    "started_after_captured": _("Says that it started after it was written."),
    "clock_offset": _("The phone's clock was wrong by more than 5 minutes; times are corrected by that."),
    "start_differs": _("Its submissions give different starting times. The earliest counts."),
    "kind_differs": _("Its submissions name different kinds of encounter."),
    "conflict": _("Two different records arrived under one number. Both are shown."),
    "amended": _("A later submission corrects an earlier one. Both are shown."),
    "amends_unknown": _("Corrects a submission that has not arrived."),
    "unknown_form": _("Uses a form that was never published here. Its answers are shown as they came."),
    "odd_answers": _("Some answers do not fit the form. They are shown as they came."),
    "versions_differ": _("People are described differently in different submissions. Every version is shown."),
    "not_read": _("The service could not read this record. What could be read is shown."),
    "not_verified": _("Could not be verified, and is attributed to nobody."),
}
_TOLERANCE = timedelta(minutes=5)
_LONG_AGO = timedelta(days=7)
Answers = Mapping[str, Any]


def rank(level: str) -> int:
    return LEVELS.index(level)


def highest(levels: Iterable[str | None]) -> str | None:
    """The gravest of those that are known."""
    return max((level for level in levels if level), key=rank, default=None)


def refers(policy: str, kind: str, route: str, *, disclosed: bool) -> bool:
    """Whether a form goes to the queue: everything at an incident does; `policy` is the form's own (product.md)."""
    if kind == "incident" or policy == "always":
        return True
    if policy == "on_disclosure":
        return disclosed
    return route != "agency"


def keeps_with_agency(policy: str, kind: str, route: str, *, child_involved: bool, level: str | None) -> bool:
    """Whether a victim's refusal of sharing holds an `always` form back: an adult's choice, nobody else at risk."""
    asked = policy == "always" and kind in ("enquiry", "home_visit")
    return asked and route == "agency" and not child_involved and level in ("standard", "medium")


def clock_offset(sent_at: datetime | None, received_at: datetime) -> timedelta | None:
    """By how much the phone's clock is behind ours, when that is more than 5 minutes."""
    offset = received_at - sent_at if sent_at else timedelta()
    return offset if abs(offset) > _TOLERANCE else None


def clock_flags(started_at: datetime | None, captured_at: datetime | None, received_at: datetime) -> list[str]:
    """What is odd about the times, after correction."""
    if started_at is None:
        return []
    doubts = {
        "started_in_future": started_at > received_at + _TOLERANCE,
        "started_long_ago": started_at < received_at - _LONG_AGO,
        "started_after_captured": captured_at is not None and started_at > captured_at + _TOLERANCE,
    }
    return [flag for flag, doubtful in doubts.items() if doubtful]


def joined(*lists: Iterable[str]) -> list[str]:
    """Codes once each, in order of first appearance."""
    return list(dict.fromkeys(code for codes in lists for code in codes))
