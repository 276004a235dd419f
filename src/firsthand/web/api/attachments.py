"""`/api/v1/attachments`: drawings and sound by tus 1.0.0, resumable after any cut (protocol.md)."""

import asyncio
from collections.abc import AsyncIterator, Collection
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, head, patch, post, route
from litestar.enums import HttpMethod
from litestar.exceptions import HTTPException
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED, HTTP_204_NO_CONTENT
from sqlmodel import Session

from firsthand.attachments import uploads
from firsthand.attachments.arriving import Cut
from firsthand.attachments.uploads import Creator, Progress
from firsthand.base.problems import Problem
from firsthand.identity import relays
from firsthand.web import errors, guards
from firsthand.web.api import tus
from firsthand.web.api.tus_described import Adding, Asking, Beginning, Offering, Overriding, Withdrawing
from firsthand.web.callers import Sender
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]
_PATH = "/api/v1/attachments"
_PATIENCE = 60.0
"""Seconds in which something must come."""
_ALSO = ("bad-request", "tus-version")
_TO_ADD = ("not-found", "cut-short", "upload-offset", "bytes-wanted", "too-large", "checksum", *_ALSO)


def _on_problem(request: AnyRequest, error: Problem) -> Response[Any]:
    return _versioned(errors.on_problem(request, error))


def _on_http_exception(request: AnyRequest, error: HTTPException) -> Response[Any]:
    return _versioned(errors.on_http_exception(request, error))


def _versioned(answer: Response[Any]) -> Response[Any]:
    answer.headers |= tus.RESUMABLE
    if answer.status_code == 412:
        answer.headers["Tus-Version"] = tus.VERSION
    return answer


_REFUSING: Any = {"exception_handlers": {Problem: _on_problem, HTTPException: _on_http_exception}}


def _opt(*problems: str) -> dict[str, Any]:
    return {"delivery": True, "problems": problems}


@route(
    [_PATH, f"{_PATH}/{{upload:uuid}}"],
    http_method=[HttpMethod.OPTIONS],
    status_code=HTTP_204_NO_CONTENT,
    opt={"public": True, "problems": ("not-found",)},
    sync_to_thread=False,
    operation_class=Offering,
    summary="What uploads may be",
)
def offer() -> Response[None]:
    return Response(None, status_code=HTTP_204_NO_CONTENT, headers=tus.OFFERED)


@post(
    _PATH,
    **_REFUSING,
    opt=_opt("invalid", "too-large", "slow-down", *_ALSO),
    status_code=HTTP_201_CREATED,
    operation_class=Beginning,
    summary="Begin an upload",
    description="Of one attachment, before or after its submission. `Upload-Metadata` is exactly `submission`, "
    "`attachment` and `sha256`, of the encrypted bytes; it belongs to a submission that announces the same.",
)
async def begin(request: AnyRequest, world: World, sender: Sender) -> Response[None]:
    _insist_on_version(request)
    told = request.headers.get("upload-metadata", "")
    announced = tus.announced(told, tus.number(request.headers.get("upload-length")))
    work = partial(uploads.begin, announced=announced, told=told, creator=_creator(sender))
    progress = Progress(await world.writes.run(work, keyed=True), 0)
    await _settle(world, progress)
    headers = {"Location": tus.path(progress.upload.id), **tus.told(progress), **tus.RESUMABLE}
    return Response(None, status_code=HTTP_201_CREATED, headers=headers)


@head(
    f"{_PATH}/{{upload:uuid}}",
    **_REFUSING,
    opt=_opt("not-found", "tus-version"),
    status_code=HTTP_200_OK,
    operation_class=Asking,
    summary="How far an upload has come",
    description="To whoever began it: in that practitioner's session, or from that browser.",
)
async def ask(request: AnyRequest, world: World, sender: Sender, upload: UUID) -> Response[None]:
    progress = await _found(request, world, sender, upload)
    if not await _settle(world, progress):
        raise Problem("not-found")
    row = progress.upload
    about = {"Upload-Length": str(row.size), "Upload-Metadata": row.told}
    return Response(None, headers={**about, **tus.told(progress), **tus.RESUMABLE})


