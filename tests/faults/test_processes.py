"""Four processes on one PostgreSQL, one killed at random every second under load: nothing lost, nothing doubled."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from random import Random
from threading import Event
from typing import Any

import httpx
import pytest
from sqlmodel import Session, select

from faults.fleet import Fleet, fleet
from faults.rounds import Rounds
from firsthand.base import databases, ids
from firsthand.base.database import Database
from firsthand.base.settings import Settings
from firsthand.encounters.tables import Encounter, Reading
from firsthand.intake.tables import Submission
from firsthand.referrals.tables import Referral
from support.client import Client
from support.databases import on_postgresql
from support.desk import ANNA, person
from support.service import PASSPHRASE, _hire

pytestmark = on_postgresql
SENDERS, USUAL_SECONDS, PATIENCE = 6, 8.0, 60.0
_SAME_FAMILY, _FAMILY, _NEW = 0.02, 400, 0.2
"""How often somebody known is met; after so many records of a phone it is somebody else; how often an encounter is new.
As in life, what is read again with each record does not grow with how long it all goes on."""
TABLES = (Submission, Reading, Encounter, Referral)
STORED = ("stored", "already_stored")


@dataclass
class Sender:
    """A phone that sends on until each submission is acknowledged, to whichever process answers."""

    client: Client
    random: Random
    acknowledged: dict[str, str] = field(default_factory=dict)
    tries: int = 0

    def send(self, fleet: Fleet, stop: Event) -> None:
        while not stop.is_set():
            self.finish(fleet, self.envelope())

    def finish(self, fleet: Fleet, envelope: tuple[str, str]) -> None:
        """Once more than acknowledged, now and then: a receipt that did not arrive."""
        name, sealed = envelope
        again = self.random.random() < 0.2
        while name not in self.acknowledged or again:
            again = again and name not in self.acknowledged
            with suppress(httpx.TransportError):
                answer = self.post(fleet, sealed)
                if answer.status_code == 200:
                    (result,) = answer.json()["results"]
                    assert (result["id"], result["status"] in STORED) == (name, True)
                    self.acknowledged[name] = sha256(sealed.encode()).hexdigest()

    def post(self, fleet: Fleet, sealed: str) -> httpx.Response:
        self.tries += 1
        address = f"{fleet.address(self.random)}/api/v1/submissions"
        headers = {"X-CSRF-Token": self.client.csrf}
        return self.client.http.post(address, json={"submissions": [sealed]}, headers=headers, timeout=10)

    def envelope(self) -> tuple[str, str]:
        """Often of an encounter that this phone has written of before."""
        if self.random.random() < _NEW:
            self.encounters = [*self.encounters[1:], ids.new()]
        about = self.client.about(encounter=str(self.random.choice(self.encounters)))
        known = ANNA | {"nhs_number": "", "family_name": f"Invented {len(self.acknowledged) // _FAMILY}"}
        anna = person(**known) if self.random.random() < _SAME_FAMILY else person(given_name="Anna")
        encounter = {"kind": "incident", "started_at": about["captured_at"], "people": [anna]}
        return about["id"], self.client.envelope(about, encounter=encounter)

    def __post_init__(self) -> None:
        self.encounters = [ids.new() for _ in range(20)]


@pytest.fixture
def service(settings: Settings) -> Iterator[tuple[Fleet, Database]]:
    settings = settings.model_copy(update={"origin": None})
    database = databases.opened(settings)
    with fleet(settings, 4) as ships:
        yield ships, database
    database.close()


def signed_in(fleet: Fleet, database: Database) -> Client:
    email = f"{ids.new()}@invented.example"
    database.writes.run_sync(lambda session: _hire(session, email, "practitioner", None))
    client = Client(http=httpx.Client(base_url=f"http://127.0.0.1:{fleet.ports[0]}"))
    client.sign_in(email, PASSPHRASE)
    client.enrol()
    return client


def test_processes_that_are_killed_lose_nothing_and_double_nothing(
    service: tuple[Fleet, Database], rounds: Rounds
) -> None:
    fleet, database = service
    random = Random(rounds.first)
    senders = [Sender(signed_in(fleet, database), Random(random.random())) for _ in range(SENDERS)]
    kills = sail(fleet, senders, random, 60 * rounds.minutes if rounds.minutes else USUAL_SECONDS)
    for sender in senders:
        sender.client.http.close()
    until_settled(database)
    assert kills >= 3
    check(database, {name: digest for sender in senders for name, digest in sender.acknowledged.items()})


def sail(fleet: Fleet, senders: list[Sender], random: Random, seconds: float) -> int:
    """How many were killed, while everybody sent. At the end all are up, and all that was begun is acknowledged."""
    kills, stop, end = 0, Event(), time.monotonic() + seconds
    with ThreadPoolExecutor(SENDERS) as pool:
        sending = [pool.submit(sender.send, fleet, stop) for sender in senders]
        while time.monotonic() < end:
            time.sleep(1)
            fleet.kill_one(random)
            kills += 1
        stop.set()
        for each in sending:
            each.result(timeout=120)
    fleet.wait()
    return kills


def until_settled(database: Database) -> None:
    """However much there is, it goes on."""

    def waiting(session: Session) -> tuple[int, int]:
        stale = session.exec(select(Reading.id).where(Reading.stale)).all()
        return len(session.exec(select(Submission.id).where(Submission.status == "received")).all()), len(stale)

    least, give_up = None, 0.0
    while (left := database.reads.run_sync(waiting)) != (0, 0):
        if least is None or left < least:
            least, give_up = left, time.monotonic() + PATIENCE
        assert time.monotonic() < give_up, f"nothing more of {left} was processed, or processed again"
        time.sleep(0.2)


def everything(session: Session, table: Any) -> list[Any]:
    return list(session.exec(select(table)))


def check(database: Database, acknowledged: dict[str, str]) -> None:
    rows: dict[Any, list[Any]] = {table: database.reads.run_sync(partial(everything, table=table)) for table in TABLES}
    assert {str(row.submission): row.sha256 for row in rows[Submission]} == acknowledged
    assert len(rows[Submission]) == len(acknowledged) > 20
    assert {row.status for row in rows[Submission]} == {"processed"}
    for each in (
        Counter(reading.envelope for reading in rows[Reading]),
        Counter(encounter.named for encounter in rows[Encounter]),
        Counter(referral.encounter for referral in rows[Referral]),
    ):
        assert set(each.values()) == {1}
    assert {reading.envelope for reading in rows[Reading]} == {row.id for row in rows[Submission]}
    assert {referral.encounter for referral in rows[Referral]} == {encounter.id for encounter in rows[Encounter]}
    assert len({(row.encounter, row.reference) for row in rows[Submission]}) == len(rows[Encounter])
