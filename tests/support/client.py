"""An outside client: it knows protocol.md and nothing of the server's insides."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

import httpx
from joserfc import jws
from joserfc.jwk import ECKey

from support.authors import Author, Payload

Json = dict[str, Any]


@dataclass
class Client(Author):
    """A practitioner's device. `http` keeps cookies and knows where the server is."""

    http: httpx.Client = field(default_factory=httpx.Client)
    csrf: str = ""
    keys: list[Json] = field(default_factory=list)

    def sign_in(self, email: str, password: str) -> None:
        self.http.post("/api/v1/session", json={"email": email, "password": password}).raise_for_status()
        who = self.http.get("/api/v1/session").raise_for_status().json()
        self.practitioner, self.csrf = UUID(who["id"]), who["csrf"]

    def enrol(self) -> None:
        body = {"name": "A phone", "author_key": self.author_public()}
        answer = self.http.post("/api/v1/devices", json=body, headers={"X-CSRF-Token": self.csrf})
        assert answer.raise_for_status().json()["author_key_id"] == self.key["kid"]
        self.device = UUID(answer.json()["device"])
        self.fetch_keys()

    def author_public(self) -> Json:
        return {name: self.key[name] for name in ("kty", "crv", "x", "y")}

    def fetch_keys(self) -> None:
        self.keys = self.http.get("/api/v1/keys").raise_for_status().json()["keys"]

    def forget_session(self) -> None:
        """As after its expiry: the device cookie is left."""
        for cookie in list(self.http.cookies.jar):
            if not cookie.name.endswith("-device"):
                self.http.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)

    def sealing_key(self) -> Json:
        """The current one is the first."""
        return next(key for key in self.keys if key["use"] == "enc")

    def envelope(self, about: Payload | None = None, **members: Any) -> str:
        return self.sealed(self.payload(about, **members), self.sealing_key())

    def post(self, *envelopes: object, **members: object) -> httpx.Response:
        headers = {"X-CSRF-Token": self.csrf} if self.csrf else {}
        return self.http.post("/api/v1/submissions", json={"submissions": envelopes, **members}, headers=headers)

    def deliver(self, *envelopes: object) -> list[Json]:
        """The results; each that is held is also named by a receipt that holds."""
        answer = self.post(*envelopes).raise_for_status().json()
        held = [(result, envelope) for result, envelope in zip(answer["results"], envelopes, strict=True)
                if result["status"] != "refused"]  # fmt: skip
        lines = self.received(answer["receipt"]) if held else []
        assert ("receipt" in answer) == bool(held)
        for (result, envelope), line in zip(held, lines, strict=True):
            assert line["sha256"] == sha256(str(envelope).encode()).hexdigest()
            assert (line["id"], line["reference"]) == (result["id"], result["reference"])
        return list(answer["results"])

    def received(self, receipt: str) -> list[Json]:
        """What a receipt names. Fails where it does not hold."""
        return list(signed_by(receipt, self.keys, "fh-receipt+jws")["received"])

    def status(self, submission: object) -> httpx.Response:
        return self.http.get(f"/api/v1/submissions/{submission}")


def signed_by(compact: str, keys: list[Json], kind: str) -> Json:
    """What one of these receipt keys signed. Fails where it does not hold."""
    kid = jws.extract_compact(compact.encode()).headers()["kid"]
    key = next(key for key in keys if key["kid"] == kid and key["use"] == "sig")
    registry = jws.JWSRegistry(algorithms=["ES256"])
    registry.max_payload_length = 65536
    signed = jws.deserialize_compact(compact, ECKey.import_key(key), registry=registry)
    assert signed.headers() == {"alg": "ES256", "kid": kid, "typ": kind}
    return dict(httpx.Response(200, content=signed.payload or b"").json())
