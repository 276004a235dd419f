"""What is written on the tablets: records, their amendments, other words under the same id, and forgeries."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, rule

from faults.partnership import WHICH, Partnership
from faults.tablets import Item, Seat, Tablet
from firsthand.base import ids
from firsthand.intake import sealing
from support.authors import Author, Payload
from support.unit import victim

FORGERIES = ("own key", "no key", "claimed key", "outside", "damaged")


class Records(Partnership):
    """`items` are all envelopes that were ever made, whoever made them."""

    items: Bundle[Item] = Bundle("items")

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


def _public(key: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in key.items() if name != "d"}


def _said(tablet: Tablet) -> Payload:
    return {"encounter": {"kind": "incident", "started_at": tablet.now(), "people": [victim()]}}
