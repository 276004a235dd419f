"""The catalogue of problems (RFC 9457): what went wrong and what to do, one sentence each."""

from dataclasses import dataclass, field
from typing import Any

from firsthand.base.wording import marked as _


@dataclass(frozen=True)
class Kind:
    """One row of the catalogue; `title` is a gettext message."""

    status: int
    title: str


CATALOGUE = {
    "bad-request": Kind(400, _("The request could not be read. Check it against the published schema.")),
    "sign-in": Kind(401, _("Sign in to go on. Nothing you have saved is lost.")),
    "wrong-credentials": Kind(401, _("That e-mail and passphrase do not match. Check both and try again.")),
    "wrong-passphrase": Kind(403, _("That is not your passphrase of now. Check it and try again.")),
    "wrong-code": Kind(
        403, _("That one-time code is not right, was used, or is older than 72 hours. Ask for a new one.")
    ),
    "csrf": Kind(403, _("This page is out of date. Reload it and try again.")),
    "foreign-origin": Kind(403, _("The request came from another site and was refused.")),
    "sign-in-again": Kind(403, _("Sign in again first: this needs a sign-in within the last 10 minutes.")),
    "not-allowed": Kind(403, _("Your role does not allow this. Ask your manager if you need it.")),
    "cut-short": Kind(408, _("The rest did not arrive. Ask how far it came, and go on from there.")),
    "not-found": Kind(404, _("There is nothing here. Check the address, or go back to the start.")),
    "method": Kind(405, _("That cannot be done at this address.")),
    "conflict": Kind(409, _("This clashes with what is already recorded. Reload to see it.")),
    "meeting-full": Kind(409, _("This meeting is full. Ask whoever chairs: a meeting takes 30 people.")),
    "too-many-meetings": Kind(409, _("Five of your meetings are running. Wait until one has ended.")),
    "key-registered": Kind(409, _("This key is already registered to somebody else. Enrol with a new key.")),
    "upload-offset": Kind(409, _("Something else has arrived there. Ask how far it came, and go on from there.")),
    "tus-version": Kind(412, _("Send this with Tus-Resumable: 1.0.0.")),
    "too-large": Kind(413, _("This is too large to send. Shorten it and try again.")),
    "media-type": Kind(415, _("Send this as application/json.")),
    "bytes-wanted": Kind(415, _("Send this as application/offset+octet-stream.")),
    "invalid": Kind(422, _("Something is missing or not right. Check what is marked and try again.")),
    "slow-down": Kind(429, _("Too many tries. Wait a little, then try again.")),
    "checksum": Kind(460, _("What arrived is not what was sent. Ask how far it came, and send it again from there.")),
    "internal": Kind(500, _("Something went wrong here. What you sent may not be kept: try again.")),
    "unavailable": Kind(
        503,
        _("The service cannot save just now. Keep what you have; it will be tried again."),
    ),
    "bad-key": Kind(422, _("Send the public half of an EC P-256 key as a JWK, and nothing private.")),
    "unreadable-envelope": Kind(422, _("The envelope could not be read. Keep it and ask for help.")),
    "unknown-sealing-key": Kind(
        422,
        _("It was sealed for a key that this service does not hold. Seal it again."),
    ),
}


@dataclass
class Problem(Exception):
    """Ends a request with the catalogue's answer; `members` are added to the problem document."""

    code: str
    detail: str | None = None
    members: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        return CATALOGUE[self.code]

    def document(self) -> dict[str, Any]:
        """The `application/problem+json` body."""
        body = {
            "type": f"/problems#{self.code}",
            "code": self.code,
            "title": self.kind.title,
        }
        detail = {"detail": self.detail} if self.detail else {}
        return {**body, "status": self.kind.status, **detail, **self.members}


@dataclass(frozen=True)
class Refusal:
    """Why a rule says no: one sentence for the page and for the problem alike (a gettext message)."""

    sentence: str

    def raised(self, code: str = "not-allowed") -> Problem:
        return Problem(code, self.sentence)
