"""Tablets that send through a bad line to a service that is killed: all arrives, once, and what they hold is true."""

import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import httpx
import pytest
from sqlmodel import Session, col, select

from faults.house import House
from faults.rounds import Rounds
from faults.tablets import Item, Reply, Tablet
from firsthand.base import ids
from firsthand.encounters.tables import Encounter
from firsthand.intake.tables import Submission
from firsthand.referrals.tables import Referral
from support import proxy
from support.process import Process
from support.proxy import Proxy
from support.unit import victim

PORT = 8461
RECORDS = 12


@dataclass
class Courier:
    """One tablet on its way: it goes on sending until it is told that the day is over, and then until all is there."""

    tablet: Tablet
    line: Proxy
    chance: random.Random
    finished: list[Item] = field(default_factory=list)

    def work(self) -> None:
        for _ in range(RECORDS):
            seat = self.tablet.seats[self.chance.randrange(len(self.tablet.seats))]
            said = {"kind": "incident", "started_at": self.tablet.now(), "people": [victim()]}
            about = seat.about(captured_at=self.tablet.now())
            self.finished.append(self.tablet.finish(seat, about, encounter=said))
            self.send()

    def send(self) -> None:
        items = list(self.tablet.outbox.values())
        waiting = self.chance.sample(items, min(len(items), self.chance.randint(1, 5)))
        request = self.tablet.pack([*waiting], self.chance.choice([None, *self.tablet.seats]))
        try:
            answer = httpx.post(
                f"http://127.0.0.1:{self.line.port}/api/v1/submissions",
                content=request.body, headers=request.headers | {"Connection": "close"}, timeout=2, trust_env=False,
            )  # fmt: skip
            self.tablet.hear(Reply(request, answer.status_code, answer.content))
        except Exception:  # noqa: BLE001 - whatever can't be read is no answer, and everything is kept
            return


@pytest.fixture
def service(house: House) -> Iterator[Process]:
    """On the data of `house`, which is closed while this runs."""
    process = Process(house.settings.model_copy(update={"port": PORT}))
    yield process
    process.kill()


def test_all_arrives_once_over_a_bad_line_to_a_service_that_is_killed(
    house: House, service: Process, rounds: Rounds
) -> None:
    people = [house.hire() for _ in range(3)]
    for seed in rounds.seeds():
        chance = random.Random(seed)
        tablets = [Tablet(), Tablet()]
        for person in people:
            house.enrol(person, tablets[people.index(person) % 2])
        for tablet in tablets:
            tablet.accept(house.keys())
        house.stop()
        service.start()
        with Proxy(PORT, proxy.plan(seed, proxy.EVERYTHING)).running() as line:
            couriers = [Courier(tablet, line, random.Random(chance.random())) for tablet in tablets]
            _send_all(couriers, service, chance)
            assert line.happened, "a bad line"
        _wait_until_read(couriers, service)
        service.stop()
        house.start()
        for courier in couriers:
            house.read(lambda session, courier=courier: _check(session, courier))


def _send_all(couriers: list[Courier], service: Process, chance: random.Random) -> None:
    """Killed in the middle; later the line is good again."""
    threads = [threading.Thread(target=courier.work) for courier in couriers]
    for thread in threads:
        thread.start()
    threads[0].join(chance.uniform(0.1, 0.6))
    service.restart()
    for thread in threads:
        thread.join()
    couriers[0].line.follow(proxy.clear)
    for courier in couriers:
        for _ in range(RECORDS):
            courier.send()
        assert not courier.tablet.outbox, "with a good line all is sent"


def _wait_until_read(couriers: list[Courier], service: Process) -> None:
    for courier in couriers:
        for item in courier.finished:
            while True:
                url = f"http://127.0.0.1:{service.settings.port}/api/v1/submissions/{item.id}"
                cookie = {"Cookie": f"firsthand-device={courier.tablet.cookie}"}
                if httpx.get(url, headers=cookie, trust_env=False).json()["status"] != "received":
                    break


def _check(session: Session, courier: Courier) -> None:
    finished = {item.key for item in courier.finished}
    known = {UUID(item.id) for item in courier.finished}
    rows = session.exec(select(Submission).where(col(Submission.submission).in_(known))).all()
    keys = [(str(row.submission), row.sha256) for row in rows]
    assert len(keys) == len(set(keys)), "each once"
    verified = {key: row for key, row in zip(keys, rows, strict=True) if row.verified}
    assert verified.keys() == finished, "all that was finished, and nothing that the line made of it"
    assert {row.status for row in verified.values()} == {"processed"}
    for key, line in courier.tablet.receipts.items():
        assert verified[key].reference == line["reference"]
    named = {row.encounter for row in verified.values()}
    begun = select(Referral.id).join(Encounter, col(Encounter.id) == Referral.encounter)
    referrals = session.exec(begun.where(col(Encounter.named).in_(named))).all()
    assert len(referrals) == len(named), "one referral for each encounter"
    assert all(ids.is_reference(row.reference) for row in rows)
