"""A service whose pipeline goes on only when it is told to, and that can be stopped and started again."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
from litestar.testing import TestClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from faults.tablets import Json, Reply, Request, Seat, Tablet
from firsthand.app import create_app
from firsthand.audit import entries
from firsthand.base import clock, ids, keyring
from firsthand.base.settings import Settings
from firsthand.identity import devices, sessions
from firsthand.identity.tables import Agency, Practitioner
from firsthand.intake.tables import Submission
from firsthand.web import callers
from firsthand.web.world import World


@dataclass
class House:
    """One database for all examples, each with people of their own."""

    settings: Settings
    http: Any = None
    moved: timedelta = timedelta()
    _clock: ExitStack = field(default_factory=ExitStack)
    _running: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        app = create_app(self.settings)
        pipeline = app.state.world.pipeline
        pipeline.start = _nothing
        self.http = self._running.enter_context(
            TestClient(app, base_url=self.settings.public_origin, raise_server_exceptions=False)
        )

    def stop(self) -> None:
        self._running.close()

    def restart(self) -> None:
        self.stop()
        self.start()

    @property
    def world(self) -> World:
        world: World = self.http.app.state.world
        return world

    def write(self, work: Any) -> Any:
        return self.world.writes.run_sync(work)

    def read(self, work: Any) -> Any:
        return self.world.reads.run_sync(work)

    def wait(self, time: timedelta) -> None:
        self.moved += time
        self._clock.enter_context(clock.shifted(self.moved))

    def right_the_clock(self) -> None:
        self.moved = timedelta()
        self._clock.close()

    def rotate(self) -> None:
        keyring.use(keyring.current().rotated()).write(self.settings.keyring_file)

    def keys(self) -> Json:
        answer: Json = self.http.get("/api/v1/keys").raise_for_status().json()
        return answer

    def take(self, request: Request) -> Reply:
        answer = self.http.post("/api/v1/submissions", content=request.body, headers=request.headers)
        return Reply(request, answer.status_code, answer.content)

    def is_signed_in(self, headers: dict[str, str]) -> bool:
        answer: httpx.Response = self.http.get("/api/v1/session", headers=headers)
        return answer.is_success

    def status(self, submission: str, tablet: Tablet) -> httpx.Response:
        cookie = {"Cookie": f"firsthand-device={tablet.cookie}"}
        answer: httpx.Response = self.http.get(f"/api/v1/submissions/{submission}", headers=cookie)
        return answer

    @contextmanager
    def no_disk(self) -> Iterator[None]:
        """Every commit fails."""
        engine: Any = self.world.database
        event.listen(engine.engine, "commit", _full)
        try:
            yield
        finally:
            event.remove(engine.engine, "commit", _full)

    def hire(self, agency: UUID | None = None, role: str = "practitioner") -> Practitioner:
        def work(session: Session) -> Practitioner:
            name = str(ids.new())
            known = agency or _agency(session, name)
            person = Practitioner(
                agency=known,
                name=name,
                email=name,
                role="practitioner",
                status="active",
                passphrase_hash="none opens it",
            )
            session.add(person)
            entries.record(session, "practitioner.added", subject=person.id)
            return person

        person: Practitioner = self.write(work)
        return person

    def enrol(self, person: Practitioner, tablet: Tablet) -> Seat:
        seat = Seat(practitioner=person.id, agency=person.agency)
        public = {name: seat.key[name] for name in ("kty", "crv", "x", "y")}

        def work(session: Session) -> tuple[UUID, str, str]:
            device, cookie = devices.enrol(
                session, person.id, "A tablet", public, installation=None, cookie=tablet.cookie or None
            )
            lives = callers.lives(self.world)
            return device.id, cookie, sessions.begin(session, person, lives, device=device.id, replacing=None)

        seat.device, tablet.cookie, token = self.write(work)
        who = self.http.get("/api/v1/session", headers={"Cookie": f"firsthand={token}"}).raise_for_status()
        tablet.sessions[seat] = token, who.json()["csrf"]
        tablet.seats.append(seat)
        return seat

    def process(self, submission: str, sha256: str) -> None:
        """Opens one envelope, out of its turn."""
        row = select(Submission.id).where(col(Submission.submission) == UUID(submission), Submission.sha256 == sha256)
        found = self.read(lambda session: session.exec(row).one())
        self.http.blocking_portal.call(self.world.pipeline._process, found)

    def drain(self) -> None:
        self.http.blocking_portal.call(self.world.pipeline.drain)


def _agency(session: Session, name: str) -> UUID:
    agency = Agency(name=name, name_key=name, kind="police")
    session.add(agency)
    session.flush()
    return agency.id


async def _nothing() -> None:
    """In the place of the pipeline's own start."""


def _full(connection: Any) -> None:
    """As a database does that could not commit."""
    connection.connection.dbapi_connection.rollback()
    raise OperationalError("COMMIT", {}, OSError("no space left"))
