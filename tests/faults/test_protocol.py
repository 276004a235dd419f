"""Any sequence of sending, dropping, repeating, relaying, restarting and revoking keeps every promise."""

import json
import sys

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, get_state_machine_test, invariant, precondition, rule

from faults import promises
from faults.house import House
from faults.ledger import Held, kid
from faults.partnership import WHICH
from faults.records import FORGERIES, Records
from faults.rounds import Rounds
from faults.tablets import Item, Reply, Request
from firsthand.base import keyring


class Protocol(Records):
    """Requests and replies lie about until they arrive and are heard: never, once, late or often."""

    items = Records.items
    requests: Bundle[Request] = Bundle("requests")
    replies: Bundle[Reply] = Bundle("replies")

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


def test_any_sequence_keeps_every_promise(house: House, rounds: Rounds) -> None:
    rounds.play(lambda how: get_state_machine_test(lambda: Protocol(house), settings=how), examples=8, steps=40)
