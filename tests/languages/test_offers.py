"""Whose unreviewed wording is offered, who said so, and since when."""

from dataclasses import replace

import pytest
from sqlmodel import Session, select

from firsthand.audit.tables import AuditEntry
from firsthand.base import ids
from firsthand.base.database import Database
from firsthand.forms.library import Library
from firsthand.languages import offers
from firsthand.languages.offers import Offers
from firsthand.languages.spoken import Spoken
from firsthand.languages.tables import OfferedLanguage

MANAGER = ids.new()
LIBRARY = Library.load()
DASH = LIBRARY.current("dash")
EVERY = ("en", "ar", "lt", "pl", "ro")


def turn(database: Database, *acts: str) -> Offers:
    verbs = {"on": offers.turn_on, "off": offers.turn_off}
    for act in acts:
        database.writes.run_sync(lambda session, verb=verbs[act]: verb(session, "pl", by=MANAGER))
    return database.reads.run_sync(offers.of)


def test_a_language_is_on_until_it_is_turned_off_and_remembered_after(database: Database) -> None:
    pl = frozenset({"pl"})
    assert turn(database) == Offers()
    assert turn(database, "on") == Offers(on=pl, ever=pl)
    assert turn(database, "off") == Offers(ever=pl)
    assert turn(database, "on") == Offers(on=pl, ever=pl)


def test_each_turn_is_audited_with_its_language_and_manager(database: Database) -> None:
    turn(database, "on", "on", "off", "off")

    def said(session: Session) -> list[tuple[str, object, object]]:
        return [(each.action, each.actor, each.detail) for each in session.exec(select(AuditEntry))]

    told = ("language.turned_on", MANAGER, {"locale": "pl"}), ("language.turned_off", MANAGER, {"locale": "pl"})
    assert sorted(database.reads.run_sync(said)) == sorted(told)
    (row,) = database.reads.run_sync(lambda session: session.exec(select(OfferedLanguage)).all())
    assert row.turned_off_by == MANAGER
    assert row.turned_off_at >= row.turned_on_at


@pytest.mark.parametrize(
    ("unreviewed", "known", "offered", "kept"),
    [
        ("ask", Offers(), ["en"], ["en"]),
        ("ask", Offers(frozenset({"pl"}), frozenset({"pl"})), ["en", "pl"], ["en", "pl"]),
        ("ask", Offers(frozenset(), frozenset({"pl"})), ["en"], ["en", "pl"]),
        ("offer", Offers(), [*EVERY], [*EVERY]),
    ],
)
def test_english_is_always_offered_and_a_draft_translation_when_it_is_on(
    unreviewed: str, known: Offers, offered: list[str], kept: list[str]
) -> None:
    spoken = Spoken(LIBRARY, unreviewed, known)
    assert (spoken.offered(DASH), spoken.kept(DASH)) == (offered, kept)
    assert spoken.translated() == offered[1:]


def test_what_was_reviewed_needs_nobody_to_turn_it_on() -> None:
    key = ("dash", "2026.1")
    dash = dict(LIBRARY.wordings[key])
    dash["pl"] = replace(dash["pl"], reviewer="Invented Reviewer")
    reviewed = Library(LIBRARY.forms, {**LIBRARY.wordings, key: dash})
    spoken = Spoken(reviewed, "ask", Offers())
    assert spoken.offered(DASH) == ["en", "pl"]
    assert spoken.offered(LIBRARY.current("child_voice")) == ["en"]


def test_a_phone_can_tell_what_is_offered_by_the_mark() -> None:
    pl = frozenset({"pl"})
    marks = {Spoken(LIBRARY, "ask", known).mark for known in (Offers(), Offers(pl, pl), Offers(frozenset(), pl))}
    assert len(marks) == 3
