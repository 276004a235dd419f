"""A tablet that acts as protocol.md says and knows nothing of the server's insides, shared by whoever is enrolled."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from itertools import count
from typing import Any
from uuid import UUID

from firsthand.base import clock, ids
from firsthand.intake import sealing
from support import client
from support.authors import Author, Payload

Json = dict[str, Any]
Key = tuple[str, str]


@dataclass(eq=False)
class Seat(Author):
    """Somebody who is enrolled on one tablet, the `number`th of all. `revoked`: their key counts no more."""

    agency: UUID = field(default_factory=ids.new)
    number: int = field(default_factory=count().__next__)
    revoked: bool = False

    def __hash__(self) -> int:
        return hash(self.key["kid"])


@dataclass(frozen=True, eq=False)
class Item:
    """An envelope and what the device that made it knows of it. `by` is none for a forgery."""

    about: Payload
    signed: str
    envelope: str
    by: Seat | None

    @property
    def id(self) -> str:
        return str(self.about["id"])

    @property
    def sha256(self) -> str:
        return sha256(self.envelope.encode()).hexdigest()

    @property
    def key(self) -> Key:
        return self.id, self.sha256


@dataclass(frozen=True, eq=False)
class Request:
    """As it was sent, cookies and all; it may arrive never, once, late or often."""

    tablet: "Tablet"
    body: bytes
    headers: dict[str, str]
    items: list[Item | None]
    session: Seat | None


@dataclass(frozen=True, eq=False)
class Reply:
    """As the server sent it; it may be heard never, once, late or often."""

    request: Request
    status: int
    content: bytes


@dataclass(eq=False)
class Tablet:
    """`outbox` holds what waits, by envelope; `keys` is the last set of the service that was accepted."""

    cookie: str = ""
    keys: list[Json] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    sessions: dict[Seat, tuple[str, str]] = field(default_factory=dict)
    outbox: dict[Key, Item] = field(default_factory=dict)
    receipts: dict[Key, Json] = field(default_factory=dict)
    attention: dict[Key, str] = field(default_factory=dict)
    erased: set[Seat] = field(default_factory=set)
    offset: timedelta = timedelta()

    def now(self) -> str:
        return (clock.now() + self.offset).isoformat(timespec="seconds")

    def accept(self, answer: Json) -> None:
        """A new sealing key counts only in a set that a receipt key signed which is held already."""
        known = self.keys or answer["keys"]
        self.keys = client.signed_by(answer["signed"], known, "fh-keys+jws")["keys"]

    def finish(self, seat: Seat, about: Payload, **members: Any) -> Item:
        """What nobody may lose from now on."""
        return self.put(self.sealed(seat.signed(about, **members), about, seat))

    def sealed(self, signed: str, about: Payload, by: Seat | None, key: Json | None = None) -> Item:
        key = key or next(key for key in self.keys if key["use"] == "enc")
        return Item(about, signed, sealing.enclose(signed, about, key), by)

    def put(self, item: Item) -> Item:
        if item.key not in self.receipts:
            self.outbox[item.key] = item
        return item

    def pack(self, items: list[Item | None], session: Seat | None) -> Request:
        """With the session of somebody who is signed in, else by the device cookie alone; none stands for rubbish."""
        envelopes = [item.envelope if item else "no envelope" for item in items]
        body = json.dumps({"submissions": envelopes, "sent_at": self.now()}).encode()
        cookies, headers = f"firsthand-device={self.cookie}", {"Content-Type": "application/json"}
        if session in self.sessions:
            token, csrf = self.sessions[session]
            cookies, headers = f"{cookies}; firsthand={token}", headers | {"X-CSRF-Token": csrf}
        return Request(self, body, headers | {"Cookie": cookies}, items, session if session in self.sessions else None)

    def hear(self, reply: Reply) -> list[Item]:
        """Lets go of what a receipt names and of nothing else; answers what has to be sealed again."""
        if reply.status != 200:
            return []
        answer = json.loads(reply.content)
        if "receipt" in answer:
            self._let_go(client.signed_by(answer["receipt"], self.keys, "fh-receipt+jws")["received"])
        refused = list(self._refused(reply.request.items, answer["results"]))
        if answer.get("device") == "revoked" and not self.outbox:
            self.erased |= set(self.seats)
        return refused

    def _let_go(self, received: list[Json]) -> None:
        for line in received:
            key = line["id"], line["sha256"]
            told = self.receipts.setdefault(key, line)
            assert told == line, "a submission has one reference and one time of arrival"
            self.outbox.pop(key, None)

    def _refused(self, items: list[Item | None], results: list[Json]) -> list[Item]:
        refused = [(item, result["problem"]) for item, result in zip(items, results, strict=True)
                   if item and item.key in self.outbox and result["status"] == "refused"]  # fmt: skip
        self.attention |= {item.key: problem for item, problem in refused}
        return [item for item, problem in refused if problem == "unknown-sealing-key"]

    def seal_again(self, item: Item) -> Item:
        """The same signed record under a current key, in the place of the old envelope."""
        del self.outbox[item.key], self.attention[item.key]
        return self.put(self.sealed(item.signed, item.about, item.by))
