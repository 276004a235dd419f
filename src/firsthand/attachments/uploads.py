"""Beginning an upload, adding what came, and its end: whole, spoilt or withdrawn."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, SQLModel, col, func, select

from firsthand.attachments import rules
from firsthand.attachments.rules import Announced
from firsthand.attachments.tables import Part, Upload
from firsthand.audit import entries
from firsthand.base import clock
from firsthand.base.inserts import Inserts
from firsthand.base.problems import Problem
from firsthand.base.wording import marked as _

_NEW = Inserts(SQLModel.metadata.tables["upload_parts"], "id", "upload", "start", "size", unless_there=True)
WHOLE = _("It has arrived whole, and what has arrived is not taken back.")


@dataclass(frozen=True)
class Creator:
    """Who begins, or comes back to, an upload: a practitioner in their session, a browser with all its enrolments.

    `device` is the one that is written down; nobody else's upload is there for them.
    """

    practitioner: UUID | None
    device: UUID | None
    devices: Collection[UUID] = field(default=())

    def made(self, upload: Upload) -> bool:
        theirs = upload.practitioner is not None and upload.practitioner == self.practitioner
        return theirs or (upload.device is not None and upload.device in {self.device, *self.devices})


@dataclass(frozen=True)
class Progress:
    """How far an upload has come: `offset` bytes of it are durable."""

    upload: Upload
    offset: int

    @property
    def complete(self) -> bool:
        return self.offset == self.upload.size


def begin(session: Session, announced: Announced, told: str, creator: Creator) -> Upload:
    """`told` is what the client said of it. Raises Problem `too-large`, or `slow-down` where many are on their way."""
    if announced.size > rules.MAX_SIZE:
        raise Problem("too-large")
    if _coming(session, creator) >= rules.MOST:
        raise Problem("slow-down", headers={"Retry-After": "60"})
    upload = Upload(**announced._asdict(), told=told, practitioner=creator.practitioner, device=creator.device)
    session.add(upload)
    _record(session, "attachment.begun", upload, upload.id)
    return upload


def _coming(session: Session, creator: Creator) -> int:
    """Lately, and not yet whole: by this device; in a browser that is not enrolled by this practitioner."""
    by = Upload.device == creator.device if creator.device else Upload.practitioner == creator.practitioner
    if creator.device is None and creator.practitioner is None:
        return 0
    left = col(Upload.whole_at).is_(None), col(Upload.gone_at).is_(None)
    lately = col(Upload.touched_at) > clock.now() - rules.LATELY
    return session.exec(select(func.count()).where(by, *left, lately)).one()


def find(session: Session, upload: UUID, creator: Creator) -> Progress:
    """Raises Problem `not-found`, also for somebody else's."""
    row = session.get(Upload, upload)
    if row is None or row.gone_at is not None or not creator.made(row):
        raise Problem("not-found")
    return Progress(row, offset(session, row))


def offset(session: Session, upload: Upload) -> int:
    """What is whole needs no parts any more."""
    if upload.whole_at is not None:
        return upload.size
    return int(session.exec(select(func.coalesce(func.sum(Part.size), 0)).where(Part.upload == upload.id)).one())


def parts(session: Session, upload: UUID) -> list[Part]:
    """In their order."""
    return list(session.exec(select(Part).where(Part.upload == upload).order_by(col(Part.start))))


def add(session: Session, upload: UUID, came: Sequence[Part]) -> Upload:
    """Parts that are durable. Raises Problem `not-found`, or `upload-offset` where another request was quicker."""
    row = _locked(session, upload)
    if row.whole_at is not None or _NEW.add(session, [(p.id, upload, p.start, p.size) for p in came]) < len(came):
        raise Problem("upload-offset")
    row.touched_at = clock.now()
    return row


def finish(session: Session, upload: UUID, sha256: str) -> bool:
    """With the hash of all its parts: it is whole, or it is spoilt and begins anew. Whether it is whole."""
    row = _locked(session, upload)
    if row.whole_at is None and sha256 == row.sha256:
        row.whole_at = clock.now()
        _record(session, "attachment.received", row, row.submission)
    elif row.whole_at is None:
        row.gone_at = clock.now()
        _record(session, "attachment.spoilt", row, row.id)
    return row.whole_at is not None


def withdraw(session: Session, upload: UUID) -> None:
    """By whoever made it. Raises Problem `not-found`, and `not-allowed` once all of it is here."""
    row = _locked(session, upload)
    if offset(session, row) == row.size:
        raise Problem("not-allowed", WHOLE)
    row.gone_at = clock.now()
    _record(session, "attachment.withdrawn", row, row.id)


def _locked(session: Session, upload: UUID) -> Upload:
    row = session.get(Upload, upload, with_for_update=True)
    if row is None or row.gone_at is not None:
        raise Problem("not-found")
    return row


def _record(session: Session, action: str, upload: Upload, subject: UUID) -> None:
    """About the submission only where it says something of it: its referral tells what was done to it."""
    named = {"upload": upload.id, "submission": upload.submission, "attachment": upload.attachment}
    detail = {name: str(value) for name, value in named.items()} | {"size": upload.size}
    by, on = upload.practitioner, upload.device
    entries.record(session, action, actor=by, device=on, subject=subject, detail=detail)
