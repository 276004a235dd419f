"""Agencies of the partnership: added and renamed by managers."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER

from firsthand.base.problems import Problem
from firsthand.identity import agencies, words
from firsthand.web.desk import MANAGERS, desk_page
from firsthand.web.guards import Signed
from firsthand.web.typed import FORM, errors, with_errors
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]


class Agency(msgspec.Struct):
    """As typed."""

    name: str = ""
    kind: str = ""


@get("/agencies", opt={"roles": MANAGERS})
async def list_agencies(request: AnyRequest, world: World, practitioner: Signed) -> Response[str]:
    return await _list(request, world, practitioner, Agency(), {})


@post("/agencies", opt={"roles": MANAGERS}, status_code=HTTP_303_SEE_OTHER)
async def add(request: AnyRequest, world: World, practitioner: Signed, data: Annotated[Agency, FORM]) -> Response[Any]:
    try:
        await world.writes.run(lambda session: agencies.add(session, data.name, data.kind, by=practitioner.id))
    except Problem as problem:
        return await _list(request, world, practitioner, data, errors(problem))
    return Redirect("/agencies", status_code=HTTP_303_SEE_OTHER)


async def _list(
    request: AnyRequest,
    world: World,
    signed: Signed,
    typed: Agency,
    wrong: dict[str, str],
) -> Response[str]:
    found = await world.reads.run(agencies.everyone)
    shown = {"agencies": found, "kinds": words.AGENCY_KINDS, "typed": typed, "errors": wrong}
    return with_errors(desk_page(request, signed, "agencies/list.html", **shown), wrong)


@get("/agencies/{agency:uuid}", opt={"roles": MANAGERS})
async def show(request: AnyRequest, world: World, practitioner: Signed, agency: UUID) -> Response[str]:
    found = await world.reads.run(lambda session: agencies.find(session, agency))
    if found is None:
        raise Problem("not-found")
    return _show(request, practitioner, Agency(found.name, found.kind), {})


@post("/agencies/{agency:uuid}", opt={"roles": MANAGERS}, status_code=HTTP_303_SEE_OTHER)
async def change(
    request: AnyRequest, world: World, practitioner: Signed, agency: UUID, data: Annotated[Agency, FORM]
) -> Response[Any]:
    signed = practitioner
    try:
        await world.writes.run(lambda session: agencies.change(session, agency, data.name, data.kind, by=signed.id))
    except Problem as problem:
        return _show(request, signed, data, errors(problem))
    return Redirect("/agencies", status_code=HTTP_303_SEE_OTHER)


def _show(request: AnyRequest, signed: Signed, typed: Agency, wrong: dict[str, str]) -> Response[str]:
    shown = {"typed": typed, "kinds": words.AGENCY_KINDS, "errors": wrong}
    return with_errors(desk_page(request, signed, "agencies/show.html", **shown), wrong)


routes = [list_agencies, add, show, change]
