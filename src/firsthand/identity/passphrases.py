"""Hashing and checking passphrases: argon2id at OWASP's parameters, on two threads of their own."""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlmodel import Session

from firsthand.audit import entries
from firsthand.base.problems import Problem, Refusal
from firsthand.identity import notices, rules
from firsthand.identity.rules import Status
from firsthand.identity.tables import Practitioner

T = TypeVar("T")
_MOST_WAITING = 64
_SCORED = 72
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_nobody = (
    f"$argon2id$v=19$m={_hasher.memory_cost},t={_hasher.time_cost},p=1"
    "$bm9ib2R5IGF0IGFsbA$bm9ib2R5IGtub3dzIHdoYXQgd291bGQgZml0IHRoaXM"
)
"""As long to compare with as a real one; nothing fits it."""
_threads = ThreadPoolExecutor(2, thread_name_prefix="passphrases")
_waiting = 0


def _plain(passphrase: str) -> str:
    return unicodedata.normalize("NFC", passphrase)


def hashed(passphrase: str) -> str:
    """argon2id in its own encoding, with salt and parameters. Blocks for some 25 ms."""
    return _hasher.hash(_plain(passphrase))


def matches(passphrase_hash: str | None, passphrase: str) -> bool:
    """Takes as long where there is no hash. Blocks for some 25 ms."""
    try:
        _hasher.verify(passphrase_hash or _nobody, _plain(passphrase))
    except (VerificationError, InvalidHashError):
        return False
    return bool(passphrase_hash)


def is_outdated(passphrase_hash: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return _hasher.check_needs_rehash(passphrase_hash)


def refusal(passphrase: str, *known: str) -> Refusal | None:
    """`known` are words that somebody would try first: name, e-mail, agency. Blocks for some 10 ms."""
    from zxcvbn import zxcvbn

    plain = _plain(passphrase)
    if too := rules.passphrase_length_refusal(plain):
        return too
    words = ["firsthand", *known, *(part for word in known for part in word.replace("@", " ").split())]
    return rules.passphrase_strength_refusal(zxcvbn(plain[:_SCORED], user_inputs=words)["score"])


async def aside(work: Callable[[], T]) -> T:
    """Runs what blocks on one of two threads. Raises Problem `unavailable` when too much waits already."""
    global _waiting
    if _waiting >= _MOST_WAITING:
        raise Problem("unavailable", headers={"Retry-After": "5"})
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work)
    finally:
        _waiting -= 1


def change(session: Session, practitioner: UUID, passphrase_hash: str) -> None:
    """By the practitioner, who knew the earlier one."""
    session.get_one(Practitioner, practitioner).passphrase_hash = passphrase_hash
    entries.record(session, "passphrase.changed", actor=practitioner, subject=practitioner)
    notices.tell(session, practitioner, "passphrase_changed")


def renew(session: Session, practitioner: UUID, passphrase_hash: str) -> None:
    """The same passphrase under other parameters; part of the sign-in that noticed."""
    session.get_one(Practitioner, practitioner).passphrase_hash = passphrase_hash


def set_first(session: Session, person: Practitioner, passphrase_hash: str) -> None:
    """By whoever holds the one-time code."""
    person.passphrase_hash, person.status = passphrase_hash, Status.ACTIVE
    entries.record(session, "invitation.accepted", actor=person.id, subject=person.id)


def forget(session: Session, practitioner: UUID) -> None:
    """Part of a reset."""
    person = session.get_one(Practitioner, practitioner)
    person.passphrase_hash, person.status = None, Status.INVITED
