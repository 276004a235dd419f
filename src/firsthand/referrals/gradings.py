"""Grading: a person's judgement of the level, with its reason. Lowering takes a second person."""

from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base import clock
from firsthand.base.problems import Problem
from firsthand.base.settings import Deadlines
from firsthand.referrals import acts, rules
from firsthand.referrals.rules import Viewer
from firsthand.referrals.tables import Grading, Referral


def record(
    session: Session, referral: UUID, viewer: Viewer, *, level: str, reason: str, deadlines: Deadlines
) -> Grading:
    """Stands at once, or `proposed` where it lowers the level that counts. Raises Problem."""
    graded = acts.locked(session, referral)
    acts.allow(rules.may_act(viewer, graded.holder))
    acts.allow(rules.grade_known(level), rules.reason_given(reason), code="invalid")
    acts.target("grade", graded)
    withdraw(session, graded)
    before = rules.standing(graded.level, graded.graded)
    grading = Grading(
        referral=referral, by=viewer.id, level=level, against=before, state="standing", reason=reason.strip()
    )
    session.add(grading)
    graded.holder = viewer.id
    if rules.wants_second_person(graded.level, graded.graded, level):
        _propose(session, graded, grading, viewer)
    else:
        _stand(session, graded, grading, viewer, deadlines)
    return grading


def _propose(session: Session, referral: Referral, grading: Grading, viewer: Viewer) -> None:
    grading.state = "proposed"
    acts.flag(referral, add=("lowering_proposed",))
    _note(session, "referral.lowering_proposed", grading, viewer, grading.reason)


def _stand(session: Session, referral: Referral, grading: Grading, viewer: Viewer, deadlines: Deadlines) -> None:
    grading.state = "standing"
    referral.graded = grading.level
    acts.move(referral, acts.target("grade", referral))
    acts.flag(referral, remove=rules.OF_THE_DESK)
    acts.set_due(referral, deadlines)
    _note(session, "referral.graded", grading, viewer, grading.reason)


def _note(session: Session, action: str, grading: Grading, viewer: Viewer, reason: str | None) -> None:
    detail = {"grading": str(grading.id), "level": grading.level, "against": grading.against}
    entries.record(
        session, action, actor=viewer.id, agency=viewer.agency, subject=grading.referral, detail=detail, reason=reason
    )


def confirm(session: Session, grading: UUID, viewer: Viewer, *, reason: str, deadlines: Deadlines) -> Grading:
    """The second person agrees: the proposed level stands. Raises Problem."""
    proposed, referral = _proposed(session, grading, viewer, reason)
    _second(proposed, viewer, reason)
    _stand(session, referral, proposed, viewer, deadlines)
    return proposed


def decline(session: Session, grading: UUID, viewer: Viewer, *, reason: str) -> Grading:
    """The second person does not agree: the level stays as it was. Raises Problem."""
    proposed, referral = _proposed(session, grading, viewer, reason)
    _second(proposed, viewer, reason)
    proposed.state = "declined"
    acts.flag(referral, remove=("lowering_proposed",))
    _note(session, "referral.lowering_declined", proposed, viewer, proposed.second_reason)
    return proposed


def _proposed(session: Session, grading: UUID, viewer: Viewer, reason: str) -> tuple[Grading, Referral]:
    found = session.get(Grading, grading)
    if found is None:
        raise Problem("not-found")
    referral = acts.locked(session, found.referral)
    session.refresh(found)
    acts.allow(rules.may_second(viewer, found.by, found.state))
    acts.allow(rules.reason_given(reason), code="invalid")
    return found, referral


def _second(grading: Grading, viewer: Viewer, reason: str) -> None:
    grading.second, grading.second_at = viewer.id, clock.now()
    grading.second_reason = reason.strip()


def withdraw(session: Session, referral: Referral) -> None:
    """A proposal that something newer overtakes waits no longer."""
    waiting = select(Grading).where(Grading.referral == referral.id, Grading.state == "proposed")
    for grading in session.exec(waiting):
        grading.state = "overtaken"
    acts.flag(referral, remove=("lowering_proposed",))


def of(session: Session, referral: UUID) -> list[Grading]:
    """Every grading, the first first."""
    query = select(Grading).where(Grading.referral == referral)
    return list(session.exec(query.order_by(col(Grading.at), col(Grading.id))))


def proposal(session: Session, referral: UUID) -> Grading | None:
    """The lowering that waits for a second person."""
    return session.exec(select(Grading).where(Grading.referral == referral, Grading.state == "proposed")).first()
