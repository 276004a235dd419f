"""One-time codes, handed over in person: a first passphrase, or a new one after a reset."""

from hmac import compare_digest
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base import clock, ids
from firsthand.base.problems import Problem
from firsthand.base.sealed import keyed_hash
from firsthand.identity import notices, passphrases, practitioners, rules, sessions
from firsthand.identity.rules import Status
from firsthand.identity.tables import Invitation, Practitioner

_CHARACTERS = 12


def make(session: Session, practitioner: UUID, *, by: UUID | None = None) -> str:
    """The code, such as 7K3M-Q9TC-XF2A, known to nobody else and valid for 72 hours; earlier ones end."""
    for earlier in _open(session, practitioner):
        earlier.used_at = clock.now()
    code = ids.characters(_CHARACTERS)
    expires = clock.now() + rules.INVITATION_LIFE
    invitation = Invitation(
        practitioner=practitioner, made_by=by, code_hash=_hash(practitioner, code), expires_at=expires
    )
    session.add(invitation)
    entries.record(session, "invitation.made", actor=by, subject=practitioner)
    return "-".join(code[start : start + 4] for start in range(0, _CHARACTERS, 4))


def repeat(session: Session, practitioner: UUID, *, by: UUID) -> str:
    """A new code for somebody who has not used theirs. Raises Problem `not-allowed`."""
    person = practitioners.find(session, practitioner)
    if person is None or person.status != Status.INVITED:
        raise rules.NOT_NOW.raised()
    return make(session, practitioner, by=by)


def reset(session: Session, practitioner: UUID, *, by: UUID | None) -> str:
    """Forgets the passphrase and signs every session out; answers a new code. Raises Problem `not-allowed`."""
    person = practitioners.find(session, practitioner)
    if person is None:
        raise Problem("not-found")
    if refused := rules.reset_refusal(practitioner, by, person.status):
        raise refused.raised()
    passphrases.forget(session, practitioner)
    entries.record(session, "passphrase.reset", actor=by, subject=practitioner)
    notices.tell(session, practitioner, "reset")
    sessions.end_all(session, practitioner)
    return make(session, practitioner, by=by)


def is_good(session: Session, email: str, code: str) -> bool:
    """Whether the code may be used by whoever has that (normalised) e-mail."""
    return _find(session, email, code) is not None


def accept(session: Session, email: str, code: str, passphrase_hash: str) -> Practitioner:
    """Uses the code up. Raises Problem `wrong-code`, the same for an unknown, used or expired one."""
    found = _find(session, email, code)
    if found is None:
        raise Problem("wrong-code")
    person, invitation = found
    invitation.used_at = clock.now()
    session.add(invitation)
    passphrases.set_first(session, person, passphrase_hash)
    return person


def _find(session: Session, email: str, code: str) -> tuple[Practitioner, Invitation] | None:
    person = practitioners.by_email(session, email)
    if person is None or person.status != Status.INVITED:
        return None
    typed = _hash(person.id, ids.as_typed(code))
    good = (one for one in _open(session, person.id) if compare_digest(one.code_hash, typed))
    invitation = next(good, None)
    return (person, invitation) if invitation and invitation.expires_at > clock.now() else None


def _open(session: Session, practitioner: UUID) -> list[Invitation]:
    unused = select(Invitation).where(Invitation.practitioner == practitioner, col(Invitation.used_at).is_(None))
    return list(session.exec(unused))


def _hash(practitioner: UUID, code: str) -> str:
    return keyed_hash("invitations.code", str(practitioner), code)
