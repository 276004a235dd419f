"""What is held whole of what submissions announce, and naming it, so that nothing removes it any more."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.attachments import rules
from firsthand.attachments.rules import Announced
from firsthand.attachments.tables import Upload
from firsthand.intake.deliveries import Delivery
from firsthand.intake.envelopes import Envelope
from firsthand.intake.receipts import Names
from firsthand.intake.rules import attachments
from firsthand.intake.tables import Submission


def announcing(delivery: Delivery) -> list[Envelope]:
    """Nearly always none."""
    return [item for item in delivery.items if isinstance(item, Envelope) and item.header.get("attachments")]


def name(session: Session, envelopes: Iterable[Envelope]) -> dict[str, Names]:
    """What a receipt may name, by the sha256 of the envelope. In a write, before the receipt is signed: from then on
    the device may let go of its copy."""
    said = {each.sha256: (each.submission, attachments(each.header["attachments"])) for each in envelopes}
    wanted = {each for told in said.values() for each in rules.announced(*told)}
    counting = _counting(session, wanted, lock=True)
    for upload in counting.values():
        upload.named = True
    return {sha256: _names(*told, counting) for sha256, told in said.items()}


def of_row(session: Session, row: Submission) -> Names:
    """The same for one stored envelope, to be told."""
    counting = _counting(session, rules.announced(row.submission, row.attachments))
    return _names(row.submission, row.attachments, counting)


def _names(submission: UUID, told: list[dict[str, Any]], counting: Collection[Announced]) -> Names:
    """`id` spelt as the device spelt it."""
    of = zip(told, rules.announced(submission, told), strict=True)
    return [{"id": each["id"], "sha256": each["sha256"]} for each, announced in of if announced in counting]


def held(session: Session, wanted: Collection[Announced]) -> dict[Announced, UUID]:
    """The uploads that count: whole, and equal to what was announced."""
    return {announced: upload.id for announced, upload in _counting(session, wanted).items()}


def _counting(session: Session, wanted: Collection[Announced], *, lock: bool = False) -> dict[Announced, Upload]:
    """Of several that are equal, the one that was whole first."""
    if not wanted:
        return {}
    same_id = select(Upload).where(col(Upload.submission).in_({each.submission for each in wanted}))
    whole = same_id.where(col(Upload.whole_at).is_not(None), col(Upload.gone_at).is_(None)).order_by(col(Upload.id))
    found = list(session.exec(whole.with_for_update() if lock else whole))
    latest_first = sorted(found, key=lambda upload: (upload.whole_at, upload.id), reverse=True)
    return {upload.announced: upload for upload in latest_first if upload.announced in wanted}