@patch(
    f"{_PATH}/{{upload:uuid}}",
    **_REFUSING,
    opt=_opt(*_TO_ADD),
    status_code=HTTP_204_NO_CONTENT,
    operation_class=Adding,
    summary="Go on with an upload",
    description="What came before a cut stays, unless a checksum was to hold for all of it. Of two at once one goes on "
    "and the other gets 409. 460 after the last byte: it is not what was announced; begin anew.",
)
async def add(request: AnyRequest, world: World, sender: Sender, upload: UUID) -> Response[None]:
    return await _add(request, world, await _found(request, world, sender, upload))


@delete(
    f"{_PATH}/{{upload:uuid}}",
    **_REFUSING,
    opt=_opt("not-found", "not-allowed", "tus-version"),
    status_code=HTTP_204_NO_CONTENT,
    operation_class=Withdrawing,
    summary="Withdraw an upload",
    description="While it is not complete; then 403.",
)
async def withdraw(request: AnyRequest, world: World, sender: Sender, upload: UUID) -> Response[None]:
    return await _withdraw(world, await _found(request, world, sender, upload))


@post(
    f"{_PATH}/{{upload:uuid}}",
    **_REFUSING,
    opt=_opt("method", "not-allowed", *_TO_ADD),
    status_code=HTTP_204_NO_CONTENT,
    operation_class=Overriding,
    summary="The same by POST",
    description="PATCH or DELETE, as `X-HTTP-Method-Override` says, for whoever can send neither.",
)
async def override(request: AnyRequest, world: World, sender: Sender, upload: UUID) -> Response[None]:
    meant = request.headers.get("x-http-method-override")
    progress = await _found(request, world, sender, upload)
    if meant == "PATCH":
        return await _add(request, world, progress)
    if meant == "DELETE":
        return await _withdraw(world, progress)
    raise Problem("method")


def _insist_on_version(request: AnyRequest) -> None:
    if request.headers.get("tus-resumable") != tus.VERSION:
        raise Problem("tus-version")


def _creator(sender: Sender, devices: Collection[UUID] = ()) -> Creator:
    """A device cookie says which browser it is, and not who is at it."""
    return Creator(sender.practitioner if sender.by == "session" else None, sender.device, devices)


async def _found(request: AnyRequest, world: World, sender: Sender, upload: UUID) -> Progress:
    _insist_on_version(request)
    cookie = guards.device_cookie(request)

    def find(session: Session) -> Progress:
        enrolled = [device.id for device in relays.devices(session, cookie)] if cookie else ()
        return uploads.find(session, upload, _creator(sender, enrolled))

    return await world.reads.run(find)


async def _add(request: AnyRequest, world: World, progress: Progress) -> Response[None]:
    if request.headers.get("content-type") != tus.BYTES:
        raise Problem("bytes-wanted")
    if tus.number(request.headers.get("upload-offset")) != progress.offset:
        raise Problem("upload-offset")
    checksum = tus.checksum(request.headers.get("upload-checksum"))
    if progress.offset + (request.content_length or 0) > progress.upload.size:
        raise Problem("too-large")
    try:
        progress = await world.arriving.take(progress, _body(request), checksum)
    except Cut:
        raise Problem("cut-short") from None
    if not await _settle(world, progress):
        raise Problem("checksum")
    return Response(None, status_code=HTTP_204_NO_CONTENT, headers={**tus.told(progress), **tus.RESUMABLE})


async def _withdraw(world: World, progress: Progress) -> Response[None]:
    await world.writes.run(partial(uploads.withdraw, upload=progress.upload.id), keyed=True)
    return Response(None, status_code=HTTP_204_NO_CONTENT, headers=tus.RESUMABLE)


async def _settle(world: World, progress: Progress) -> bool:
    """Whether it is as it was announced, as far as that can be known."""
    return not progress.complete or await world.arriving.settle(progress.upload)


async def _body(request: AnyRequest) -> AsyncIterator[bytes]:
    """As it comes; larger than other requests may be. Raises Cut."""
    more = True
    while more:
        try:
            async with asyncio.timeout(_PATIENCE):
                message: Any = await request.receive()
        except TimeoutError:
            raise Cut from None
        if message["type"] == "http.disconnect":
            raise Cut
        more = message.get("more_body", False)
        yield message.get("body", b"")


routes = [offer, begin, ask, add, withdraw, override]
