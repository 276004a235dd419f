"""People, for managers: invited, given a role, deactivated, reset; their devices revoked."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER
from sqlmodel import Session

from firsthand.audit import actions, entries
from firsthand.base.problems import Problem
from firsthand.base.wording import marked as _
from firsthand.identity import agencies, devices, invitations, practitioners, relays, rules, words
from firsthand.identity.tables import Device, Practitioner
from firsthand.web import desk
from firsthand.web.desk import desk_page
from firsthand.web.guards import Signed
from firsthand.web.typed import FORM, errors, with_errors
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]
MANAGERS = {"roles": frozenset({"manager"})}
_NOT_CHECKED = _("Tick the box once you know for certain who is asking. Do not do this by telephone.")
_SHOWN_ENTRIES = 20


class Invited(msgspec.Struct):
    """As typed."""

    name: str = ""
    email: str = ""
    agency: str = ""
    role: str = ""


class Role(msgspec.Struct):
    role: str = ""


class Reset(msgspec.Struct):
    """`checked` is there where the box was ticked."""

    checked: str = ""


class Nothing(msgspec.Struct):
    """A form with a button only."""


@get("/practitioners", opt=MANAGERS)
async def list_practitioners(
    request: AnyRequest, world: World, practitioner: Signed, agency: UUID | None = None
) -> Response[str]:
    def read(session: Session) -> dict[str, Any]:
        return {"people": practitioners.everyone(session, agency), "agencies": agencies.everyone(session)}

    shown = await world.reads.run(read)
    return desk_page(request, practitioner, "practitioners/list.html", chosen=agency, words=words, **shown)


@get("/practitioners/invitation", opt=MANAGERS)
async def invitation(request: AnyRequest, world: World, practitioner: Signed) -> Response[str]:
    return await _invitation(request, world, practitioner, Invited(role=rules.Role.PRACTITIONER.value), {})


@post("/practitioners", opt=MANAGERS)
async def invite(
    request: AnyRequest, world: World, practitioner: Signed, data: Annotated[Invited, FORM]
) -> Response[str]:
    """The code is on this one page, and nowhere else."""

    def work(session: Session) -> tuple[Practitioner, str]:
        agency, by = _uuid(data.agency), practitioner.id
        person = practitioners.add(session, agency, data.name, data.email, data.role, by=by)
        return person, invitations.make(session, person.id, by=by)

    try:
        person, code = await world.writes.run(work)
    except Problem as problem:
        return await _invitation(request, world, practitioner, data, errors(problem))
    return _code(request, practitioner, person, code)


async def _invitation(
    request: AnyRequest, world: World, signed: Signed, typed: Invited, wrong: dict[str, str]
) -> Response[str]:
    known = await world.reads.run(agencies.everyone)
    shown = {"typed": typed, "errors": wrong, "agencies": known, "words": words}
    return with_errors(desk_page(request, signed, "practitioners/invitation.html", **shown), wrong)


def _code(
    request: AnyRequest, signed: Signed, person: Practitioner, code: str, kept: list[tuple[Device, str]] | None = None
) -> Response[str]:
    hours = int(rules.INVITATION_LIFE.total_seconds() // 3600)
    return desk_page(request, signed, "practitioners/code.html", person=person, code=code, kept=kept, hours=hours)


@get("/practitioners/{person:uuid}", opt=MANAGERS)
async def show(request: AnyRequest, world: World, practitioner: Signed, person: UUID) -> Response[str]:
    return await _show(request, world, practitioner, person, {})


async def _show(
    request: AnyRequest, world: World, signed: Signed, person: UUID, wrong: dict[str, str]
) -> Response[str]:
    def read(session: Session) -> dict[str, Any]:
        found = practitioners.find(session, person)
        if found is None:
            raise Problem("not-found")
        return {
            "person": found,
            "agency": agencies.find(session, found.agency),
            "devices": devices.of(session, person),
            "heard": relays.last_seen(session, person),
            "entries": entries.about(session, person, _SHOWN_ENTRIES),
            "names": desk.staff(session),
        }

    shown = await world.reads.run(read)
    page = desk_page(
        request, signed, "practitioners/show.html", errors=wrong, words=words, actions=actions.ACTIONS, **shown
    )
    return with_errors(page, wrong)


@post("/practitioners/{person:uuid}/role", opt=MANAGERS, status_code=HTTP_303_SEE_OTHER)
async def change_role(
    request: AnyRequest, world: World, practitioner: Signed, person: UUID, data: Annotated[Role, FORM]
) -> Response[Any]:
    by = practitioner.id
    try:
        await world.writes.run(lambda session: practitioners.change_role(session, person, data.role, by=by))
    except Problem as problem:
        return await _refused(request, world, practitioner, person, problem, "role")
    return _back(person)


@post("/practitioners/{person:uuid}/deactivation", opt=MANAGERS, status_code=HTTP_303_SEE_OTHER)
async def deactivate(request: AnyRequest, world: World, practitioner: Signed, person: UUID) -> Response[Any]:
    try:
        await world.writes.run(lambda session: practitioners.deactivate(session, person, by=practitioner.id))
    except Problem as problem:
        return await _refused(request, world, practitioner, person, problem, "deactivation")
    return _back(person)


@post("/practitioners/{person:uuid}/reactivation", opt=MANAGERS, status_code=HTTP_303_SEE_OTHER)
async def reactivate(world: World, practitioner: Signed, person: UUID) -> Redirect:
    await world.writes.run(lambda session: practitioners.reactivate(session, person, by=practitioner.id))
    return _back(person)


@post("/practitioners/{person:uuid}/invitation", opt=MANAGERS)
async def invite_again(request: AnyRequest, world: World, practitioner: Signed, person: UUID) -> Response[str]:
    """A new code for somebody whose earlier one ran out."""

    def work(session: Session) -> tuple[Practitioner, str]:
        return _known(session, person), invitations.repeat(session, person, by=practitioner.id)

    return _code(request, practitioner, *await world.writes.run(work))


@post("/practitioners/{person:uuid}/reset", opt=MANAGERS)
async def reset(
    request: AnyRequest, world: World, practitioner: Signed, person: UUID, data: Annotated[Reset, FORM]
) -> Response[str]:
    """Shows the one-time code and the recovery codes of the devices, once, after an identity check."""
    if not data.checked:
        return await _show(request, world, practitioner, person, {"checked": _NOT_CHECKED})

    def work(session: Session) -> tuple[Practitioner, str, list[tuple[Device, str]]]:
        code = invitations.reset(session, person, by=practitioner.id)
        return _known(session, person), code, devices.show_recovery(session, person, by=practitioner.id)

    try:
        done = await world.writes.run(work)
    except Problem as problem:
        return await _refused(request, world, practitioner, person, problem, "checked")
    return _code(request, practitioner, *done)


@post("/practitioners/{person:uuid}/devices/{device:uuid}/revocation", opt=MANAGERS, status_code=HTTP_303_SEE_OTHER)
async def revoke(world: World, practitioner: Signed, person: UUID, device: UUID) -> Redirect:
    await world.writes.run(lambda session: devices.revoke(session, person, device, by=practitioner.id))
    return _back(person)


async def _refused(
    request: AnyRequest, world: World, signed: Signed, person: UUID, problem: Problem, field: str
) -> Response[str]:
    """The page again, the refusal beside what was asked for."""
    wrong = {field: problem.detail} if problem.detail else errors(problem)
    return await _show(request, world, signed, person, wrong)


def _known(session: Session, person: UUID) -> Practitioner:
    found = practitioners.find(session, person)
    if found is None:
        raise Problem("not-found")
    return found


def _back(person: UUID) -> Redirect:
    return Redirect(f"/practitioners/{person}", status_code=HTTP_303_SEE_OTHER)


def _uuid(text: str) -> UUID:
    """Of what was chosen from a list; no agency has the id that stands for nonsense."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


routes = [
    list_practitioners,
    invitation,
    invite,
    show,
    change_role,
    deactivate,
    reactivate,
    invite_again,
    reset,
    revoke,
]
