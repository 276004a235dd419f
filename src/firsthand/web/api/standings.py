"""How a submission stands, put together from its envelope and its referral."""

from msgspec import UNSET
from sqlmodel import Session

from firsthand.attachments import holdings
from firsthand.intake import receipts
from firsthand.intake.statuses import Standing
from firsthand.referrals import standings
from firsthand.referrals import tables as referrals
from firsthand.web.api.shapes import Attachment, Decision, Status


def told(session: Session, standing: Standing, *, with_decision: bool) -> Status:
    """`with_decision`: its reason may name people, so that it takes a signed-in author, not a device alone."""
    row = standing.row
    if not standing.whole:
        return Status(row.status)  # type: ignore[arg-type]
    at_desk = standings.of_row(session, row)
    return Status(
        row.status,  # type: ignore[arg-type]
        at_desk.referral.stage if at_desk.referral else None,  # type: ignore[arg-type]
        row.reference,
        receipts.rfc3339(row.received_at),
        [Attachment(**each) for each in holdings.of_row(session, row)],
        _decision(at_desk.decisions[-1]) if at_desk.decisions and with_decision else UNSET,
    )


def _decision(made: referrals.Decision) -> Decision:
    return Decision(made.outcome, made.reason, receipts.rfc3339(made.at))
