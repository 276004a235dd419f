"""One's own account, for everybody: devices, sessions, passphrase, language, and what was done to the account."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from babel import Locale
from litestar import Request, Response, get, post
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER
from sqlmodel import Session

from firsthand.base.problems import Problem
from firsthand.base.wording import marked as _
from firsthand.identity import devices, notices, practitioners, relays, sessions, words
from firsthand.intake import reported
from firsthand.web import callers, cookies, desk, door
from firsthand.web.desk import desk_page
from firsthand.web.guards import Signed
from firsthand.web.typed import FORM, errors, with_errors
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]
_NOT_OFFERED = _("Choose one of the languages in the list.")


class Passphrases(msgspec.Struct):
    """`new` is typed in clear on request only; nothing of these is ever shown again."""

    current: str = ""
    new: str = ""


class Language(msgspec.Struct):
    locale: str = ""


@get("/account")
async def show(request: AnyRequest, world: World, practitioner: Signed, done: str | None = None) -> Response[str]:
    return await _show(request, world, practitioner, {}, done)


async def _show(
    request: AnyRequest, world: World, signed: Signed, wrong: dict[str, str], done: str | None = None
) -> Response[str]:
    def read(session: Session) -> dict[str, Any]:
        enrolled = devices.of(session, signed.id)
        return {
            "devices": enrolled,
            "reported": reported.of(session, [device.id for device in enrolled]),
            "heard": relays.last_seen(session, signed.id),
            "sessions": sessions.of(session, signed.id, callers.lives(world)),
            "notices": notices.unseen(session, signed.id),
            "top": desk.pressing(session, signed, world.settings.zone),
        }

    shown = await world.reads.run(read)
    languages = [(tag, Locale.parse(tag).get_display_name(tag)) for tag in world.settings.interface_locales]
    context = {"words": words, "errors": wrong, "done": done, "languages": languages}
    return with_errors(desk_page(request, signed, "account/show.html", **context, **shown), wrong)


@post("/account/passphrase", status_code=HTTP_303_SEE_OTHER)
async def change_passphrase(
    request: AnyRequest, world: World, practitioner: Signed, data: Annotated[Passphrases, FORM]
) -> Response[Any]:
    try:
        await door.change_passphrase(request, world, practitioner, data.current, data.new)
    except Problem as problem:
        wrong = errors(problem) if problem.code == "invalid" else {"current": problem.kind.title}
        return await _show(request, world, practitioner, wrong)
    return _back("passphrase")


@post("/account/language", status_code=HTTP_303_SEE_OTHER)
async def change_language(
    request: AnyRequest, world: World, practitioner: Signed, data: Annotated[Language, FORM]
) -> Response[Any]:
    if data.locale not in world.settings.interface_locales:
        return await _show(request, world, practitioner, {"locale": _NOT_OFFERED})
    await world.writes.run(lambda session: practitioners.change_language(session, practitioner.id, data.locale))
    return _back("language")


@post("/account/devices/{device:uuid}/revocation", status_code=HTTP_303_SEE_OTHER)
async def revoke(world: World, practitioner: Signed, device: UUID) -> Response[Any]:
    await world.writes.run(lambda session: devices.revoke(session, practitioner.id, device, by=practitioner.id))
    return _back("device")


@post("/account/notices", status_code=HTTP_303_SEE_OTHER)
async def have_read(world: World, practitioner: Signed) -> Response[Any]:
    def work(session: Session) -> None:
        notices.mark_seen(session, practitioner.id)
        sessions.changed(session)

    await world.writes.run(work)
    return _back(None)


@post("/account/departure", status_code=HTTP_303_SEE_OTHER)
async def leave(world: World, practitioner: Signed) -> Response[Any]:
    await world.writes.run(lambda session: sessions.end(session, practitioner.session, by=practitioner.id))
    return _gone(world)


@post("/account/departure/everywhere", status_code=HTTP_303_SEE_OTHER)
async def leave_everywhere(world: World, practitioner: Signed) -> Response[Any]:
    await world.writes.run(lambda session: sessions.end_everywhere(session, practitioner.id))
    return _gone(world)


def _back(done: str | None) -> Response[Any]:
    return Redirect(f"/account?done={done}" if done else "/account", status_code=HTTP_303_SEE_OTHER)


def _gone(world: World) -> Response[Any]:
    redirect = Redirect("/sign-in", status_code=HTTP_303_SEE_OTHER)
    redirect.cookies.append(cookies.no_session(world.settings))
    return redirect


routes = [show, change_passphrase, change_language, revoke, have_read, leave, leave_everywhere]
