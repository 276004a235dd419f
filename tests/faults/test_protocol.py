"""Any sequence of sending, dropping, repeating, relaying, restarting and revoking keeps every promise."""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    get_state_machine_test,
    initialize,
    invariant,
    precondition,
    rule,
)

from faults import promises
from faults.house import House
from faults.ledger import Held, Ledger, kid
from faults.rounds import Rounds
from faults.tablets import Item, Reply, Request, Seat, Tablet
from firsthand.base import clock, ids, keyring
from firsthand.identity import devices, practitioners
from firsthand.identity.tables import Practitioner
from firsthand.intake import sealing
from support.authors import Author, Payload
from support.unit import victim

WHICH = st.integers(0, 3)
WAITS = st.sampled_from([timedelta(seconds=20), timedelta(minutes=11), timedelta(hours=13), timedelta(days=8)])
OFFSETS = st.sampled_from([timedelta(), timedelta(minutes=7), timedelta(days=1), timedelta(days=-1)])
FORGERIES = ("own key", "no key", "claimed key", "outside", "damaged")


class Protocol(RuleBasedStateMachine):
    """Three practitioners of two agencies at two tablets; one of them is enrolled on both."""

    items: Bundle[Item] = Bundle("items")
    requests: Bundle[Request] = Bundle("requests")
    replies: Bundle[Reply] = Bundle("replies")

    def __init__(self, house: House) -> None:
        super().__init__()
        self.house, self.ledger = house, Ledger()
        self.tablets = [Tablet(), Tablet()]
        self.encounters = [str(ids.new()) for _ in range(2)]
        self.began = clock.now()
        self.seen: dict[Any, Any] = {}
        self.restarts = 2
        """Each takes as long as a hundred sends."""

    @initialize()
    def enrol_everybody(self) -> None:
        anna = self.house.hire()
        ben, cara = self.house.hire(anna.agency), self.house.hire()
        self.people = [anna, ben, cara]
        for tablet, person in zip([*self.tablets, *self.tablets], [anna, cara, ben, anna], strict=True):
            self.house.enrol(person, tablet)
        for tablet in self.tablets:
            tablet.accept(self.house.keys())

    def seat(self, which: int) -> tuple[Tablet, Seat]:
        """The latest of each place, where its keys are not erased."""
        tablet = self.tablets[which % 2]
        return tablet, tablet.seats[-1 - which // 2]

    def record(self, seat: Seat, tablet: Tablet, encounter: int, **about: Any) -> Payload:
        named = {"encounter": self.encounters[encounter], "captured_at": tablet.now()}
        return seat.about(**named | about)

    @rule(target=items, which=WHICH, encounter=st.integers(0, 1), stray=st.integers(0, 9))
    def finish(self, which: int, encounter: int, stray: int) -> Item:
        """Now and then it is sealed to a key that the service never held."""
        tablet, seat = self.seat(which)
        about = self.record(seat, tablet, encounter)
        signed = seat.signed(about, **_said(tablet))
        key = sealing.author_key() if stray == 9 else None
        return self._keep(tablet, seat, tablet.sealed(signed, about, seat, key and _public(key)))

    @rule(target=items, which=WHICH, earlier=items)
    def amend(self, which: int, earlier: Item) -> Item:
        tablet, seat = self.seat(which)
        about = seat.about(encounter=earlier.about["encounter"], captured_at=tablet.now(), amends=earlier.id)
        return self._keep(tablet, seat, tablet.sealed(seat.signed(about, **_said(tablet)), about, seat))

    def _keep(self, tablet: Tablet, seat: Seat, item: Item) -> Item:
        if seat in tablet.erased:
            return item
        self.ledger.finished.add(item.id)
        return tablet.put(item)

    @rule(target=items, item=items, which=WHICH, fresh=st.booleans())
    def say_it_again_under_the_same_id(self, item: Item, which: int, fresh: bool) -> Item:
        """Sealed once more, or signed with other words by whoever signed it first."""
        tablet = self.seat(which)[0]
        signed = item.by.signed(item.about, language="pl") if fresh and item.by else item.signed
        return tablet.put(tablet.sealed(signed, item.about, item.by))

    @rule(target=items, item=items, which=WHICH, how=st.sampled_from(FORGERIES))
    def forged(self, item: Item, which: int, how: str) -> Item:
        return self.forge(item, which, how)

    def forge(self, item: Item, which: int, how: str) -> Item:
        """Under somebody's id, encounter and name, from another tablet or the same."""
        tablet, forger = self.seat(which)
        if how == "damaged":
            *parts, tag = item.envelope.split(".")
            return tablet.put(Item(item.about, "torn", ".".join([*parts, tag[::-1]]), None))
        if how == "outside":
            return tablet.put(tablet.sealed(item.signed, item.about | {"captured_at": "2026-01-01T00:00:00Z"}, None))
        key = forger.key if how == "own key" else sealing.author_key()
        key = key | {"kid": forger.key["kid"]} if how == "claimed key" else key
        about = self.record(forger, tablet, 0) if how != "own key" else item.about | {"device": str(ids.new())}
        signed = Author(key=key).signed(about)
        return tablet.put(tablet.sealed(signed, about, None))

    @rule(item=items, which=st.integers(0, 1))
    def relay(self, item: Item, which: int) -> None:
        self.tablets[which].put(item)

    @rule(target=requests, which=WHICH, signed_in=st.booleans(), most=st.integers(1, 5), rubbish=st.booleans(),
          turned=st.booleans())  # fmt: skip
    def send(self, which: int, signed_in: bool, most: int, rubbish: bool, turned: bool) -> Request:
        tablet, seat = self.seat(which)
        waiting: list[Item | None] = list(tablet.outbox.values())[-most:]
        items = waiting[::-1] if turned else waiting
        return tablet.pack([*items, *items[:1], *([None] if rubbish or not items else [])], seat if signed_in else None)

    @rule(target=replies, request=requests)
    def arrive(self, request: Request) -> Reply:
        """For the first time or again; nobody hears the reply yet, and perhaps never."""
        reply = self.house.take(request)
        assert reply.status == 200
        promises.check_answer(self.house, self.ledger, request, json.loads(reply.content))
        return reply

    @rule(target=replies, request=requests)
    def arrive_when_the_disk_is_full(self, request: Request) -> Reply:
        with self.house.no_disk():
            reply = self.house.take(request)
        changes = any(item and item.key not in self.ledger.held and self._readable(item) for item in request.items)
        assert reply.status == 503 or not changes
        return reply

    def _readable(self, item: Item) -> bool:
        return kid(item) in {key["kid"] for key in keyring.current().sealing}

    @rule(reply=replies)
    def hear(self, reply: Reply) -> None:
        tablet = reply.request.tablet
        for item in tablet.hear(reply):
            tablet.accept(self.house.keys())
            tablet.seal_again(item)

    @rule(which=st.integers(0, 9))
    @precondition(lambda self: self.ledger.waiting())
    def open_one(self, which: int) -> None:
        waiting = self.ledger.waiting()
        self._open(waiting[which % len(waiting)])

    @rule()
    def open_all(self) -> None:
        for held in self.ledger.waiting():
            self._open(held)
        self.house.drain()

    def _open(self, held: Held) -> None:
        self.house.process(*held.item.key)
        self.ledger.opened(held)

    @rule()
    @precondition(lambda self: self.restarts)
    def restart(self) -> None:
        self.restarts -= 1
        self.house.restart()

    @rule()
    def rotate_the_sealing_key(self) -> None:
        self.house.rotate()

    @rule(which=st.integers(0, 1))
    def fetch_keys(self, which: int) -> None:
        self.tablets[which].accept(self.house.keys())

    @rule(which=WHICH)
    def revoke(self, which: int) -> None:
        _, seat = self.seat(which)
        self.house.write(lambda session: devices.revoke(session, seat.practitioner, seat.device, by=self.people[0].id))
        seat.revoked = True

    @rule(which=st.integers(0, 2), back=st.booleans())
    def deactivate(self, which: int, back: bool) -> None:
        """It is a flag: what they signed stays theirs."""
        self._change(self.people[which], practitioners.reactivate if back else practitioners.deactivate)

    def _change(self, person: Practitioner, change: Callable[..., None]) -> None:
        manager = next(other for other in self.people if other is not person)
        self.house.write(lambda session: change(session, person.id, by=manager.id))

    @rule(which=WHICH)
    def enrol_again(self, which: int) -> None:
        tablet, seat = self.seat(which)
        person = next(person for person in self.people if person.id == seat.practitioner)
        self._change(person, practitioners.reactivate)
        tablet.seats.remove(seat)
        self.house.enrol(person, tablet)
        tablet.seats.insert(0, seat)

    @rule(time=WAITS)
    def wait(self, time: timedelta) -> None:
        self.house.wait(time)

    @rule(which=st.integers(0, 1), offset=OFFSETS)
    def set_a_tablets_clock(self, which: int, offset: timedelta) -> None:
        self.tablets[which].offset = offset

    @rule(which=st.integers(0, 1), item=items)
    def ask(self, which: int, item: Item) -> None:
        expected = self.ledger.told(item.id, self.tablets[which])
        answer = self.house.status(item.id, self.tablets[which])
        assert answer.status_code == (200 if expected else 404)
        if expected:
            told = answer.json()
            assert told["status"] in expected.statuses
            assert ("reference" in told) == expected.whole
            assert not expected.whole or told["reference"] in {held.reference for held in self.ledger.of(item.id)}

    @invariant()
    def every_promise_holds(self) -> None:
        promises.check(self.house, self.ledger, self.tablets, self.began, self.seen)

    def teardown(self) -> None:
        """Where something has failed already, that is what is told."""
        try:
            if sys.exc_info()[0] is None:
                self._settle()
        finally:
            self.house.right_the_clock()

    def _settle(self) -> None:
        """With a signal and time, all that was finished is in the queue, and whoever asks hears what is theirs."""
        for how, held in zip(FORGERIES, list(self.ledger.held.values()), strict=False):
            self.forge(held.item, 0, how)
        for tablet in self.tablets:
            while tablet.outbox:
                self.hear(self.arrive(tablet.pack(list(tablet.outbox.values())[:50], None)))
        self.open_all()
        self.every_promise_holds()
        for held in list(self.ledger.held.values()):
            self.ask(0, held.item)
            self.ask(1, held.item)
        assert self.ledger.finished <= {key[0] for key in self.ledger.held}


def _public(key: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in key.items() if name != "d"}


def _said(tablet: Tablet) -> Payload:
    return {"encounter": {"kind": "incident", "started_at": tablet.now(), "people": [victim()]}}


def test_any_sequence_keeps_every_promise(house: House, rounds: Rounds) -> None:
    rounds.play(lambda how: get_state_machine_test(lambda: Protocol(house), settings=how), examples=8, steps=40)
