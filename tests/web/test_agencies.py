"""The manager's pages about agencies."""

from uuid import UUID, uuid4

import pytest

from firsthand.identity import agencies
from support.staff import Browser, Partnership


@pytest.fixture
def manager(partnership: Partnership) -> Browser:
    return partnership.browser(partnership.appoint("manager"))


def named(partnership: Partnership, name: str) -> UUID | None:
    found = partnership.read(lambda session: agencies.named(session, name))
    return found.id if found else None


def test_an_agency_is_added_and_renamed(partnership: Partnership, manager: Browser) -> None:
    assert manager.submit("/agencies", name="Invented Housing", kind="housing").status_code == 303
    agency = named(partnership, "Invented Housing")
    assert manager.get(f"/agencies/{agency}").text.count("Invented Housing") == 1
    assert manager.submit(f"/agencies/{agency}", name="Invented Homes", kind="other").status_code == 303
    assert named(partnership, "Invented Homes") == agency
    assert "Invented Homes" in manager.get("/agencies").text


def test_two_agencies_never_share_a_name(partnership: Partnership, manager: Browser) -> None:
    manager.submit("/agencies", name="Invented Probation", kind="probation")
    page = manager.submit("/agencies", name=" invented  PROBATION ", kind="probation")
    assert page.status_code == 422
    assert 'id="name-error"' in page.text
    assert "invented  PROBATION" in page.text


def test_an_agency_may_keep_its_name_and_change_its_kind(partnership: Partnership, manager: Browser) -> None:
    manager.submit("/agencies", name="Invented Practice", kind="other")
    agency = named(partnership, "Invented Practice")
    assert manager.submit(f"/agencies/{agency}", name="Invented Practice", kind="gp").status_code == 303


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "", "kind": "gp"}, "name"),
        ({"name": "x" * 121, "kind": "gp"}, "name"),
        ({"name": "a\x00b", "kind": "gp"}, "name"),
        ({"name": "Fine", "kind": ""}, "kind"),
        ({"name": "Fine", "kind": "palace"}, "kind"),
        ({}, "name"),
    ],
)
def test_a_mistake_is_named_beside_its_field(manager: Browser, typed: dict[str, str], field: str) -> None:
    page = manager.submit("/agencies", **typed)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text


def test_an_unknown_agency_is_not_found(manager: Browser) -> None:
    assert manager.get(f"/agencies/{uuid4()}").status_code == 404
    assert manager.submit(f"/agencies/{uuid4()}", name="Fine", kind="gp").status_code == 404
