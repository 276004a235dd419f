"""A meeting's board: what somebody who came may see of it now, and what its chair does with it. Never kept."""

from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.response import ServerSentEvent
from litestar.status_codes import HTTP_200_OK
from sqlmodel import Session

from firsthand.base.database import after_commit
from firsthand.base.problems import Problem
from firsthand.meetings import admissions, boards, openings, reveals, scores
from firsthand.meetings.tables import Meeting
from firsthand.web import desk, locales
from firsthand.web.guards import Signed
from firsthand.web.rendering import render
from firsthand.web.streams import stream
from firsthand.web.submissions import asked_afresh, locale_of
from firsthand.web.typed import FORM
from firsthand.web.world import World

AnyRequest = Request[Any, Any, Any]
ACT: dict[str, Any] = {"include_in_schema": False, "status_code": HTTP_200_OK}
_PATH = "/meetings/{meeting:uuid}"
_SHOWN = frozenset({"conflict", "not-allowed"})
"""What came in between is said on the board: it may have changed since the button was drawn."""


class Answered(msgspec.Struct):
    """Of somebody who asked to come in, or is in."""

    practitioner: UUID
    act: Literal["admit", "decline"]


class Nothing(msgspec.Struct):
    """A form with a button only."""


AnsweredForm = Annotated[Answered, FORM]
NothingForm = Annotated[Nothing, FORM]


@get(locales.paths(f"{_PATH}/board"), include_in_schema=False)
async def show_board(request: AnyRequest, world: World, practitioner: Signed, meeting: UUID) -> Response[str]:
    """What it shows of a family, or of scores, is written down first."""
    return await _board(request, world, practitioner, meeting)


@post(locales.paths(f"{_PATH}/admissions"), **ACT)
async def answer_member(
    request: AnyRequest, world: World, practitioner: Signed, meeting: UUID, data: AnsweredForm
) -> Response[str]:
    def work(session: Session) -> None:
        admitted = data.act == "admit"
        admissions.answer(session, meeting, practitioner, data.practitioner, admitted=admitted)

    return await _carry_out(request, world, practitioner, meeting, work, data.practitioner)


@post(locales.paths(f"{_PATH}/abstention"), **ACT)
async def abstain(
    request: AnyRequest, world: World, practitioner: Signed, meeting: UUID, data: NothingForm
) -> Response[str]:
    """The chair does not score."""
    return await _carry_out(
        request, world, practitioner, meeting, lambda session: reveals.abstain(session, meeting, practitioner)
    )


@post(locales.paths(f"{_PATH}/reveal"), **ACT)
async def reveal(
    request: AnyRequest, world: World, practitioner: Signed, meeting: UUID, data: NothingForm
) -> Response[str]:
    """All see all scores, from now on; whoever waits to come in hears that nobody does any more."""
    came = await world.reads.run(lambda session: [each.practitioner for each in admissions.of(session, meeting)])

    def work(session: Session) -> None:
        reveals.reveal(session, meeting, practitioner)

    return await _carry_out(request, world, practitioner, meeting, work, *came)


@get(f"{_PATH}/changes", opt={"quiet": True}, include_in_schema=False)
async def follow(request: AnyRequest, world: World, practitioner: Signed, meeting: UUID) -> ServerSentEvent:
    """An event, always the same, for each change that concerns the reader; the page then fetches its board anew."""
    await world.reads.run(lambda session: openings.find(session, meeting, practitioner.id))
    return stream(request, world, scores.topic(meeting, practitioner.id))


async def _carry_out(
    request: AnyRequest, world: World, signed: Signed, meeting: UUID, work: Callable[[Session], None], *whose: UUID
) -> Response[str]:
    """Told to those who take part, and to `whose` it is."""
    _check(request, signed)

    def told(session: Session) -> None:
        work(session)
        scores.tell(session, world.live.publish, session.get_one(Meeting, meeting), *whose)
        after_commit(session, world.pipeline.wake)

    try:
        await world.writes.run(told)
    except Problem as problem:
        if problem.code not in _SHOWN:
            raise
        return await _board(request, world, signed, meeting, refused=problem.detail)
    return await _board(request, world, signed, meeting)


def _check(request: AnyRequest, signed: Signed) -> None:
    """Only for the app whose open vault is that practitioner's. Raises Problem `sign-in`."""
    if asked_afresh(request, signed):
        raise Problem("sign-in")


async def _board(
    request: AnyRequest, world: World, signed: Signed, meeting: UUID, refused: str | None = None
) -> Response[str]:
    _check(request, signed)
    look = await world.writes.run(lambda session: boards.look(session, meeting, signed), keyed=True)

    def read(session: Session) -> dict[str, Any]:
        return {"board": boards.open(session, look, world.library), "names": desk.staff(session)}

    shown = await world.reads.run(read)
    locale = locale_of(request, signed)
    return render(
        request,
        "meetings/_board.html",
        locale=locale,
        wording=lambda form: world.library.read_in(form, locale),
        refused=refused,
        at=locales.path(f"/meetings/{meeting}", locales.of_path(request.scope["path"])),
        **shown,
    )


routes = [show_board, answer_member, abstain, reveal, follow]
