"""A partnership to measure on: enrolled phones, and what they will send, sealed beforehand."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, cast

import httpx
from sqlmodel import Session

from bench.stores import ORIGIN
from firsthand.app import create_app
from firsthand.base import clock, ids
from firsthand.base.settings import Settings
from firsthand.forms.library import Library
from firsthand.identity import agencies, invitations, practitioners
from firsthand.identity.passphrases import hashed
from firsthand.invented.answers import Answering
from firsthand.invented.families import Registry
from firsthand.invented.phones import Filled, Phone
from firsthand.invented.staff import Post
from firsthand.web.world import World

PHONES = 64
_PASSPHRASE = "quiet lamp over a wide river"  # noqa: S105 - nobody can sign in with it anywhere
_FAMILIES = 40
"""So many tell all stories; each story is an encounter of its own."""


@dataclass(frozen=True)
class Device:
    """The headers of one signed-in phone, and what waits in its outbox."""

    headers: dict[str, str]
    envelopes: list[str]


@dataclass
class Partnership:
    """`assessor` are the headers of somebody at the desk."""

    devices: list[Device] = field(default_factory=list)
    assessor: dict[str, str] = field(default_factory=dict)


def fill(settings: Settings, envelopes: int = 0) -> Partnership:
    """Everybody is invited, signs in and enrols as in life; so many envelopes are shared out among the phones."""
    made = Partnership()
    asyncio.run(_fill(made, settings, envelopes))
    return made


async def _fill(made: Partnership, settings: Settings, envelopes: int) -> None:
    app = create_app(settings)
    world: World = app.state.world
    stories, known = _stories(world.library), hashed(_PASSPHRASE)
    async with app.lifespan():
        made.assessor = await _headers(await _phone(app, "assessor", 0, known))
        phones = [await _phone(app, "practitioner", number + 1, known) for number in range(PHONES if envelopes else 0)]
        made.devices += [Device(await _headers(phone), []) for phone in phones]
        for _ in range(envelopes // PHONES):  # everybody works at the same time, as in life
            for phone, device in zip(phones, made.devices, strict=True):
                device.envelopes.append(_sealed(phone, next(stories)))


async def _phone(app: Any, role: str, number: int, known: str) -> Phone:
    post = Post(role, "Invented Constabulary", f"PC {number} Example", f"pc{number}@firsthand.example")
    await app.state.world.writes.run(lambda session: _appoint(session, post, known))
    phone = Phone(post, httpx.AsyncClient(transport=httpx.ASGITransport(app=cast(Any, app)), base_url=ORIGIN))
    await phone.enrol(_PASSPHRASE)
    return phone


def _appoint(session: Session, post: Post, known: str) -> None:
    agency = agencies.named(session, post.agency) or agencies.add(session, post.agency, "police")
    person = practitioners.add(session, agency.id, post.name, post.email, post.role)
    invitations.accept(session, post.email, invitations.make(session, person.id), known)


async def _headers(phone: Phone) -> dict[str, str]:
    """Both cookies and the token, as our own pages send them."""
    session = (await phone.http.get("/api/v1/session")).json()
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in phone.http.cookies.jar)
    own = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin", "X-CSRF-Token": session["csrf"]}
    return {"Cookie": cookies, **own}


def _stories(library: Library) -> Iterator[dict[str, Any]]:
    """DASH records without end, each by some family."""
    source = Random(2016)  # noqa: S311 - invented, and the same each time
    registry, form = Registry(source, clock.now().date()), library.current("dash")
    families = [registry.family((3, 7)) for _ in range(_FAMILIES)]
    said = [Answering(source, source.choice(["standard", "medium"]), each.language).form(form) for each in families]
    while True:
        for family, answers in zip(families, said, strict=True):
            yield {"form": (form.id, form.version), "people": list(family.people), "answers": answers}


def _sealed(phone: Phone, story: dict[str, Any]) -> str:
    encounter = {"id": str(ids.new()), "kind": "incident", "started_at": clock.now().isoformat()}
    record = {"language": None, "subject": None, "answers": story["answers"], "route": {"to": "unit"}}
    return phone.sealed({**encounter, "people": story["people"]}, Filled(story["form"], record)).envelope
