"""`/api/v1/passphrase`: changing it; `/api/v1/invitation`: setting the first one by a one-time code."""

from typing import Any

import msgspec
from litestar import Request, post
from litestar.status_codes import HTTP_204_NO_CONTENT

from firsthand.base.problems import Problem
from firsthand.web import door
from firsthand.web.api.session import Code, Email, Passphrase
from firsthand.web.guards import Signed
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]


class Change(msgspec.Struct):
    """The passphrase of before and the one from now on."""

    current: Passphrase
    new: Passphrase


class Acceptance(msgspec.Struct):
    """A one-time code, and the passphrase to set by it."""

    email: Email
    code: Code
    password: Passphrase


@post(
    "/api/v1/passphrase",
    status_code=HTTP_204_NO_CONTENT,
    opt={"problems": ("wrong-passphrase", "invalid", "slow-down")},
    summary="Change the passphrase",
    description="Every other session ends. 403 `wrong-passphrase` where `current` is not right, "
    "422 with the reason where `new` would not do.",
)
async def change(request: AnyRequest, data: Change, practitioner: Signed, world: World) -> None:
    await door.change_passphrase(request, world, practitioner, data.current, data.new)


@post(
    "/api/v1/invitation",
    status_code=HTTP_204_NO_CONTENT,
    opt={"public": True, "problems": ("wrong-code", "invalid", "slow-down")},
    summary="Accept an invitation",
    description="Sets the passphrase by a one-time code, which is used up by that. It does not sign in.",
)
async def accept(request: AnyRequest, data: Acceptance, world: World) -> None:
    tried = await door.knock(request, world, data.email)
    if not await door.accept(world, tried, data.code, data.password):
        await door.refuse(world, tried)
        raise Problem("wrong-code")


routes = [change, accept]
