"""The whole service in this process, and invented practitioners with phones that speak to it over HTTP."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from litestar import Litestar
from litestar.testing import TestClient
from sqlmodel import Session

from firsthand.audit import entries
from firsthand.base import ids
from firsthand.base.database import Database
from firsthand.identity import passphrases
from firsthand.identity.tables import Agency, Practitioner
from firsthand.web.world import World
from support.client import Client

PASSPHRASE = "seven invented herons read quietly"
_HASH = passphrases.hashed(PASSPHRASE)


@dataclass
class Service:
    """`http` runs the application; every practitioner has cookies of their own."""

    app: Litestar
    http: TestClient[Litestar]

    @property
    def world(self) -> World:
        world: World = self.app.state.world
        return world

    @property
    def database(self) -> Database:
        return self.world.database

    def stranger(self) -> httpx.Client:
        """Nobody's browser."""
        return httpx.Client(transport=self.http._transport, base_url=self.http.base_url)

    def signed_in(self, role: str = "practitioner", agency: UUID | None = None) -> Client:
        email = f"{ids.new()}@invented.example"
        self.write(lambda session: _hire(session, email, role, agency))
        client = Client(http=self.stranger())
        client.sign_in(email, PASSPHRASE)
        return client

    def phone(self, role: str = "practitioner", agency: UUID | None = None) -> Client:
        """Signed in and enrolled."""
        client = self.signed_in(role, agency)
        client.enrol()
        return client

    def settled(self) -> None:
        """Returns once the pipeline has nothing left to do."""
        self.http.blocking_portal.call(self.world.pipeline.drain)

    def write(self, work: Any) -> Any:
        return self.database.writes.run_sync(work)

    def read(self, work: Any) -> Any:
        return self.database.reads.run_sync(work)


def _hire(session: Session, email: str, role: str, agency: UUID | None) -> None:
    if agency is None:
        made = Agency(name=email, name_key=email, kind="police")
        session.add(made)
        session.flush()
        agency = made.id
    person = Practitioner(agency=agency, name=email, email=email, role=role, status="active", passphrase_hash=_HASH)
    session.add(person)
    entries.record(session, "agency.added", subject=agency)
