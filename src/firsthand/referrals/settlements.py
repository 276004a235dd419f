"""Deciding which of several records under one id stands. None is removed, and no level falls by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base.problems import Problem
from firsthand.encounters import readings
from firsthand.encounters.tables import Reading
from firsthand.intake import processing
from firsthand.intake.tables import Submission
from firsthand.referrals import acts, rules
from firsthand.referrals.rules import Viewer
from firsthand.referrals.tables import Referral

ALL = "all"
"""Each stands for itself: two records that were given one id by mistake."""
_OPEN = "differs"


@dataclass(frozen=True)
class Conflict:
    """Verified records of one id that differ, in order of arrival; those kept with an agency are not among them."""

    submission: UUID
    rows: list[Submission]


def waiting(session: Session, submissions: Iterable[UUID]) -> list[Conflict]:
    """Of these ids, the ones that nobody has settled."""
    found = [Conflict(each, _rows(session, each)) for each in dict.fromkeys(submissions)]
    return [conflict for conflict in found if any(_OPEN in row.flags for row in conflict.rows)]


def _rows(session: Session, submission: UUID) -> list[Submission]:
    query = select(Submission).where(Submission.submission == submission, col(Submission.verified).is_(True))
    found = session.exec(query.order_by(col(Submission.received_at), col(Submission.id)))
    shown = {each.envelope for each in readings.of_submission(session, submission) if each.refers}
    return [row for row in found if row.id in shown and "same-words" not in row.flags]


def record(
    session: Session, referral: UUID, viewer: Viewer, *, submission: UUID, stands: str, reason: str
) -> list[Submission]:
    """`stands` is the row id of one of them, or ALL. Answers the records, flagged. Raises Problem."""
    settled = acts.locked(session, referral)
    acts.allow(rules.may_act(viewer, settled.holder))
    conflict = _of(session, settled, submission)
    standing = [row for row in conflict.rows if stands in (ALL, str(row.id))]
    acts.allow(rules.standing_known(bool(standing)), rules.reason_given(reason), code="invalid")
    for row in conflict.rows:
        _mark(row, "stands" if row in standing else "set-aside")
    told = readings.of_submission(session, submission)
    for reading in told:
        reading.flags = [flag for flag in reading.flags if flag != "conflict"]
        processing.finish(session.get_one(Submission, reading.envelope), needs_attention=reading.problem is not None)
    session.flush()
    for each in _referrals(session, told):
        _unflag(session, each)
    entries.record(
        session,
        "referral.conflict_settled",
        actor=viewer.id,
        agency=viewer.agency,
        subject=referral,
        detail={"submission": str(submission), "stands": [str(row.id) for row in standing]},
        reason=reason.strip(),
    )
    return conflict.rows


def _of(session: Session, referral: Referral, submission: UUID) -> Conflict:
    of_it = [each for each in readings.of_submission(session, submission) if each.encounter == referral.encounter]
    conflicts = waiting(session, [submission]) if of_it else []
    if not conflicts:
        raise Problem("conflict", rules.SETTLED)
    return conflicts[0]


def _mark(row: Submission, mark: str) -> None:
    row.flags = [*(flag for flag in row.flags if flag not in (_OPEN, "stands", "set-aside")), mark]


def _referrals(session: Session, told: list[Reading]) -> list[Referral]:
    encounters = [each.encounter for each in told]
    return list(session.exec(select(Referral).where(col(Referral.encounter).in_(encounters)).with_for_update()))


def _unflag(session: Session, referral: Referral) -> None:
    """The flag goes with the last conflict of its encounter."""
    assert referral.encounter is not None
    if not any("conflict" in each.flags for each in readings.of(session, referral.encounter)):
        acts.flag(referral, remove=("conflict",))
