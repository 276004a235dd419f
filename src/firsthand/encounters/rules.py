"""What becomes a referral, whose encounter it is, what the clock says, and which level an encounter has: pure."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from firsthand.base.wording import marked as _

LEVELS = ("standard", "medium", "not_established", "not_verified", "unreadable", "high")
"""Lowest first. `not_verified` and `unreadable` are not of forms: nobody knows yet what they hold."""

NO_ASSESSMENT = "no_risk_assessment"
SCORED_WITHOUT = "scored_without"
FLAGS = {
    "names_encounter": _("Names an encounter that another agency began."),
    "started_in_future": _("Says that it started later than it arrived."),
    "started_long_ago": _("Started more than 7 days before it arrived."),
    "started_after_captured": _("Says that it started after it was written."),
    "clock_offset": _(
        "Clock in doubt: the phone's clock was wrong by more than 5 minutes. "
        "Times are corrected by that; both are shown."
    ),
    "clock_doubtful": _(
        "Clock in doubt: the phone's clock was changed after this was written, or would have it written after it "
        "arrived. Times are moved back as far as that is known; both are shown."
    ),
    "clock_unknown": _(
        "Brought by another device than the one that wrote it: whether that one's clock was right is not known."
    ),
    "start_differs": _("Its submissions give different starting times. The earliest counts."),
    "kind_differs": _("Its submissions name different kinds of encounter."),
    "conflict": _("Two different records arrived under one number. Both are shown."),
    "amended": _("A later submission corrects an earlier one. Both are shown."),
    "amends_unknown": _("Corrects a submission that has not arrived."),
    "unknown_form": _("Uses a form that was never published here. Its answers are shown as they came."),
    "odd_answers": _("Some answers do not fit the form. They are shown as they came."),
    "versions_differ": _("People are described differently in different submissions. Every version is shown."),
    "route_overruled": _("Asked to stay with its own agency; the rules send it to the referral unit."),
    SCORED_WITHOUT: _(
        "A score was made without encounters that are on record. Whoever scored is asked to score again."
    ),
    "not_read": _("The service could not read this record. What could be read is shown."),
    "not_verified": _("Could not be verified, and is attributed to nobody."),
}
_REFUSED = ("no", "declined")
_TOLERANCE = timedelta(minutes=5)
_LONG_AGO = timedelta(days=7)
_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
ADULT, _OLDEST = 18, 130
YEAR = timedelta(days=365)


def rank(level: str) -> int:
    return LEVELS.index(level)


def highest(levels: Iterable[str | None]) -> str | None:
    """The gravest of those that are known."""
    return max((level for level in levels if level), key=rank, default=None)


def refers(policy: str, kind: str | None, route: str, *, disclosed: bool, may_keep: bool) -> bool:
    """Whether a form goes to the queue. `policy` is the form's own.

    Everything at an incident does. `may_keep`: sharing was refused by an adult where nobody else is at risk.
    """
    if kind == "incident":
        return True
    if policy == "on_disclosure":
        return disclosed
    return route != "agency" or (policy == "always" and not may_keep)


def may_keep(*, consent: str | None, child_involved: bool, pregnant: bool, level: str | None) -> bool:
    """Whether a victim's refusal holds a risk assessment outside an incident back."""
    return consent in _REFUSED and not child_involved and not pregnant and level != "high"


def age_at(date_of_birth: str, day: date) -> int | None:
    """In whole years; of a partial date the least that it can be, so that a child is never missed."""
    if not _PARTIAL_DATE.fullmatch(date_of_birth):
        return None
    latest = date_of_birth + "-12-31"[len(date_of_birth) - 4 :]
    year, month, of_month = (int(part) for part in latest.split("-"))
    years = day.year - year - ((day.month, day.day) < (month, of_month))
    return max(years, 0) if -1 <= years < _OLDEST else None


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
