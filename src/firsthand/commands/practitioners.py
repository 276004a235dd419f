"""`firsthand practitioners invite`: the first manager, and the way back for one who is locked out."""

from dataclasses import dataclass

from sqlmodel import Session

from firsthand import tables
from firsthand.base import databases, keyring, schema
from firsthand.base.keyring import Keyring
from firsthand.base.problems import Problem
from firsthand.base.settings import Settings
from firsthand.base.stops import Stop
from firsthand.identity import agencies, invitations, practitioners, rules

assert tables


class NotInvited(Stop):
    """Says what was wrong with what was given."""


@dataclass(frozen=True)
class Invited:
    """Who may now choose a passphrase, and the one-time code for it."""

    name: str
    email: str
    code: str


def invite(settings: Settings, *, name: str, email: str, agency: str, kind: str, role: str) -> str:
    """The code with what to do with it, as lines. The agency is added where there is none of that name.

    Somebody with that e-mail who is here already gets a new code and loses the earlier passphrase.
    Raises KeyringMissing, DataFolderInUse, NotDurable, NotReached, NotInvited.
    """
    keyring.use(Keyring.read(settings.keyring_file))
    database = databases.opened(settings)
    try:
        schema.upgrade(database.engine)
        invited = database.writes.run_sync(lambda session: _invite(session, name, email, agency, kind, role))
    except Problem as problem:
        raise NotInvited(_described(problem)) from None
    finally:
        database.close()
    hours = int(rules.INVITATION_LIFE.total_seconds() // 3600)
    return (
        f"One-time code for {invited.name}: {invited.code}\n"
        f"Hand it over in person, within {hours} hours. At {settings.public_origin}/sign-in, {invited.email} "
        "and this code choose a passphrase."
    )


def _invite(session: Session, name: str, email: str, agency: str, kind: str, role: str) -> Invited:
    known = practitioners.by_email(session, rules.normalised_email(email))
    if known is not None:
        return Invited(known.name, known.email, invitations.reset(session, known.id, by=None))
    home = agencies.named(session, agency) or agencies.add(session, agency, kind)
    person = practitioners.add(session, home.id, name, email, role)
    return Invited(person.name, person.email, invitations.make(session, person.id))


def _described(problem: Problem) -> str:
    errors = problem.members.get("errors", ())
    said = [f"{error['field']}: {error['message']}" for error in errors]
    return "\n".join(said) or problem.detail or problem.kind.title
