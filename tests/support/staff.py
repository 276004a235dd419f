"""People of an invented partnership who sign in, each in a browser of their own."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from litestar import Litestar
from litestar.testing import TestClient
from sqlmodel import Session, delete

from firsthand.audit import entries
from firsthand.base import ids
from firsthand.identity import agencies, invitations, practitioners
from firsthand.identity.passphrases import hashed
from firsthand.identity.tables import Practitioner, Throttle
from firsthand.intake import sealing
from firsthand.web.world import World

PASSPHRASE = "quiet lamp over a wide river"
_HASH = hashed(PASSPHRASE)
OURS = {"Origin": "http://testserver.local", "Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True)
class Person:
    """A practitioner of the invented partnership."""

    id: UUID
    name: str
    email: str
    role: str


@dataclass
class Browser:
    """One cookie jar; all browsers share the application's one event loop."""

    client: TestClient[Litestar]
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        self.client.cookies = self.cookies
        answer = self.client.request(method, path, follow_redirects=False, **options)
        self.cookies = self.client.cookies
        return answer

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.request("POST", path, **options)

    def sign_in(self, who: Person, password: str = PASSPHRASE, **options: Any) -> httpx.Response:
        return self.post("/api/v1/session", json={"email": who.email, "password": password}, **options)

    @property
    def csrf(self) -> str:
        return str(self.get("/api/v1/session").json()["csrf"])

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """An unsafe request as our own client makes it."""
        return self.request(method, path, headers={"X-CSRF-Token": self.csrf, **OURS}, **options)

    def submit(self, path: str, **typed: str) -> httpx.Response:
        """A plain form as a browser sends it from a page without a referrer."""
        return self.post(path, data={"csrf": self.csrf, **typed}, headers=OURS | {"Origin": "null"})

    def enrol(self, name: str = "A phone", key: dict[str, Any] | None = None) -> httpx.Response:
        return self.send("POST", "/api/v1/devices", json={"name": name, "author_key": public(key)})


def public(key: dict[str, Any] | None = None) -> dict[str, Any]:
    """The public half of an author key."""
    return {name: value for name, value in (key or sealing.author_key()).items() if name in ("kty", "crv", "x", "y")}


@dataclass
class Partnership:
    """Who works here, and the application that they sign in to."""

    client: TestClient[Litestar]

    @property
    def world(self) -> World:
        world: World = self.client.app.state.world
        return world

    def agency(self, name: str = "Invented Constabulary", kind: str = "police") -> UUID:
        def work(session: Session) -> UUID:
            return (agencies.named(session, name) or agencies.add(session, name, kind)).id

        return self.write(work)

    def appoint(self, role: str = "practitioner", name: str = "Quill Example") -> Person:
        """Somebody new who has chosen PASSPHRASE."""
        agency, email = self.agency(), f"{ids.new().hex}@firsthand.example"

        def work(session: Session) -> UUID:
            person = practitioners.add(session, agency, name, email, role)
            invitations.accept(session, email, invitations.make(session, person.id), _HASH)
            return person.id

        return Person(self.write(work), name, email, role)

    def browser(self, who: Person | None = None) -> Browser:
        browser = Browser(self.client)
        if who is not None:
            assert browser.sign_in(who).status_code == 204
        return browser

    def set_status(self, who: Person, status: str) -> None:
        def work(session: Session) -> None:
            session.get_one(Practitioner, who.id).status = status
            entries.record(session, "practitioner.deactivated", subject=who.id)

        self.write(work)

    def forget_tries(self) -> None:
        self.write(lambda session: session.exec(delete(Throttle)) and None)

    def write(self, work: Any) -> Any:
        return self.world.writes.run_sync(work)

    def read(self, work: Any) -> Any:
        return self.world.reads.run_sync(work)
