"""The languages of the forms: which are reviewed, and which a manager turns on although they are not."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from firsthand.base.problems import Problem
from firsthand.base.wording import marked as _
from firsthand.forms.wording import Wording
from firsthand.languages import offers
from firsthand.languages.tables import OfferedLanguage
from firsthand.web import desk
from firsthand.web.desk import MANAGERS, desk_page
from firsthand.web.guards import Signed
from firsthand.web.language_names import name
from firsthand.web.typed import FORM, with_errors
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]
NOT_NAMED = _("Type the name of the language exactly as it stands above, to turn it on.")


class Typed(msgspec.Struct):
    """`act` is on or off; `name` the language's, typed to turn it on."""

    act: str = ""
    name: str = ""


@dataclass(frozen=True)
class Language:
    """As its page shows it. `offer` is how it was turned on, if it is."""

    locale: str
    name: str
    wordings: list[Wording]
    offer: OfferedLanguage | None

    @property
    def reviewed(self) -> bool:
        return not any(wording.draft for wording in self.wordings)


@get("/languages", opt={"roles": MANAGERS})
async def list_languages(request: AnyRequest, world: World, practitioner: Signed) -> Response[str]:
    return await _list(request, world, practitioner, Typed(), {})


async def _list(
    request: AnyRequest, world: World, signed: Signed, typed: Typed, wrong: dict[str, str]
) -> Response[str]:
    def read(session: Session) -> dict[str, Any]:
        return {"languages": _languages(world, signed, offers.standing(session)), "names": desk.staff(session)}

    shown = await world.reads.run(read)
    context = {"offers_all": world.spoken.offers_all, "typed": typed, "errors": wrong}
    return with_errors(desk_page(request, signed, "languages/list.html", **shown, **context), wrong)


def _languages(world: World, signed: Signed, on: dict[str, OfferedLanguage]) -> list[Language]:
    found = world.spoken.wordings().items()
    return [Language(locale, name(locale, signed.locale), wordings, on.get(locale)) for locale, wordings in found]


@post("/languages/{locale:str}/offer", opt={"roles": MANAGERS}, status_code=HTTP_303_SEE_OTHER)
async def offer(
    request: AnyRequest, world: World, practitioner: Signed, locale: str, data: Annotated[Typed, FORM]
) -> Response[Any]:
    """Turns it on or off, here and on every phone that looks for a new build."""
    if locale not in world.spoken.wordings() or data.act not in ("on", "off"):
        raise Problem("not-found")
    if data.act == "on" and not _is_named(data.name, name(locale, practitioner.locale)):
        return await _list(request, world, practitioner, data, {f"name-{locale}": NOT_NAMED})
    verb = offers.turn_on if data.act == "on" else offers.turn_off
    await world.writes.run(lambda session: verb(session, locale, by=practitioner.id))
    await world.offer_anew()
    world.live.publish("languages")
    return Redirect("/languages", status_code=HTTP_303_SEE_OTHER)


async def follow(world: World) -> None:
    """What another process turned on or off is so here too, for as long as this one runs."""
    async for _changed in world.live.changes("languages"):
        with suppress(SQLAlchemyError, Problem):
            await world.offer_anew()


def _is_named(typed: str, name: str) -> bool:
    return " ".join(typed.split()).casefold() == name.casefold()


routes = [list_languages, offer]
