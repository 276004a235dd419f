"""What the service must hold and say by protocol.md, kept beside it in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from faults.tablets import Item, Json, Key, Request, Seat, Tablet

HEARD = {"record": "processed", "same": "processed", "differs": "needs_attention", "unverified": "needs_attention"}


@dataclass(eq=False)
class Held:
    """An envelope that arrived. `genuine`: signed by a key that stood when it came; `standing`: once it was opened."""

    item: Item
    genuine: bool
    brought_by: Seat
    named: Json | None = None
    standing: str | None = None

    @property
    def verified(self) -> bool | None:
        return None if self.standing is None else self.genuine

    @property
    def reference(self) -> str:
        return str((self.named or {})["reference"])

    @property
    def status(self) -> str:
        return HEARD[self.standing] if self.standing else "received"


@dataclass(frozen=True)
class Told:
    """`status` is one of these; `whole`: with the reference and all else."""

    statuses: set[str]
    whole: bool


@dataclass
class Ledger:
    """`held` in order of arrival."""

    held: dict[Key, Held] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)
    """Ids of what a practitioner signed off, and nobody may lose."""

    def expected(self, request: Request, known: set[str]) -> Iterator[Json]:
        """The answer for each item, apart from its reference; `known` are the sealing keys of the service."""
        here = {key[0] for key in self.held}
        new = set(self.held)
        for item in request.items:
            if item is None:
                yield {"id": None, "status": "refused", "problem": "unreadable-envelope"}
            elif kid(item) not in known:
                yield {"id": item.id, "status": "refused", "problem": "unknown-sealing-key"}
            else:
                first = "stored_conflict" if item.id in here else "stored"
                yield {"id": item.id, "status": "already_stored" if item.key in new else first}
                here.add(item.id)
                new.add(item.key)

    def arrived(self, item: Item, by: Seat) -> None:
        if item.key not in self.held:
            self.held[item.key] = Held(item, item.by is not None and not item.by.revoked, by)

    def waiting(self) -> list[Held]:
        return [held for held in self.held.values() if held.standing is None]

    def opened(self, held: Held) -> None:
        """Each envelope of an id is judged alone; of several that hold, the words decide."""
        others = [each for each in self.of(held.item.id) if each.verified and each is not held]
        if not held.genuine:
            held.standing = "unverified"
        elif any(other.item.signed == held.item.signed for other in others):
            held.standing = "same"
        else:
            held.standing = "differs" if others else "record"

    def of(self, submission: str) -> list[Held]:
        return [held for held in self.held.values() if held.item.id == submission]

    def encounters(self) -> set[tuple[UUID, UUID]]:
        """Each by its name and the agency that began it."""
        told = [held.item for held in self.held.values() if held.standing in ("record", "differs")]
        return {(UUID(item.about["encounter"]), item.by.agency) for item in told if item.by}

    def told(self, submission: str, tablet: Tablet) -> Told | None:
        """What a locked tablet hears: all only if it stands for the verified author; none for 404."""
        asker, held = sender(tablet), self.of(submission)
        named = None if asker.revoked else asker.practitioner
        own = [each for each in held if each.verified and each.item.by and each.item.by.practitioner == named]
        own = [each for each in own if each.standing != "same"] or own
        heard = own or [each for each in held if _may_hear(each, asker, named)]
        return Told({each.status for each in _first(heard)}, whole=bool(own)) if heard else None


def _first(held: list[Held]) -> list[Held]:
    """More than one where they came in one request: its order says nothing."""
    return [each for each in held if each.named and each.named["received_at"] == (held[0].named or {})["received_at"]]


def _may_hear(held: Held, asker: Seat, named: UUID | None) -> bool:
    if named is not None and held.item.about["author"] == str(named):
        return held.verified is None
    return held.brought_by.device == asker.device or held.brought_by.practitioner == named


def sender(tablet: Tablet) -> Seat:
    """Whom the device cookie stands for: the last who enrolled and was not revoked, else the last."""
    latest = sorted(tablet.seats, key=lambda seat: -seat.number)
    return next((seat for seat in latest if not seat.revoked), latest[0])


def kid(item: Item) -> str:
    from firsthand.intake import envelopes

    return str(envelopes.header(item.envelope.encode())["kid"])
