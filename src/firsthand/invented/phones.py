"""Invented phones: each signs in, enrols and delivers as any client of the protocol does."""

import os
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Self

import httpx

from firsthand.attachments import drawings, openings
from firsthand.base import clock, ids
from firsthand.base.keyring import Jwk
from firsthand.intake import sealing
from firsthand.invented.staff import Post

_TUS = {"Tus-Resumable": "1.0.0"}
_PART = _TUS | {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}


@dataclass(frozen=True)
class File:
    """A drawing as it leaves the phone; `key` opens it."""

    id: str
    submission: str
    key: bytes
    content: bytes

    @classmethod
    def sealed(cls, plain: bytes, submission: str) -> Self:
        attachment, key = str(ids.new()), os.urandom(32)
        return cls(attachment, submission, key, openings.sealed(plain, key, os.urandom(12), submission, attachment))

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()

    @property
    def announced(self) -> dict[str, Any]:
        return {"id": self.id, "sha256": self.sha256, "size": len(self.content), "media_type": drawings.MEDIA_TYPE}

    @property
    def creation(self) -> dict[str, str]:
        """The headers that begin its upload."""
        said = {"submission": self.submission, "attachment": self.id, "sha256": self.sha256}
        told = ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in said.items())
        return _TUS | {"Upload-Length": str(len(self.content)), "Upload-Metadata": told}


@dataclass(frozen=True)
class Filled:
    """A form, by id and version, as somebody filled it. `drawn`: plain drawings by question."""

    form: tuple[str, str]
    record: dict[str, Any]
    drawn: dict[str, bytes] = field(default_factory=dict)

    def with_files(self, files: dict[str, File]) -> dict[str, Any]:
        """The record as the payload has it."""
        drawn = {question: {"value": [file.id], "source": "child"} for question, file in files.items()}
        keys = {file.id: urlsafe_b64encode(file.key).rstrip(b"=").decode() for file in files.values()}
        return self.record | {"answers": self.record["answers"] | drawn, "attachment_keys": keys}


@dataclass(frozen=True)
class Sent:
    """An envelope, and the files that it names."""

    envelope: str
    files: list[File]


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

    def sealed(self, encounter: dict[str, Any], filled: Filled) -> Sent:
        """`encounter` is the protocol's, with its `id`."""
        submission = str(ids.new())
        files = {question: File.sealed(plain, submission) for question, plain in filled.drawn.items()}
        about = {
            "id": submission,
            "encounter": encounter["id"],
            "form": filled.form[0],
            "form_version": filled.form[1],
            "captured_at": clock.now().isoformat(timespec="seconds"),
            "device": self.device,
            "author": self.author,
            "attachments": [file.announced for file in files.values()],
        }
        told = {name: value for name, value in encounter.items() if name != "id"}
        payload = {"about": about, "encounter": told, **filled.with_files(files)}
        return Sent(sealing.seal(payload, self.key, self.sealing_key), list(files.values()))

    async def deliver(self, envelopes: list[str], sent_at: datetime) -> None:
        body = {"submissions": envelopes, "sent_at": sent_at.isoformat()}
        answer = await self.http.post("/api/v1/submissions", json=body)
        answer.raise_for_status()
        refused = [result for result in answer.json()["results"] if result["status"] != "stored"]
        if refused:
            raise RuntimeError(f"an invented submission was not stored: {refused[0]}")

    async def upload(self, sent: Sent) -> None:
        """By tus, each file in one part."""
        csrf = {"X-CSRF-Token": (await self.http.get("/api/v1/session")).json()["csrf"]} if sent.files else {}
        for file in sent.files:
            begun = await self.http.post("/api/v1/attachments", headers=file.creation | csrf)
            begun.raise_for_status()
            part = _PART | csrf
            (await self.http.patch(begun.headers["Location"], content=file.content, headers=part)).raise_for_status()
