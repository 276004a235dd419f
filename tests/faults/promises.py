"""protocol.md's promises, held against the database as it is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from faults.house import House
from faults.ledger import Ledger, sender
from faults.tablets import Json, Request, Seat, Tablet
from firsthand.audit.tables import AuditEntry
from firsthand.base import ids, keyring
from firsthand.encounters.tables import Encounter, Reading
from firsthand.intake.tables import Submission
from firsthand.referrals.tables import Referral
from support import client

READ = {"submission.read", "submission.kept", "submission.not_verified"}


def check_answer(house: House, ledger: Ledger, request: Request, answer: Json) -> None:
    """Each status as the protocol says; the receipt names all that is held, each as when it came first."""
    expected = list(ledger.expected(request, {key["kid"] for key in keyring.current().sealing}))
    got = [{name: value for name, value in result.items() if name != "reference"} for result in answer["results"]]
    assert got == expected
    assert ("device" in answer) == all(seat.revoked for seat in request.tablet.seats)
    held = [item for item, result in zip(request.items, got, strict=True) if item and result["status"] != "refused"]
    lines = client.signed_by(answer["receipt"], house.keys()["keys"], "fh-receipt+jws")["received"] if held else []
    assert ("receipt" in answer) == bool(held)
    by = _courier(house, request)
    for item, line in zip(held, lines, strict=True):
        ledger.arrived(item, by)
        kept = ledger.held[item.key]
        kept.named = kept.named or line
        assert line == kept.named
        assert (line["id"], line["sha256"]) == item.key
        assert ids.is_reference(line["reference"])


def _courier(house: House, request: Request) -> Seat:
    """Who is signed in, as long as that session stands; else whom the device cookie stands for."""
    if request.session and house.is_signed_in(request.headers):
        return request.session
    return sender(request.tablet)


def check(house: House, ledger: Ledger, tablets: list[Tablet], began: datetime, seen: dict[Any, Any]) -> None:
    """`seen` are the audit entries of before."""
    house.read(lambda session: _check(session, ledger, tablets, began, seen))


def _check(session: Session, ledger: Ledger, tablets: list[Tablet], began: datetime, seen: dict[Any, Any]) -> None:
    known = {UUID(item.id) for item in _items(ledger, tablets)}
    query = select(Submission).where(col(Submission.submission).in_(known))
    rows = {(str(row.submission), row.sha256): row for row in session.exec(query)}
    _nothing_lost(ledger, tablets, rows)
    _as_told(ledger, rows)
    _one_referral_each(session, ledger, rows)
    _audited(session, ledger, began, seen)


def _items(ledger: Ledger, tablets: list[Tablet]) -> list[Any]:
    return [held.item for held in ledger.held.values()] + [item for each in tablets for item in each.outbox.values()]


def _nothing_lost(ledger: Ledger, tablets: list[Tablet], rows: dict[Any, Submission]) -> None:
    assert rows.keys() == ledger.held.keys(), "what was acknowledged is here, once, and nothing else"
    somewhere = {key[0] for key in rows} | {key[0] for tablet in tablets for key in tablet.outbox}
    assert ledger.finished <= somewhere, "finished, and neither here nor on a device"
    receipted = {key for tablet in tablets for key in tablet.receipts}
    assert receipted <= rows.keys(), "a receipt names what is not here"


def _as_told(ledger: Ledger, rows: dict[Any, Submission]) -> None:
    references: dict[Any, str] = {}
    for key, held in ledger.held.items():
        row = rows[key]
        assert row.envelope.decode() == held.item.envelope
        assert (row.verified, row.status) == (held.verified, held.status), (held.standing, row.flags)
        assert held.named and row.reference == held.named["reference"]
        pair = row.encounter, row.author
        assert references.setdefault(pair, row.reference) == row.reference, "one reference per encounter and author"
        assert held.standing != "differs" or "differs" in row.flags


def _one_referral_each(session: Session, ledger: Ledger, rows: dict[Any, Submission]) -> None:
    envelopes = {row.id: key for key, row in rows.items()}
    readings = session.exec(select(Reading).where(col(Reading.envelope).in_(envelopes))).all()
    begun = session.exec(select(Encounter).where(col(Encounter.named).in_({row.encounter for row in rows.values()})))
    encounters = {each.id: (each.named, each.agency) for each in begun}
    mine = col(Referral.encounter).in_(encounters) | col(Referral.envelope).in_(envelopes)
    referrals = session.exec(select(Referral).where(mine)).all()
    assert set(encounters.values()) == ledger.encounters()
    assert len(encounters) == len(ledger.encounters()), "one encounter for each name and agency"
    assert sorted(str(each.encounter) for each in referrals if each.encounter) == sorted(map(str, encounters))
    apart = {key for key, held in ledger.held.items() if held.standing == "unverified"}
    assert sorted(envelopes[each.envelope] for each in referrals if each.envelope) == sorted(apart)
    read = {key for key, held in ledger.held.items() if held.standing in ("record", "differs", "unverified")}
    assert sorted(envelopes[each.envelope] for each in readings) == sorted(read)
    amends = {each.envelope: each.amends for each in readings if each.encounter}
    for envelope, amended in amends.items():
        told = ledger.held[envelopes[envelope]].item.about.get("amends")
        assert str(amended or "") == (told or ""), "both stay, and the later names the earlier"


def _audited(session: Session, ledger: Ledger, began: datetime, seen: dict[Any, Any]) -> None:
    entries = session.exec(select(AuditEntry).where(AuditEntry.at >= began)).all()
    now = {entry.id: (entry.action, entry.at, entry.actor, entry.subject, entry.detail) for entry in entries}
    assert all(now.get(entry) == what for entry, what in seen.items()), "an entry is never changed"
    seen.update(now)
    taken_in = [entry.detail["submissions"] for entry in entries if entry.action == "submission.received"]
    received = {submission for submissions in taken_in for submission in submissions}
    assert {key[0] for key in ledger.held} <= received, "what arrived has its entry"
    read = {str(entry.subject) for entry in entries if entry.action in READ}
    assert {key[0] for key, held in ledger.held.items() if held.standing} <= read, "what was read has its entry"
