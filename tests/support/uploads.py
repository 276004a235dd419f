"""Uploading by hand, as the protocol says it, and the announcing submission around it."""

import os
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import httpx

from firsthand.base import ids
from support.client import Client

PATH = "/api/v1/attachments"
TUS = {"Tus-Resumable": "1.0.0"}
BYTES = "application/offset+octet-stream"


@dataclass
class File:
    """Encrypted bytes and what a submission says of them."""

    content: bytes = field(default_factory=lambda: os.urandom(5000))
    id: str = field(default_factory=lambda: str(ids.new()))
    submission: str = field(default_factory=lambda: str(ids.new()))
    media_type: str = "application/json"

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()

    @property
    def announced(self) -> dict[str, Any]:
        return {"id": self.id, "sha256": self.sha256, "size": len(self.content), "media_type": self.media_type}

    @property
    def named(self) -> dict[str, str]:
        return {"id": self.id, "sha256": self.sha256}

    @property
    def said(self) -> dict[str, str]:
        return {"submission": self.submission, "attachment": self.id, "sha256": self.sha256}

    def headers(self) -> dict[str, str]:
        return {**TUS, "Upload-Length": str(len(self.content)), "Upload-Metadata": metadata(**self.said)}


def metadata(**said: str) -> str:
    return ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in said.items())


def checksum(algorithm: str, digest: bytes) -> dict[str, str]:
    return {"Upload-Checksum": f"{algorithm} {b64encode(digest).decode()}"}


@dataclass
class Uploading:
    """One client's side of one upload."""

    client: Client
    file: File
    url: str = ""

    def call(self, method: str, url: str, headers: dict[str, str], content: Any = None) -> httpx.Response:
        token = {"X-CSRF-Token": self.client.csrf} if self.client.csrf else {}
        sent = {name: value for name, value in (TUS | token | headers).items() if value}
        return self.client.http.request(method, url, headers=sent, content=content)

    def begin(self, **headers: str) -> "Uploading":
        answer = self.call("POST", PATH, self.file.headers() | headers).raise_for_status()
        assert answer.status_code == 201
        self.url = answer.headers["Location"]
        return self

    def add(self, content: bytes | Iterable[bytes], at: int, **headers: str) -> httpx.Response:
        wanted = {"Content-Type": BYTES, "Upload-Offset": str(at)}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.call("PATCH", self.url, wanted | named, content)

    def ask(self) -> httpx.Response:
        return self.call("HEAD", self.url, {})

    def withdraw(self) -> httpx.Response:
        return self.call("DELETE", self.url, {})

    def finish(self) -> "Uploading":
        """From wherever it is."""
        at = int(self.ask().headers["Upload-Offset"])
        assert self.add(self.file.content[at:], at).status_code == 204
        return self


def uploaded(client: Client, file: File) -> Uploading:
    return Uploading(client, file).begin().finish()


def slices(content: bytes, size: int) -> Iterator[bytes]:
    return (content[at : at + size] for at in range(0, len(content), size))
