"""A meeting over HTTP: a chair and others, each with a phone of their own, and what each sees of it."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from firsthand.base import clock, ids
from support.client import Client
from support.service import Service
from support.staff import OURS
from support.unit import child, victim

FORM = {"form": "signs_of_safety", "form_version": "2026.2"}


def answers(score: int, why: str = "They say so") -> dict[str, Any]:
    return {"score": {"value": score}, "score_why": {"value": why}, "known": {"value": ["school"]}}


@dataclass
class Round:
    """A meeting that `chair` opened on one family."""

    service: Service
    chair: Client = field(init=False)
    people: list[dict[str, Any]] = field(default_factory=lambda: [victim(), child()])

    def __post_init__(self) -> None:
        self.chair = self.service.phone()
        self.encounter = str(ids.new())
        self.circumstances = {"kind": "meeting", "started_at": clock.now().isoformat(), "people": self.people}
        opened = self.opened().raise_for_status().json()
        self.id, self.code = opened["id"], opened["code"]

    def opened(self) -> httpx.Response:
        body = {"encounter": self.encounter, "circumstances": self.circumstances}
        return call(self.chair, "POST", "/api/v1/meetings", json=body)

    def ask(self, who: Client, code: str | None = None) -> httpx.Response:
        return call(who, "POST", "/api/v1/meetings/joinings", json={"code": code or self.code})

    def answer(self, who: Client, act: str = "admit") -> httpx.Response:
        return self.act("admissions", practitioner=str(who.practitioner), act=act)

    def member(self) -> Client:
        """Somebody of another agency who was let in."""
        who = self.service.phone()
        self.ask(who).raise_for_status()
        self.answer(who).raise_for_status()
        return who

    def act(self, what: str, who: Client | None = None, **typed: str) -> httpx.Response:
        return call(
            who or self.chair, "POST", f"/meetings/{self.id}/{what}", data=typed, headers=asking(who or self.chair)
        )

    def reveal(self) -> str:
        return self.act("reveal").raise_for_status().text

    def board(self, who: Client) -> str:
        return self.page(who).raise_for_status().text

    def page(self, who: Client) -> httpx.Response:
        return who.http.get(f"/meetings/{self.id}/board", headers=asking(who))

    def seen(self, who: Client) -> httpx.Response:
        return who.http.get(f"/api/v1/meetings/{self.id}")

    def sealed(self, who: Client, score: int, why: str = "They say so", **changes: Any) -> str:
        """A score, ready to be sent."""
        about = who.about(**FORM | {"encounter": self.encounter} | changes.pop("about", {}))
        said = self.circumstances | {"meeting": self.id} | changes.pop("circumstances", {})
        return who.envelope(about, encounter=said, **{"answers": answers(score, why)} | changes)

    def send(self, who: Client, score: int, why: str = "They say so", **changes: Any) -> str:
        """Its id, once it has been dealt with."""
        (result,) = who.deliver(self.sealed(who, score, why, **changes))
        self.service.settled()
        return str(result["id"])


def asking(who: Client) -> dict[str, str]:
    """As the app asks, whose open vault is that practitioner's."""
    return {"HX-Request": "true", "X-Vault-Owner": str(who.practitioner)}


def call(who: Client, method: str, path: str, headers: dict[str, str] | None = None, **sent: Any) -> httpx.Response:
    return who.http.request(method, path, headers=OURS | {"X-CSRF-Token": who.csrf} | (headers or {}), **sent)
