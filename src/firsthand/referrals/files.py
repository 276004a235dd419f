"""The drawings and sounds of a referral: how many have come, and opening one, which takes a right of its own."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, Text, bindparam, cast
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from firsthand.attachments import drawings, holdings
from firsthand.attachments.rules import Announced, announced
from firsthand.audit import entries
from firsthand.base.problems import Problem
from firsthand.encounters import readings
from firsthand.encounters.tables import Reading
from firsthand.identity.tables import Practitioner
from firsthand.intake import openings
from firsthand.intake.tables import Submission
from firsthand.referrals import acts, rules
from firsthand.referrals.rules import Viewer
from firsthand.referrals.tables import Referral


class Count(NamedTuple):
    """`came` of `all` files."""

    came: int
    all: int


@dataclass(frozen=True)
class File:
    """`kind` is drawing, sound or other; `id` the attachment's, as the device spelt it."""

    id: str
    media_type: str
    came: bool

    @property
    def kind(self) -> str:
        if self.media_type == drawings.MEDIA_TYPE:
            return "drawing"
        return "sound" if self.media_type in rules.SOUNDS else "other"


_NAMING = cast(Submission.attachments, Text) != "[]"
_TOLD = (col(Submission.submission), col(Submission.attachments))
_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
_ALONE = select_columns(col(Submission.id), *_TOLD).where(col(Submission.id).in_(_WANTED), _NAMING)
_SHARED = (
    select_columns(col(Reading.encounter), *_TOLD)
    .join(Submission, col(Submission.id) == Reading.envelope)
    .where(col(Reading.encounter).in_(_WANTED), col(Reading.refers).is_(True), _NAMING)
)
"""Without what was kept for its author's agency. Made once: building a statement takes longer than running it."""


@dataclass(frozen=True)
class Opening:
    """Proof that it was written down; no file opens without it. `upload` is where its bytes are."""

    row: Submission
    file: File
    upload: UUID


@dataclass(frozen=True)
class Key:
    """What opens it, and the ids that it is bound to."""

    key: str | None
    submission: str
    attachment: str


def counts(session: Session, referrals: Iterable[Referral]) -> dict[UUID, Count]:
    """Of those referrals whose submissions name files; nearly always none, in one statement."""
    referrals = list(referrals)
    shared = {each.encounter: each.id for each in referrals if each.encounter}
    alone = {each.envelope: each.id for each in referrals if each.envelope}
    told = [(shared[encounter], *of) for encounter, *of in _of_encounters(session, shared)]
    told += [(alone[envelope], *of) for envelope, *of in _of_envelopes(session, alone)]
    named: dict[UUID, set[Announced]] = {}
    for referral, submission, attachments in told:
        named.setdefault(referral, set()).update(announced(submission, attachments))
    here = holdings.held(session, {each for files in named.values() for each in files})
    return {referral: Count(len(files & here.keys()), len(files)) for referral, files in named.items()}


def _of_encounters(session: Session, encounters: Collection[UUID]) -> Sequence[Any]:
    return session.execute(_SHARED, {"wanted": list(encounters)}).all() if encounters else ()


def _of_envelopes(session: Session, envelopes: Collection[UUID]) -> Sequence[Any]:
    return session.execute(_ALONE, {"wanted": list(envelopes)}).all() if envelopes else ()


def of_rows(session: Session, rows: Iterable[Submission]) -> dict[UUID, list[File]]:
    """What each envelope names, by its row's id."""
    naming = [(row, announced(row.submission, row.attachments)) for row in rows if row.attachments]
    here = holdings.held(session, {each for _, files in naming for each in files})
    return {
        row.id: [_file(told, each in here) for told, each in zip(row.attachments, files, strict=True)]
        for row, files in naming
    }


def _file(told: dict[str, Any], came: bool) -> File:
    return File(told["id"], told["media_type"], came)


def note_opening(
    session: Session, referral: UUID, envelope: UUID, attachment: UUID, viewer: Viewer, action: str
) -> Opening:
    """In a write, before `key`. `action` is attachment.opened or attachment.played.

    Raises Problem `not-found` or `not-allowed`.
    """
    acts.allow(rules.may_open(viewer), rules.may_open_files(_is_let(session, viewer.id)))
    row = _row(session, referral, envelope)
    files = zip(row.attachments, announced(row.submission, row.attachments), strict=True)
    told, wanted = next((each for each in files if each[1].attachment == attachment), ({}, None))
    upload = holdings.held(session, {wanted}).get(wanted) if wanted else None
    if upload is None or (action == "attachment.played" and _file(told, True).kind != "sound"):
        raise Problem("not-found")
    detail = {"attachment": told["id"], "referral": str(referral)}
    entries.record(session, action, actor=viewer.id, agency=viewer.agency, subject=row.submission, detail=detail)
    return Opening(row, _file(told, True), upload)


def _is_let(session: Session, viewer: UUID) -> bool:
    """As it is now, and not when they signed in."""
    person = session.get(Practitioner, viewer)
    return person is not None and person.opens_attachments


def _row(session: Session, referral: UUID, envelope: UUID) -> Submission:
    """Of this referral, and not kept for its author's agency."""
    found, row = session.get(Referral, referral), session.get(Submission, envelope)
    reading = readings.of_envelope(session, envelope)
    own = found is not None and found.envelope == envelope
    shared = found is not None and reading is not None and reading.refers and reading.encounter == found.encounter
    if row is None or not (own or (shared and found is not None and found.encounter)):
        raise Problem("not-found")
    return row


def key(session: Session, opening: Opening) -> Key:
    """From inside the submission."""
    found = openings.open(session, opening.row)
    keys = (found.payload or {}).get("attachment_keys")
    named = keys.get(opening.file.id) if isinstance(keys, dict) else None
    return Key(named if isinstance(named, str) else None, found.header["id"], opening.file.id)
