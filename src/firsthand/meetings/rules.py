"""How long a meeting runs, who may do what in it, which score stands, and what a score is to be marked with. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from firsthand.base.problems import Refusal
from firsthand.base.wording import marked as _
from firsthand.forms.definitions import Form

LIFE = timedelta(hours=4)
"""To score in; and once more, after the reveal, to read in."""
MOST_MEMBERS = 30
MOST_RUNNING = 5
LEAST_SCORES = 2
MOST_SCORES = 50
"""Of one member: each is opened at each look."""
JOINING = LIFE + timedelta(days=7)
"""Once it is over, what guests write joins its encounter for so long: a phone may be without a signal for days."""
LARGEST_CIRCUMSTANCES = 64 * 1024
MOST_PEOPLE = 20
"""Of a family: what is known of each is shown to everybody who takes part."""
PRESENT = ("chair", "admitted")
"""Who sees the family and, after the reveal, the scores."""

FLAGS = {
    "scored_in_meeting": _("A score was given in a meeting, before anybody there had seen another’s."),
    "after_seeing_others": _("A score was given in a meeting after seeing others: it arrived after the reveal."),
    "not_revealed": _("A score was given in a meeting that ended without a reveal. Nobody there saw it."),
    "meeting_not_joined": _(
        "Names a meeting that its author was not let into, that was of another encounter, or that was long over."
    ),
}
"""Of records that name a meeting; they stand with the others on its referral."""

State = Literal["open", "revealed", "ended"]

NO_SUCH_CODE = Refusal(
    _("No meeting takes anybody in under this code. Read it again with whoever chairs; it works for four hours.")
)
NOT_THE_CHAIR = Refusal(_("Only whoever opened this meeting may do this."))
OVER = Refusal(_("This meeting is over. Open another one to score together again."))
REVEALED = Refusal(_("The scores have been revealed, and that is final."))
CHAIR_FIRST = Refusal(_("Give your own score first, or say that you do not score."))
TOO_FEW = Refusal(_("Wait for a second score: with one, there is nothing to compare."))
HAS_SCORED = Refusal(_("You have scored already, and your score counts."))


def state(revealed_at: datetime | None, ends_at: datetime, now: datetime) -> State:
    """Open until the reveal; what was revealed can be read for a while."""
    if revealed_at is not None:
        return "revealed" if now < revealed_at + LIFE else "ended"
    return "open" if now < ends_at else "ended"


def joins(standing: str | None, received_at: datetime, over_at: datetime) -> bool:
    """Whether a record belongs to the chair's encounter."""
    return standing == "chair" or (standing == "admitted" and received_at < over_at + JOINING)


def scale(form: Form) -> str | None:
    """The question that makes a form a score; none where it assesses a risk, since that never waits for anybody."""
    scales = (question.id for question in form.questions.values() if question.kind == "scale")
    return None if form.assesses else next(scales, None)


def over(state: State) -> Refusal | None:
    return {"open": None, "revealed": REVEALED, "ended": OVER}[state]


def may_reveal(*, scored: Collection[UUID], chair: UUID, abstains: bool) -> Refusal | None:
    """`scored`: who takes part and has given a score."""
    if not abstains and chair not in scored:
        return CHAIR_FIRST
    return TOO_FEW if len(scored) < LEAST_SCORES else None


def marks(received_at: datetime, revealed_at: datetime | None) -> tuple[str, ...]:
    """The flags of a score of somebody who takes part, once it is held back no longer."""
    if revealed_at is None:
        return ("not_revealed",)
    return ("after_seeing_others",) if received_at >= revealed_at else ("scored_in_meeting",)


@dataclass(frozen=True)
class Given:
    """One score as it came. `about` is what it is a score of: the form, and the child if it has one."""

    author: UUID
    about: tuple[str, UUID | None]
    submission: UUID
    amends: UUID | None
    received_at: datetime
    captured_at: datetime | None
    late: bool = False
    """After the reveal."""


def standing(given: Iterable[Given]) -> dict[Given, bool]:
    """The last of each author on each subject, before the reveal and after it; and whether it replaces another."""
    groups: dict[tuple[UUID, tuple[str, UUID | None], bool], list[Given]] = {}
    for each in given:
        groups.setdefault((each.author, each.about, each.late), []).append(each)
    blind = {(author, about) for author, about, late in groups if not late}
    return {
        _last(each): len(each) > 1 or (late and (author, about) in blind)
        for (author, about, late), each in groups.items()
    }


def _last(given: Sequence[Given]) -> Given:
    """What corrects another comes after it, in whichever order they arrived."""
    amended = {each.amends for each in given}
    whole = [each for each in given if each.submission not in amended] or given
    return max(whole, key=lambda each: (each.received_at, each.captured_at or each.received_at))
