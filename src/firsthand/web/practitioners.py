"""People, for managers: given a role, deactivated, reactivated; their devices revoked."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER
from sqlmodel import Session

from firsthand.audit import actions, entries
from firsthand.base.problems import Problem
from firsthand.identity import agencies, devices, practitioners, relays, words
from firsthand.intake import reported
from firsthand.web import desk
from firsthand.web.desk import MANAGERS, desk_page
from firsthand.web.guards import Signed
from firsthand.web.typed import FORM, errors, with_errors
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]
_SHOWN_ENTRIES = 20


class Role(msgspec.Struct):
    role: str = ""


class Right(msgspec.Struct):
    """`act` is give or take."""

    act: str = ""


@get("/practitioners", opt={"roles": MANAGERS})
async def list_practitioners(
    request: AnyRequest, world: World, practitioner: Signed, agency: UUID | None = None
) -> Response[str]:
    def read(session: Session) -> dict[str, Any]:
        return {
            "people": practitioners.everyone(session, agency),
            "agencies": agencies.everyone(session),
            "missing": reported.missing(session),
        }

    shown = await world.reads.run(read)
    return desk_page(request, practitioner, "practitioners/list.html", chosen=agency, words=words, **shown)


@get("/practitioners/{person:uuid}", opt={"roles": MANAGERS})
async def show(request: AnyRequest, world: World, practitioner: Signed, person: UUID) -> Response[str]:
    return await show_page(request, world, practitioner, person, {})


async def show_page(
    request: AnyRequest, world: World, signed: Signed, person: UUID, wrong: dict[str, str]
) -> Response[str]:
    def read(session: Session) -> dict[str, Any]:
        found = practitioners.find(session, person)
        if found is None:
            raise Problem("not-found")
        enrolled = devices.of(session, person)
        return {
            "person": found,
            "agency": agencies.find(session, found.agency),
            "devices": enrolled,
            "heard": relays.last_seen(session, person),
            "reported": reported.of(session, [device.id for device in enrolled]),
            "entries": entries.about(session, person, _SHOWN_ENTRIES),
            "names": desk.staff(session),
        }

    shown = await world.reads.run(read)
    page = desk_page(
        request, signed, "practitioners/show.html", errors=wrong, words=words, actions=actions.ACTIONS, **shown
    )
    return with_errors(page, wrong)


@post("/practitioners/{person:uuid}/role", opt={"roles": MANAGERS}, status_code=HTTP_303_SEE_OTHER)
async def change_role(
    request: AnyRequest, world: World, practitioner: Signed, person: UUID, data: Annotated[Role, FORM]
) -> Response[Any]:
    by = practitioner.id
    try:
        await world.writes.run(lambda session: practitioners.change_role(session, person, data.role, by=by))
    except Problem as problem:
        return await refused(request, world, practitioner, person, problem, "role")
    return _back(person)


@post("/practitioners/{person:uuid}/attachments", opt={"roles": MANAGERS}, status_code=HTTP_303_SEE_OTHER)
async def change_right(
    request: AnyRequest, world: World, practitioner: Signed, person: UUID, data: Annotated[Right, FORM]
) -> Response[Any]:
    """To open children's drawings and sound."""
    if data.act not in ("give", "take"):
        raise Problem("not-found")
    let, by = data.act == "give", practitioner.id
    try:
        await world.writes.run(lambda session: practitioners.let_open_attachments(session, person, let=let, by=by))
    except Problem as problem:
        return await refused(request, world, practitioner, person, problem, "attachments")
    return _back(person)


@post("/practitioners/{person:uuid}/deactivation", opt={"roles": MANAGERS}, status_code=HTTP_303_SEE_OTHER)
async def deactivate(request: AnyRequest, world: World, practitioner: Signed, person: UUID) -> Response[Any]:
    try:
        await world.writes.run(lambda session: practitioners.deactivate(session, person, by=practitioner.id))
    except Problem as problem:
        return await refused(request, world, practitioner, person, problem, "deactivation")
    return _back(person)


@post("/practitioners/{person:uuid}/reactivation", opt={"roles": MANAGERS}, status_code=HTTP_303_SEE_OTHER)
async def reactivate(world: World, practitioner: Signed, person: UUID) -> Redirect:
    await world.writes.run(lambda session: practitioners.reactivate(session, person, by=practitioner.id))
    return _back(person)


@post(
    "/practitioners/{person:uuid}/devices/{device:uuid}/revocation",
    opt={"roles": MANAGERS},
    status_code=HTTP_303_SEE_OTHER,
)
async def revoke(world: World, practitioner: Signed, person: UUID, device: UUID) -> Redirect:
    await world.writes.run(lambda session: devices.revoke(session, person, device, by=practitioner.id))
    return _back(person)


async def refused(
    request: AnyRequest, world: World, signed: Signed, person: UUID, problem: Problem, field: str
) -> Response[str]:
    """The page again, the refusal beside what was asked for."""
    wrong = {field: problem.detail} if problem.detail else errors(problem)
    return await show_page(request, world, signed, person, wrong)


def _back(person: UUID) -> Redirect:
    return Redirect(f"/practitioners/{person}", status_code=HTTP_303_SEE_OTHER)


routes = [list_practitioners, show, change_role, change_right, deactivate, reactivate, revoke]
