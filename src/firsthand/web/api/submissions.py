"""Delivering submissions, and asking how one stands (protocol.md)."""

from functools import partial
from typing import Any

from litestar import Litestar, Request, get
from litestar.status_codes import HTTP_200_OK
from sqlmodel import Session

from firsthand.attachments import holdings
from firsthand.base import keyring
from firsthand.base.problems import Problem
from firsthand.intake import deliveries, receipts, rules, statuses
from firsthand.intake.counter import Counter
from firsthand.intake.envelopes import Envelope
from firsthand.intake.receipts import Names
from firsthand.intake.submissions import Courier
from firsthand.web.api import standings
from firsthand.web.api.shapes import Answer, Delivered, Status, SubmissionId
from firsthand.web.callers import Sender
from firsthand.web.lean import Lean
from firsthand.web.world import World


@Lean(
    "/api/v1/submissions",
    http_method="POST",
    opt={"delivery": True, "problems": ("bad-request", "invalid", "too-large")},
    status_code=HTTP_200_OK,
    operation_class=Delivered,
    summary="Deliver submissions",
    description="Takes in 1 to 50 envelopes. What it acknowledges is durable; one bad item never holds up the rest. "
    "413: too many or too much; halve the batch. 503: nothing was stored; try again.",
)
async def deliver(request: Request[Any, Any, Any]) -> Answer:
    """Takes from the request what others are given by name: resolving names costs as much as storing a submission."""
    world: World = request.app.state.world
    sender: Sender = request.auth
    ring = keyring.current()
    with world.pipeline.lulls.delivery():
        delivery = deliveries.read(await request.body(), {key["kid"] for key in ring.sealing})
        results = await _counter(request.app, world).receive(delivery, Courier(sender.practitioner, sender.device))
    named = await _named(world, holdings.announcing(delivery))
    return Answer.of(results, receipts.issue(results, ring, named), revoked=sender.revoked)


async def _named(world: World, announcing: list[Envelope]) -> dict[str, Names]:
    """What is held whole of their attachments; most have none."""
    return await world.writes.run(partial(holdings.name, envelopes=announcing), keyed=True) if announcing else {}


def _counter(app: Litestar, world: World) -> Counter:
    if "counter" not in app.state:
        app.state.counter = Counter(world.writes, world.pipeline.wake)
    counter: Counter = app.state.counter
    return counter


@get(
    "/api/v1/submissions/{submission:str}",
    opt={"delivery": True, "problems": ("not-found",)},
    summary="How a submission stands",
    description="All to its verified author; `status` alone to its sender, and to whoever it names until it is "
    "verified; 404 to anybody else. `decision` needs a session.",
)
async def status(world: World, sender: Sender, submission: SubmissionId) -> Status:
    wanted = rules.uuid(submission)
    if wanted is None:
        raise Problem("not-found")
    trusted = not (sender.by == "device" and sender.revoked)
    asker = Courier(sender.practitioner if trusted else None, sender.device)

    def find(session: Session) -> Status | None:
        standing = statuses.find(session, wanted, asker)
        return standings.told(session, standing, with_decision=sender.by == "session") if standing else None

    found = await world.reads.run(find)
    if found is None:
        raise Problem("not-found")
    return found


routes = [deliver, status]
