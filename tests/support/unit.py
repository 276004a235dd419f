"""A referral unit over HTTP: phones that send, people at the desk who open the pages and act on them."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx

from firsthand.base import clock, ids
from support.client import Client
from support.service import Service
from support.staff import OURS


@dataclass
class Unit:
    """`sent` answers the path of the referral that a submission became."""

    service: Service

    def at_desk(self, role: str = "assessor") -> Client:
        return self.service.signed_in(role)

    @cached_property
    def reader(self) -> Client:
        """Somebody who looks and does nothing."""
        return self.at_desk()

    def sent(self, phone: Client | None = None, *, encounter: str | None = None, **record: Any) -> str:
        phone = phone or self.service.phone()
        about = phone.about(encounter=encounter or str(ids.new()), **record.pop("about", {}))
        said = {"kind": "incident", "started_at": clock.now().isoformat(), "people": [victim()]}
        said |= record.pop("circumstances", {})
        phone.deliver(phone.envelope(about, encounter=said, **record))
        self.service.settled()
        return self.path_of(phone, str(about["id"]))

    def path_of(self, phone: Client, submission: str) -> str:
        reference = phone.status(submission).json()["reference"]
        found = re.search(rf'href="(/referrals/[0-9a-f-]+)"[^>]*>(?:(?!</a>).)*{reference}', self.queue(), re.DOTALL)
        assert found, f"{reference} is not in the queue"
        return found[1]

    def queue(self, path: str = "/referrals") -> str:
        """Its rows, every page of it."""
        rows = ""
        while path:
            page = self.reader.http.get(path).raise_for_status().text
            rows += page
            following = re.search(r'href="([^"]*after=[^"]*)"', page)
            path = following[1].replace("&amp;", "&") if following else ""
        return rows


def victim(**members: Any) -> dict[str, Any]:
    return {"id": str(ids.new()), "role": "victim", "given_name": "Invented"} | members


def child(**members: Any) -> dict[str, Any]:
    return victim(role="child", given_name="Robin", date_of_birth="2019-05") | members


def submit(who: Client, path: str, **typed: str) -> httpx.Response:
    """A plain form as a page sends it; not followed."""
    return who.http.post(path, data={"csrf": who.csrf, **typed}, headers=OURS, follow_redirects=False)
