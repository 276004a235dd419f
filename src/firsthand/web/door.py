"""Whoever proves who they are: by a passphrase or by a one-time code, counted first and judged after."""

import asyncio
from dataclasses import dataclass
from typing import Any

from litestar import Request
from sqlmodel import Session

from firsthand.base.problems import Problem
from firsthand.identity import agencies, invitations, passphrases, practitioners, relays, rules, sessions, throttles
from firsthand.identity.relays import Relay
from firsthand.identity.tables import Practitioner
from firsthand.identity.throttles import Attempt
from firsthand.web import guards
from firsthand.web.guards import Signed
from firsthand.web.world import World


@dataclass(frozen=True)
class Try:
    """What is counted, and the device of the account that it came from, if it did."""

    attempt: Attempt
    relay: Relay | None

    @property
    def email(self) -> str:
        return self.attempt.account


async def knock(request: Request[Any, Any, Any], world: World, typed: str) -> Try:
    """Counts a try. Raises Problem `slow-down`."""
    email, cookie = rules.normalised_email(typed), guards.device_cookie(request)
    relay = await world.reads.run(lambda session: relays.enrolled(session, cookie, email)) if cookie else None
    address = request.client.host if request.client else ""
    attempt = Attempt(email, address, str(relay.device) if relay else None)
    delay = await world.writes.run(lambda session: throttles.take(session, attempt))
    await asyncio.sleep(delay.total_seconds())
    return Try(attempt, relay)


async def prove(world: World, tried: Try, passphrase: str, refused: str = "wrong-credentials") -> Practitioner:
    """Takes the same steps whether or not anybody has that e-mail. Raises the Problem `refused`."""
    person = await world.reads.run(lambda session: practitioners.by_email(session, tried.email))
    known = person.passphrase_hash if person and person.status == rules.Status.ACTIVE else None
    right = await passphrases.aside(lambda: passphrases.matches(known, passphrase))
    if person is None or not right:
        await refuse(world, tried)
        raise Problem(refused)
    return person


async def refuse(world: World, tried: Try) -> None:
    """Writes down that somebody tried, whoever's e-mail it was."""

    def note(session: Session) -> None:
        person = practitioners.by_email(session, tried.email)
        sessions.refuse(session, person.id if person else None)

    await world.writes.run(note)


async def accept(world: World, tried: Try, code: str, passphrase: str) -> bool:
    """Sets the passphrase where the code is good. Raises Problem `invalid` for a passphrase that would not do."""

    def known(session: Session) -> list[str] | None:
        if not invitations.is_good(session, tried.email, code):
            return None
        person = practitioners.by_email(session, tried.email)
        return known_words(session, person) if person else None

    words = await world.reads.run(known)
    if words is None:
        return False
    fresh = await chosen(passphrase, words, "password")
    await world.writes.run(lambda session: invitations.accept(session, tried.email, code, fresh))
    return True


def known_words(session: Session, person: Practitioner) -> list[str]:
    """What somebody would try first as that practitioner's passphrase."""
    agency = agencies.find(session, person.agency)
    return [person.name, person.email, agency.name if agency else ""]


async def chosen(passphrase: str, words: list[str], field: str) -> str:
    """The hash of a new passphrase. Raises Problem `invalid` with the reason beside `field`."""
    rules.insist({field: rules.passphrase_length_refusal(passphrase)})
    rules.insist({field: await passphrases.aside(lambda: passphrases.refusal(passphrase, *words))})
    return await passphrases.aside(lambda: passphrases.hashed(passphrase))


async def change_passphrase(
    request: Request[Any, Any, Any], world: World, signed: Signed, current: str, new: str
) -> None:
    """Ends every other session. Raises Problem `slow-down`, `wrong-passphrase`, `invalid`."""
    tried = await knock(request, world, signed.email)
    person = await prove(world, tried, current, refused="wrong-passphrase")
    words = await world.reads.run(lambda session: known_words(session, person))
    fresh = await chosen(new, words, "new")

    def change(session: Session) -> None:
        throttles.give_back(session, tried.attempt)
        passphrases.change(session, person.id, fresh)
        sessions.end_all(session, person.id, but=signed.session)

    await world.writes.run(change)
