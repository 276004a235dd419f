"""Stages, levels, deadlines and who may do what with a referral: pure; what is refused says why in one sentence."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol
from uuid import UUID

from firsthand.base.problems import Refusal
from firsthand.base.wording import marked as _
from firsthand.encounters.rules import rank

GRADES = ("standard", "medium", "high")
OUTCOMES = {
    "refer_social_care": _("Refer to children's social care"),
    "marac": _("Refer to MARAC"),
    "notify": _("Notify partners"),
    "no_further_action": _("No further action"),
}
STAGES = {
    "needs_grading": _("Needs grading"),
    "graded": _("Graded"),
    "decided": _("Decided"),
    "closed": _("Closed"),
}
WAITING = frozenset({"needs_grading", "graded"})
DESK = frozenset({"assessor", "supervisor"})
ATTENTION = frozenset(
    "names_encounter started_in_future started_long_ago started_after_captured clock_doubtful conflict unknown_form "
    "odd_answers not_read not_verified level_raised lowering_proposed new_information amended "
    "scored_without".split()
)
OF_THE_DESK = ("lowering_proposed", "level_raised", "new_information")
"""Flags that follow from what happens at the desk, not from what a record says; a grading answers them."""
LONGEST_REASON = 4000
SOUNDS = frozenset("audio/webm audio/ogg audio/mp4 audio/mpeg audio/aac audio/wav".split())
"""What a browser plays."""


class Transition(NamedTuple):
    """`act` takes a referral from any of `sources` to `target`."""

    act: str
    sources: frozenset[str]
    target: str


TRANSITIONS = (
    Transition("grade", frozenset({"needs_grading", "graded"}), "graded"),
    Transition("decide", frozenset({"graded", "decided"}), "decided"),
    Transition("close", frozenset({"decided"}), "closed"),
    Transition("reopen", frozenset({"graded", "decided", "closed"}), "needs_grading"),
)
_BY_ACT = {transition.act: transition for transition in TRANSITIONS}
SETTLED = _("Somebody has decided already which record stands. Reload to see it.")
_TOO_EARLY = {
    "grade": _("This referral is decided or closed. Reopen it first."),
    "decide": _("Grade this referral before you decide."),
    "close": _("Decide before you close this referral."),
    "reopen": _("This referral is open already."),
}


class Viewer(Protocol):
    """A signed-in practitioner."""

    @property
    def id(self) -> UUID: ...

    @property
    def role(self) -> str: ...

    @property
    def agency(self) -> UUID: ...


def target(act: str, stage: str) -> str | Refusal:
    """The stage that an act leads to."""
    transition = _BY_ACT[act]
    return transition.target if stage in transition.sources else Refusal(_TOO_EARLY[act])


def diagram() -> str:
    """The transition table as a Mermaid state diagram."""
    arrows = [f"    {source} --> {t.target}: {t.act}" for t in TRANSITIONS for source in sorted(t.sources)]
    return "\n".join(["stateDiagram-v2", "    [*] --> needs_grading: receive", *arrows, "    closed --> [*]"])


def standing(level: str, graded: str | None) -> str:
    """The level that counts: what people found, else what was computed."""
    return graded or level


def wants_second_person(level: str, graded: str | None, wanted: str) -> bool:
    """Lowering takes two; raising and confirming take one."""
    return rank(wanted) < rank(standing(level, graded))


def allowance(level: str, deadlines: Mapping[str, timedelta]) -> timedelta:
    """Time from the clock's beginning. What nobody could verify is due as high."""
    return deadlines["high" if level == "not_verified" else level]


def clock_starts(started_at: datetime | None, received_at: datetime) -> datetime:
    """With the encounter, and never later than its arrival."""
    return min(started_at or received_at, received_at)


def due(clock_at: datetime, levels: Iterable[str], deadlines: Mapping[str, timedelta]) -> datetime:
    """The earliest that any of these levels asks for."""
    return min(clock_at + allowance(level, deadlines) for level in levels)


def needs_attention(flags: Iterable[str]) -> bool:
    return not ATTENTION.isdisjoint(flags)


def may_work(viewer: Viewer) -> Refusal | None:
    return (
        None if viewer.role in DESK else Refusal(_("Only the referral unit's assessors and supervisors may do this."))
    )


def may_act(viewer: Viewer, holder: UUID | None) -> Refusal | None:
    """Whoever holds a referral works on it; nobody else meanwhile."""
    if refusal := may_work(viewer):
        return refusal
    free = holder in (None, viewer.id)
    return (
        None
        if free
        else Refusal(_("A colleague holds this referral. Ask them to release it, or a supervisor to take it."))
    )


def may_take(viewer: Viewer, holder: UUID | None) -> Refusal | None:
    """A supervisor may take what somebody else holds."""
    return may_work(viewer) if viewer.role == "supervisor" else may_act(viewer, holder)


def may_release(viewer: Viewer, holder: UUID | None) -> Refusal | None:
    if holder is None:
        return Refusal(_("Nobody holds this referral."))
    return may_take(viewer, holder)


def may_second(viewer: Viewer, proposer: UUID | None, state: str) -> Refusal | None:
    """Whoever proposed a lower level can't be the second person."""
    if refusal := may_work(viewer):
        return refusal
    if state != "proposed":
        return Refusal(_("This grading does not wait for a second person any more. Reload to see it."))
    same = viewer.id == proposer
    return Refusal(_("You proposed this level. Somebody else must confirm or decline it.")) if same else None


def reason_given(reason: str) -> Refusal | None:
    if not reason.strip():
        return Refusal(_("Write your reason: those who act on it will read it."))
    long = len(reason) > LONGEST_REASON
    return Refusal(_("The reason is too long. Keep it under 4,000 characters.")) if long else None


def grade_known(level: str) -> Refusal | None:
    return None if level in GRADES else Refusal(_("Choose standard, medium or high."))


def standing_known(known: bool) -> Refusal | None:
    return None if known else Refusal(_("Choose which record stands."))


def outcome_known(outcome: str) -> Refusal | None:
    return None if outcome in OUTCOMES else Refusal(_("Choose what happens next."))


def may_open(viewer: Viewer) -> Refusal | None:
    """Whole referrals, everybody's words: the referral unit alone."""
    return None if viewer.role in DESK else Refusal(_("Only the referral unit reads whole referrals."))


def may_open_files(let: bool) -> Refusal | None:
    """A child's drawing or voice is more than words about it."""
    return None if let else Refusal(_("Opening drawings and sound takes a right of its own. Ask a manager for it."))
