"""Who is there and what becomes of them and of the service: the part of a sequence that nobody sends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from faults.house import House
from faults.ledger import Ledger
from faults.tablets import Seat, Tablet
from firsthand.base import clock, ids
from firsthand.identity import devices, practitioners
from firsthand.identity.tables import Practitioner

WHICH = st.integers(0, 3)
WAITS = st.sampled_from([timedelta(seconds=20), timedelta(minutes=11), timedelta(hours=13), timedelta(days=8)])
OFFSETS = st.sampled_from([timedelta(), timedelta(minutes=7), timedelta(days=1), timedelta(days=-1)])


class Partnership(RuleBasedStateMachine):
    """Three practitioners of two agencies at two tablets; one of them is enrolled on both."""

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
