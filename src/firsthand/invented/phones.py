"""Invented phones: each signs in, enrols and delivers as any client of the protocol does."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from firsthand.base import clock, ids
from firsthand.base.keyring import Jwk
from firsthand.intake import sealing
from firsthand.invented.staff import Post


@dataclass
class Phone:
    """One practitioner's device. `http` speaks to the application in this process."""

    post: Post
    http: httpx.AsyncClient
    author: str = ""
    device: str = ""
    key: Jwk = field(default_factory=sealing.author_key)
    sealing_key: Jwk = field(default_factory=dict)

    async def enrol(self, passphrase: str) -> None:
        signed_in = await self.http.post("/api/v1/session", json={"email": self.post.email, "password": passphrase})
        signed_in.raise_for_status()
        session = (await self.http.get("/api/v1/session")).json()
        public = {name: self.key[name] for name in ("kty", "crv", "x", "y")}
        enrolled = await self.http.post(
            "/api/v1/devices",
            json={"name": f"{self.post.name}'s invented phone", "author_key": public},
            headers={"X-CSRF-Token": session["csrf"]},
        )
        enrolled.raise_for_status()
        self.author, self.device = session["id"], enrolled.json()["device"]
        self.sealing_key = (await self.http.get("/api/v1/keys")).json()["keys"][0]

    def sealed(self, encounter: dict[str, Any], form: tuple[str, str], **record: Any) -> str:
        """An envelope; `encounter` is the protocol's, with its `id`."""
        about = {
            "id": str(ids.new()),
            "encounter": encounter["id"],
            "form": form[0],
            "form_version": form[1],
            "captured_at": clock.now().isoformat(timespec="seconds"),
            "device": self.device,
            "author": self.author,
            "attachments": [],
        }
        told = {name: value for name, value in encounter.items() if name != "id"}
        return sealing.seal({"about": about, "encounter": told, **record}, self.key, self.sealing_key)

    async def deliver(self, envelopes: list[str], sent_at: datetime) -> None:
        body = {"submissions": envelopes, "sent_at": sent_at.isoformat()}
        answer = await self.http.post("/api/v1/submissions", json=body)
        answer.raise_for_status()
        refused = [result for result in answer.json()["results"] if result["status"] != "stored"]
        if refused:
            raise RuntimeError(f"an invented submission was not stored: {refused[0]}")
