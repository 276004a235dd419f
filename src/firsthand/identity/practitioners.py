"""Adding people, changing what they may do, and finding them."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, func, select

from firsthand.audit import entries
from firsthand.base.problems import Problem, Refusal
from firsthand.identity import notices, rules, sessions
from firsthand.identity.rules import Role, Status
from firsthand.identity.tables import Agency, Practitioner


def add(
    session: Session, agency: UUID, name: str, email: str, role: str, *, by: UUID | None = None, locale: str = "en"
) -> Practitioner:
    """Nobody can sign in as them before an invitation is made and accepted. Raises Problem `invalid`."""
    name, email = rules.tidied(name), rules.normalised_email(email)
    rules.insist(_refusals(session, agency, name, email, role))
    person = Practitioner(agency=agency, name=name, email=email, role=role, status=Status.INVITED, locale=locale)
    session.add(person)
    session.flush()
    entries.record(session, "practitioner.added", actor=by, subject=person.id, agency=agency, detail={"role": role})
    return person


def _refusals(session: Session, agency: UUID, name: str, email: str, role: str) -> dict[str, Refusal | None]:
    taken = by_email(session, email) is not None
    return {
        "name": rules.name_refusal(name),
        "email": rules.EMAIL_TAKEN if taken else rules.email_refusal(email),
        "agency": None if session.get(Agency, agency) else rules.NO_AGENCY,
        "role": None if role in list(Role) else rules.NO_ROLE,
    }


def change_role(session: Session, practitioner: UUID, role: str, *, by: UUID) -> None:
    """Raises Problem `invalid`, `not-allowed`, `not-found`. Sessions end, so that pages and role agree."""
    person = _get(session, practitioner)
    rules.insist({"role": None if role in list(Role) else rules.NO_ROLE})
    if person.role == role:
        return
    if person.role == Role.MANAGER:
        _may_leave(session, person, by)
    detail = {"from": person.role, "to": role}
    person.role, person.opens_attachments = role, False
    entries.record(session, "practitioner.role_changed", actor=by, subject=person.id, detail=detail)
    notices.tell(session, person.id, "role_changed")
    sessions.end_all(session, person.id)


def let_open_attachments(session: Session, practitioner: UUID, *, let: bool, by: UUID) -> None:
    """Children's drawings and sound. Raises Problem `not-allowed`, `not-found`."""
    person = _get(session, practitioner)
    if let and (refused := rules.attachments_refusal(person.role)):
        raise refused.raised()
    if person.opens_attachments == let:
        return
    person.opens_attachments = let
    action = "practitioner.attachments_allowed" if let else "practitioner.attachments_disallowed"
    entries.record(session, action, actor=by, subject=person.id)


def deactivate(session: Session, practitioner: UUID, *, by: UUID) -> None:
    """Keys are left as they are: what waits on a phone still arrives, flagged. Raises Problem `not-allowed`."""
    person = _get(session, practitioner)
    if person.status == Status.DEACTIVATED:
        return
    _may_leave(session, person, by)
    person.status = Status.DEACTIVATED
    entries.record(session, "practitioner.deactivated", actor=by, subject=person.id)
    notices.tell(session, person.id, "deactivated")
    sessions.end_all(session, person.id)


def reactivate(session: Session, practitioner: UUID, *, by: UUID) -> None:
    """With the passphrase of before, where there was one."""
    person = _get(session, practitioner)
    if person.status != Status.DEACTIVATED:
        return
    person.status = Status.ACTIVE if person.passphrase_hash else Status.INVITED
    entries.record(session, "practitioner.reactivated", actor=by, subject=person.id)
    notices.tell(session, person.id, "reactivated")


def change_language(session: Session, practitioner: UUID, locale: str) -> None:
    person = _get(session, practitioner)
    person.locale = locale
    sessions.changed(session)
    entries.record(session, "practitioner.language_changed", actor=person.id, subject=person.id)


def _may_leave(session: Session, person: Practitioner, by: UUID) -> None:
    last = person.role == Role.MANAGER and person.status == Status.ACTIVE and _managers(session) == 1
    if refused := rules.leaving_refusal(person.id, by, last_manager=last):
        raise refused.raised()


def _managers(session: Session) -> int:
    active = Practitioner.role == Role.MANAGER, Practitioner.status == Status.ACTIVE
    return session.exec(select(func.count()).where(*active)).one()


def _get(session: Session, practitioner: UUID) -> Practitioner:
    person = session.get(Practitioner, practitioner)
    if person is None:
        raise Problem("not-found")
    return person


def find(session: Session, practitioner: UUID) -> Practitioner | None:
    return session.get(Practitioner, practitioner)


def by_email(session: Session, email: str) -> Practitioner | None:
    """`email` is normalised."""
    return session.exec(select(Practitioner).where(Practitioner.email == email)).first()


def everyone(session: Session, agency: UUID | None = None) -> list[tuple[Practitioner, Agency]]:
    """By agency and name; of one agency where it is given."""
    joined = select(Practitioner, Agency).join(Agency, col(Agency.id) == Practitioner.agency)
    if agency is not None:
        joined = joined.where(Practitioner.agency == agency)
    return list(session.exec(joined.order_by(col(Agency.name_key), func.lower(Practitioner.name))))


def names(session: Session, ids: Iterable[UUID] | None = None) -> dict[UUID, str]:
    """Of those who are known; of everybody where no ids are given."""
    found = select(Practitioner.id, Practitioner.name)
    asked = found if ids is None else found.where(col(Practitioner.id).in_(set(ids)))
    return dict(session.exec(asked).all())
