"""How a submission stands, put together from its envelope and its referral."""

from msgspec import UNSET, UnsetType
from sqlmodel import Session, select

from firsthand.encounters import readings
from firsthand.intake import receipts
from firsthand.intake.statuses import Standing
from firsthand.intake.tables import Submission
from firsthand.referrals import decisions
from firsthand.referrals.tables import Referral
from firsthand.web.api.shapes import Decision, Status


def told(session: Session, standing: Standing, *, with_decision: bool) -> Status:
    """`with_decision`: its reason may name people, so that it takes a signed-in author, not a device alone."""
    row = standing.row
    if not standing.whole:
        return Status(row.status)  # type: ignore[arg-type]
    referral = _referral(session, row)
    return Status(
        row.status,  # type: ignore[arg-type]
        referral.stage if referral else None,  # type: ignore[arg-type]
        row.reference,
        receipts.rfc3339(row.received_at),
        [],
        _decision(session, referral) if referral and with_decision else UNSET,
    )


def _referral(session: Session, row: Submission) -> Referral | None:
    reading = readings.of_envelope(session, row.id)
    if reading is None or not reading.encounter or not reading.refers:
        return None
    return session.exec(select(Referral).where(Referral.encounter == reading.encounter)).first()


def _decision(session: Session, referral: Referral) -> Decision | UnsetType:
    made = decisions.of(session, referral.id)
    return Decision(made[-1].outcome, made[-1].reason, receipts.rfc3339(made[-1].at)) if made else UNSET
