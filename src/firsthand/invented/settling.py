"""What the invented desk did with the old referrals: graded, decided, closed."""

from datetime import timedelta
from functools import partial

from sqlmodel import Session, col, select

from firsthand.base import clock
from firsthand.identity.tables import Practitioner
from firsthand.invented.stories import Story
from firsthand.referrals import decisions, gradings
from firsthand.referrals.tables import Referral
from firsthand.web.world import World

_GRADE = "Read with the history of the family (invented)."
_DECISION = "Shared with those who know the family (invented)."
_CHILD = "A child lives there (invented)."


async def settle(world: World, stories: list[Story]) -> None:
    """Referrals that began before the backlog did."""
    newest_settled = min(story.days_ago for story in stories if story.settled and story.days_ago > 65)
    until = clock.now() - timedelta(days=newest_settled - 0.5)
    for shifted in await world.reads.run(lambda session: _waiting(session, until)):
        with clock.at(shifted.clock_at + timedelta(hours=3)):
            await world.writes.run(partial(_work, referral=shifted, world=world))


def _waiting(session: Session, until: object) -> list[Referral]:
    old = select(Referral).where(col(Referral.waiting).is_(True), col(Referral.clock_at) < until)
    return list(session.exec(old.order_by(col(Referral.clock_at))))


def _work(session: Session, referral: Referral, world: World) -> None:
    assessor = session.exec(select(Practitioner).where(Practitioner.role == "assessor")).first()
    assert assessor is not None
    level = referral.level if referral.level in ("standard", "medium", "high") else "high"
    deadlines = world.settings.deadlines
    gradings.record(session, referral.id, assessor, level=level, reason=_GRADE, deadlines=deadlines)
    outcome = "refer_social_care" if referral.children else "notify"
    reason = _CHILD if referral.children else _DECISION
    decisions.record(session, referral.id, assessor, outcome=outcome, reason=reason)
    decisions.close(session, referral.id, assessor)
