"""What devices say of themselves: what waits on them, so that it is noticed when it waits no more and never came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base import clock
from firsthand.identity import notices
from firsthand.identity.tables import Device, DeviceReport
from firsthand.intake import reported
from firsthand.intake.receipts import rfc3339
from firsthand.intake.reported import not_here


@dataclass(frozen=True)
class Held:
    """What one enrolment holds: ids of all that is submitted and not received, and how many drafts are open.

    `emptied`: its store was found without anything that had been in it. `readable` is false where nobody could look.
    """

    waiting: frozenset[UUID] = frozenset()
    drafts: int = 0
    emptied: bool = False
    readable: bool = True


GONE = Held(emptied=True)
"""Of an enrolment that its own browser doesn't know any more."""


@dataclass(frozen=True)
class Report:
    """By device. `turn` counts the reports of one `installation`: what comes late changes nothing."""

    installation: str
    turn: int
    held: dict[UUID, Held] = field(default_factory=dict)


def take(session: Session, report: Report, spoken_of: Iterable[UUID]) -> None:
    """`spoken_of`: the enrolments that the report may speak of; of those it leaves out, everything is gone."""
    wanted = set(spoken_of)
    known = {row.device: row for row in _rows(session, wanted)}
    for device in _locked(session, wanted):
        held, row = report.held.get(device.id, GONE), known.get(device.id)
        if row is not None:
            _hear_again(session, device, row, held, report)
        elif device.id in report.held:
            _write(session, DeviceReport(device=device.id, installation="", turn=0), held, report)


def _locked(session: Session, wanted: set[UUID]) -> Sequence[Device]:
    """One report of a device after the other."""
    devices = select(Device).where(col(Device.id).in_(wanted)).order_by(col(Device.id))
    return session.exec(devices.with_for_update()).all()


def _rows(session: Session, wanted: set[UUID]) -> Sequence[DeviceReport]:
    return session.exec(select(DeviceReport).where(col(DeviceReport.device).in_(wanted))).all()


def _hear_again(session: Session, device: Device, row: DeviceReport, held: Held, report: Report) -> None:
    if row.installation == report.installation and report.turn <= row.turn:
        return
    if held.readable:
        _miss(session, device, row, held)
    _write(session, row, held, report)


def _write(session: Session, row: DeviceReport, held: Held, report: Report) -> None:
    row.heard_at, row.installation, row.turn = clock.now(), report.installation, report.turn
    if held.readable:
        row.waiting, row.drafts = not_here(session, held.waiting), held.drafts
    session.add(row)


def _miss(session: Session, device: Device, row: DeviceReport, held: Held) -> None:
    """There were three, now there are none, and none of them came."""
    lost = [each for each in not_here(session, row.waiting) if UUID(each) not in held.waiting]
    drafts = row.drafts if held.emptied else 0
    if not lost and not drafts:
        return
    row.lost_since, row.lost_at = row.heard_at, clock.now()
    row.lost, row.lost_drafts = [*row.lost, *lost], row.lost_drafts + drafts
    _tell(session, device, "work_missing", len(lost), drafts, row.heard_at)
    detail = {"submissions": lost, "drafts": drafts, "since": rfc3339(row.heard_at)}
    entries.record(session, "device.work_missing", subject=device.practitioner, device=device.id, detail=detail)


def remind(session: Session, device: Device) -> None:
    """Whoever enrols `device` is told, once until it is read, of what waits on another of theirs, which may be gone."""
    told = {notice.detail.get("device") for notice in notices.unseen(session, device.practitioner, "work_elsewhere")}
    mine = select(Device).where(Device.practitioner == device.practitioner, Device.id != device.id)
    others = {other.id: other for other in session.exec(mine.where(col(Device.revoked_at).is_(None)))}
    for other, heard in reported.of(session, others).items():
        if (heard.waiting or heard.drafts) and str(other) not in told:
            _tell(session, others[other], "work_elsewhere", heard.waiting, heard.drafts, heard.at)


def _tell(session: Session, device: Device, kind: str, submissions: int, drafts: int, since: datetime) -> None:
    detail = {"device": str(device.id), "submissions": submissions, "drafts": drafts, "since": rfc3339(since)}
    notices.tell(session, device.practitioner, kind, detail)
