"""Who may do what, what counts as a passphrase, and when something has expired. Pure."""

import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from firsthand.base.problems import Problem, Refusal
from firsthand.base.wording import marked as _


class Role(StrEnum):
    """What somebody does in the partnership."""

    PRACTITIONER = "practitioner"
    ASSESSOR = "assessor"
    SUPERVISOR = "supervisor"
    PARTNER = "partner"
    MANAGER = "manager"


class Status(StrEnum):
    """`invited`: no passphrase yet, or none since a reset. Nobody is ever removed: records name them."""

    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


DESK = frozenset({Role.ASSESSOR, Role.SUPERVISOR})
INVITATION_LIFE = timedelta(hours=72)
RECENT = timedelta(minutes=10)
PASSPHRASE_LEAST = 12
PASSPHRASE_MOST = 1024
PASSPHRASE_SCORE = 3
NAME_MOST = 120
EMAIL_MOST = 254

TOO_SHORT = Refusal(_("Use at least 12 characters. Four words that do not belong together are easy to keep in mind."))
TOO_LONG = Refusal(_("That is too long. Use no more than 1,000 characters."))
TOO_EASY = Refusal(
    _("That passphrase would be guessed quickly. Use four or more words that do not belong together, no names.")
)
NO_NAME = Refusal(_("Enter a name."))
LONG_NAME = Refusal(_("Use no more than 120 characters."))
ODD_NAME = Refusal(_("Use letters, figures and ordinary punctuation only."))
NO_EMAIL = Refusal(_("Enter an e-mail address like name@agency.example."))
EMAIL_TAKEN = Refusal(_("Somebody with this e-mail is here already. Look for them in the list of people."))
AGENCY_TAKEN = Refusal(_("There is an agency of this name already."))
NO_AGENCY = Refusal(_("Choose an agency."))
NO_KIND = Refusal(_("Choose what kind of agency it is."))
NO_ROLE = Refusal(_("Choose a role."))
LAST_MANAGER = Refusal(_("This is the last active manager. Make somebody else a manager first."))
NOT_YOURSELF = Refusal(_("You cannot do this to your own account. Ask another manager."))
NO_DESK = Refusal(_("Only assessors and supervisors open drawings and sound. Give them such a role first."))
NOT_NOW = Refusal(_("This cannot be done to the account as it is now. Reload the page to see it."))


def insist(refusals: dict[str, Refusal | None]) -> None:
    """Raises Problem `invalid` with the sentence of each field that was refused."""
    errors = [{"field": field, "message": no.sentence} for field, no in refusals.items() if no]
    if errors:
        raise Problem("invalid", members={"errors": errors})


def normalised_email(typed: str) -> str:
    """The form under which an e-mail is kept and compared."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def email_refusal(email: str) -> Refusal | None:
    """`email` is normalised."""
    local, at, domain = email.rpartition("@")
    odd = any(c.isspace() or not c.isprintable() for c in email) or "@" in local
    return NO_EMAIL if odd or not (local and at and domain) or len(email) > EMAIL_MOST else None


def tidied(name: str) -> str:
    """One line, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def name_refusal(name: str) -> Refusal | None:
    """Of a practitioner, an agency or a device; `name` is tidied."""
    if not name:
        return NO_NAME
    if len(name) > NAME_MOST:
        return LONG_NAME
    return None if name.isprintable() else ODD_NAME


def passphrase_length_refusal(passphrase: str) -> Refusal | None:
    if len(passphrase) < PASSPHRASE_LEAST:
        return TOO_SHORT
    return TOO_LONG if len(passphrase.encode()) > PASSPHRASE_MOST else None


def passphrase_strength_refusal(score: int) -> Refusal | None:
    """`score` is zxcvbn's, 0 to 4."""
    return TOO_EASY if score < PASSPHRASE_SCORE else None


def is_recent(signed_in_at: datetime, now: datetime) -> bool:
    """Recent enough for what needs a fresh sign-in."""
    return now < signed_in_at + RECENT


def leaving_refusal(person: UUID, actor: UUID | None, *, last_manager: bool) -> Refusal | None:
    """Why somebody can't be deactivated, or lose the role of manager."""
    if person == actor:
        return NOT_YOURSELF
    return LAST_MANAGER if last_manager else None


def reset_refusal(person: UUID, actor: UUID | None, status: str) -> Refusal | None:
    if person == actor:
        return NOT_YOURSELF
    return NOT_NOW if status == Status.DEACTIVATED else None


def attachments_refusal(role: str) -> Refusal | None:
    """Why somebody can't be let open drawings and sound."""
    return None if role in DESK else NO_DESK
