"""Opening an envelope, saying whether it is verified, and which envelope of an id is its record."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlmodel import Session, col, select

from firsthand.base import keyring
from firsthand.identity import author_keys
from firsthand.intake import envelopes, rules, seals
from firsthand.intake.seals import Broken
from firsthand.intake.tables import Submission


@dataclass
class Opened:
    """What is inside, as far as it could be read: `header` and `payload` as parsed JSON, `signed` the compact JWS.

    `findings` are codes of `rules.FLAGS`, in the order of the protocol's lines.
    """

    header: dict[str, Any]
    payload: dict[str, Any] | None = None
    signed: bytes | None = None
    findings: list[str] = field(default_factory=list)

    @property
    def verified(self) -> bool:
        """Only then it is its author's."""
        return not rules.UNVERIFIED & set(self.findings)


def open(session: Session, row: Submission) -> Opened:  # noqa: A001 - called as openings.open
    """Never raises for what is inside. What was found the first time stands: keys may be revoked since."""
    opened = Opened(envelopes.header(row.envelope))
    found = list(_findings(session, row, opened))
    opened.findings = found if row.verified is None else list(row.flags)
    return opened


def _findings(session: Session, row: Submission, opened: Opened) -> Iterator[str]:
    if not _is_as_agreed(row.envelope, opened.header):
        yield "header"
    try:
        opened.signed = seals.opened(row.envelope, opened.header, keyring.current())
    except Broken:
        yield "not-opened"
        return
    yield from _inside(session, row, opened, opened.signed)


def _is_as_agreed(envelope: bytes, header: Mapping[str, Any]) -> bool:
    try:
        return rules.header_holds(header) and rules.same(seals.member(envelope, 0), header)
    except Broken:
        return False


def _inside(session: Session, row: Submission, opened: Opened, signed: bytes) -> Iterator[str]:
    opened.payload = _payload(signed)
    about = (opened.payload or {}).get("about")
    try:
        kid = seals.signer(signed)
    except Broken:
        yield "not-signed"
    else:
        yield from _signature(session, row, signed, kid, about if isinstance(about, dict) else {})
    if opened.payload is None:
        yield "payload"
    elif not rules.about_holds(about, opened.header):
        yield "about"


def _payload(signed: bytes) -> dict[str, Any] | None:
    try:
        payload = seals.member(signed, 1)
    except Broken:
        return None
    if not isinstance(payload, dict):
        return None
    whole: dict[str, Any] = json.loads(rules.mended(json.dumps(payload, ensure_ascii=False)))
    return whole


def _signature(session: Session, row: Submission, signed: bytes, kid: str, about: Mapping[str, Any]) -> Iterator[str]:
    """Line 3. The key comes from our registry, never from the message. Where nobody is named, line 4 fails anyway."""
    key = author_keys.find(session, kid)
    if key is None:
        yield "key-unknown"
        return
    if about and rules.uuid(about.get("author")) != key.practitioner:
        yield "key-of-another-author"
    elif about and rules.uuid(about.get("device")) != key.device:
        yield "key-of-another-device"
    if key.revoked_at and key.revoked_at <= row.received_at:
        yield "key-revoked"
    elif not key.active:
        yield "author-inactive"
    if not seals.holds(signed, key.jwk):
        yield "signature"


def settle(session: Session, row: Submission, opened: Opened) -> str:
    """Writes down what was found. Answers what the envelope is among those of its id:

    `unverified`: attributed to nobody · `record`: it stands · `same`: the words of a verified one that came before ·
    `differs`: other words than a verified one; a person decides, and the other rows are flagged too.
    """
    row.verified = opened.verified
    row.flags = list(opened.findings)
    if not opened.verified:
        return "unverified"
    row.signed_sha256 = sha256(opened.signed or b"").hexdigest()
    others = _verified_others(session, row)
    if any(other.signed_sha256 == row.signed_sha256 for other in others):
        _flag(row, "same-words")
        return "same"
    for each in [row, *others] if others else []:
        _flag(each, "differs")
    return "differs" if others else "record"


def _verified_others(session: Session, row: Submission) -> list[Submission]:
    """Without those that only say again what another says: a record that is settled twice is no copy of its copy."""
    same_id = select(Submission).where(Submission.submission == row.submission, Submission.id != row.id)
    verified = session.exec(same_id.where(col(Submission.verified).is_(True)).order_by(col(Submission.received_at)))
    return [other for other in verified if "same-words" not in other.flags]


def _flag(row: Submission, flag: str) -> None:
    row.flags = list(dict.fromkeys([*row.flags, flag]))
