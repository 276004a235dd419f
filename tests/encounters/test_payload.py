from typing import Any
from uuid import UUID

import pytest

from firsthand.encounters import payload

ID = "01890a5d-ac96-774b-bcce-b302099a8057"
ABOUT = {"id": ID, "encounter": ID, "form": "dash", "form_version": "2026.1", "device": ID, "author": ID}


def said(**members: Any) -> dict[str, Any]:
    return {"about": ABOUT, **members}


def test_the_least_that_may_be_said_is_read() -> None:
    read, aside = payload.read(said())
    assert (read.about.id, read.answers, read.route.to, aside) == (UUID(ID), {}, "unit", ())


def test_members_from_a_later_version_are_kept() -> None:
    read, aside = payload.read(said(weather="rain", answers={"account": {"value": "x", "mood": 3}}))
    assert read.model_dump()["weather"] == "rain"
    assert read.told()["account"]["mood"] == 3
    assert aside == ()


def test_null_means_absent() -> None:
    read, aside = payload.read(said(encounter={"people": None, "place": None}, answers={"account": {"value": None}}))
    assert read.encounter.people == []
    assert read.answers["account"].value is None
    assert aside == ()


def test_what_does_not_fit_is_left_aside_and_named() -> None:
    people = [{"id": ID, "role": "child"}, {"role": "child"}, {"id": ID, "role": "victim", "phones": 7}]
    read, aside = payload.read(said(encounter={"kind": "incident", "started_at": "yesterday", "people": people}))
    assert aside == ("encounter.people.1", "encounter.people.2.phones", "encounter.started_at")
    assert [person.role for person in read.encounter.people] == ["child", "victim"]
    assert read.encounter.kind == "incident"


@pytest.mark.parametrize("captured_at", ["yesterday", "2026-11-23T02:00:00"])
def test_a_time_of_writing_that_is_no_time_spoils_nothing_else(captured_at: Any) -> None:
    read, aside = payload.read({"about": {**ABOUT, "captured_at": captured_at}, "language": "pl"})
    assert (read.about.captured_at, read.language, aside) == (None, "pl", ("about.captured_at",))


@pytest.mark.parametrize("raw", [None, 7, [], {}, {"about": {}}, {"about": {**ABOUT, "author": "me"}}])
def test_without_a_readable_about_it_is_no_payload(raw: Any) -> None:
    with pytest.raises(payload.Unreadable):
        payload.read(raw)
