"""Makes the invented partnership once: built apart, and put in place only when it is whole."""

import asyncio
import json
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, cast

import httpx
from sqlmodel import Session

from firsthand.app import create_app
from firsthand.base import databases
from firsthand.base.keyring import Keyring
from firsthand.base.settings import Settings
from firsthand.commands import copy
from firsthand.commands.production import SIGN_INS
from firsthand.identity import agencies, invitations, practitioners
from firsthand.identity.passphrases import hashed
from firsthand.invented import history
from firsthand.invented.phones import Phone
from firsthand.invented.staff import AGENCIES, ATTENDS, POSTS, Post
from firsthand.web.world import World

_WORDS = (
    "amber birch cobalt dune ember fjord grove harbour inlet juniper kelp lagoon meadow nectar orchard pebble".split()
)
_BUILT = "firsthand.db"
_FILES = "objects"


def ensure(settings: Settings) -> None:
    """Leaves a data folder that has a database as it is; PostgreSQL gets a copy, once."""
    if not (settings.data / _BUILT).exists():
        _make(settings)
    if settings.database_url and not databases.moved_mark(settings).exists():
        print(copy.run(settings, say=lambda _: None), flush=True)


def _make(settings: Settings) -> None:
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    print("Making an invented partnership, once. This takes a little while …", flush=True)
    scratch = Path(mkdtemp(prefix=".making-", dir=settings.data))
    try:
        _build(settings.model_copy(update={"data": scratch, "database_url": None}), kept=settings.keyring_file)
        _put_in_place(scratch, settings)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def described(settings: Settings) -> Iterator[str]:
    """The sign-ins as lines for a terminal."""
    for one in json.loads((settings.data / SIGN_INS).read_text()):
        yield f"{one['role']:<13} {one['email']:<38} {one['password']:<34} {one['agency']}"


def _build(settings: Settings, kept: Path) -> None:
    ring = Keyring.read(kept) if kept.exists() else Keyring.fresh()
    ring.write(settings.keyring_file)
    passphrases = {post: "-".join(secrets.choice(_WORDS) for _ in range(5)) for post in POSTS}
    asyncio.run(_fill(settings, passphrases))
    _keep(settings.data / SIGN_INS, passphrases)


def _keep(file: Path, passphrases: dict[Post, str]) -> None:
    """For its owner alone, though nobody in it is real."""
    sign_ins = [
        {"role": post.role, "agency": post.agency, "email": post.email, "password": passphrase}
        for post, passphrase in passphrases.items()
    ]
    file.touch(mode=0o600)
    file.write_text(json.dumps(sign_ins, indent=1))


def _put_in_place(scratch: Path, settings: Settings) -> None:
    """The database last, whole in one file: until it is there, the next start begins anew."""
    with closing(sqlite3.connect(scratch / _BUILT)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
    if not settings.keyring_file.exists():
        settings.keyring_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        (scratch / "keys" / "keyring.json").replace(settings.keyring_file)
    if (scratch / _FILES).exists():
        shutil.copytree(scratch / _FILES, settings.data / _FILES, dirs_exist_ok=True)
    for name in (SIGN_INS, _BUILT):
        (scratch / name).replace(settings.data / name)


async def _fill(settings: Settings, passphrases: dict[Post, str]) -> None:
    app = create_app(settings)
    world: World = app.state.world
    async with app.lifespan():
        for post, passphrase in passphrases.items():
            await world.writes.run(partial(_appoint, post, passphrase_hash=hashed(passphrase)))
        await world.writes.run(_let_open_drawings)
        frontline = [post for post in POSTS if post.role == "practitioner"][: len(ATTENDS)]
        transport = httpx.ASGITransport(app=cast(Any, app))
        phones = [
            Phone(post, httpx.AsyncClient(transport=transport, base_url=settings.public_origin)) for post in frontline
        ]
        for phone in phones:
            await phone.enrol(passphrases[phone.post])
        await history.send(world, phones)


def _appoint(post: Post, session: Session, passphrase_hash: str) -> None:
    """As a manager and the practitioner would together: invited by a one-time code, which is used at once."""
    agency = agencies.named(session, post.agency) or agencies.add(session, post.agency, AGENCIES[post.agency])
    person = practitioners.add(session, agency.id, post.name, post.email, post.role)
    code = invitations.make(session, person.id)
    invitations.accept(session, post.email, code, passphrase_hash)


def _let_open_drawings(session: Session) -> None:
    """The supervisor, by the manager."""
    by_role = {person.role: person.id for person, _ in practitioners.everyone(session)}
    practitioners.let_open_attachments(session, by_role["supervisor"], let=True, by=by_role["manager"])
