"""What was heard last of each device, and what is missing now of what was once on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.identity.tables import Device, DeviceReport, Notice
from firsthand.intake.tables import Submission


@dataclass(frozen=True)
class Heard:
    """`waiting` of what it said has not arrived since; `lost` was on it once, is not any more, and never arrived."""

    at: datetime
    waiting: int
    drafts: int
    lost: int
    lost_drafts: int
    lost_since: datetime | None
    lost_at: datetime | None

    @property
    def anything_lost(self) -> bool:
        return bool(self.lost or self.lost_drafts)


def of(session: Session, devices: Iterable[UUID]) -> dict[UUID, Heard]:
    """Of those devices that ever reported."""
    rows = session.exec(select(DeviceReport).where(col(DeviceReport.device).in_(list(devices))))
    return {row.device: _heard(session, row) for row in rows}


def missing(session: Session) -> set[UUID]:
    """Practitioners of whom something is missing."""
    reported = select(Device.practitioner, DeviceReport).join(DeviceReport, col(DeviceReport.device) == Device.id)
    rows = session.exec(reported.where(col(DeviceReport.lost_at).is_not(None))).all()
    return {person for person, row in rows if _heard(session, row).anything_lost}


def untold(session: Session, devices: Iterable[UUID]) -> list[dict[str, Any]]:
    """The details of what is missing on these devices, until its author has read of it."""
    wanted = list(devices)
    whose = select(Device.practitioner).where(col(Device.id).in_(wanted))
    unread = select(Notice).where(Notice.kind == "work_missing", col(Notice.seen_at).is_(None))
    details = [notice.detail for notice in session.exec(unread.where(col(Notice.practitioner).in_(whose)))]
    return [detail for detail in details if detail.get("device") in {str(each) for each in wanted}]


def not_here(session: Session, submissions: Iterable[UUID | str]) -> list[str]:
    """Those of which no envelope has arrived, in order."""
    wanted = {UUID(str(each)) for each in submissions}
    held = set(session.exec(select(Submission.submission).where(col(Submission.submission).in_(list(wanted)))))
    return [str(each) for each in sorted(wanted - held)]


def _heard(session: Session, row: DeviceReport) -> Heard:
    waiting, lost = not_here(session, row.waiting), not_here(session, row.lost)
    return Heard(row.heard_at, len(waiting), row.drafts, len(lost), row.lost_drafts, row.lost_since, row.lost_at)
