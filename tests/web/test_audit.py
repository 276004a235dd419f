"""The audit log as managers read it."""

import re

import pytest

from firsthand.audit import entries, pages
from support.staff import Browser, Partnership


@pytest.fixture
def manager(partnership: Partnership) -> Browser:
    return partnership.browser(partnership.appoint("manager", "Slate Example"))


def rows(page: str) -> int:
    return page.count('<td data-label="What">')


def test_the_log_says_who_did_what_about_whom(partnership: Partnership, manager: Browser) -> None:
    who = partnership.appoint(name="Umber Example")
    manager.submit(f"/practitioners/{who.id}/role", role="assessor")
    page = manager.get("/audit?action=practitioner.role_changed").text
    first = page[page.index("<tbody>") : page.index("</tr>", page.index("<tbody>"))]
    for said in ("Slate Example", "changed the role of a practitioner", "Umber Example"):
        assert said in first


def test_the_log_is_filtered_by_person(partnership: Partnership, manager: Browser) -> None:
    quiet, busy = partnership.appoint(name="Quiet Example"), partnership.appoint(name="Busy Example")
    partnership.browser(busy)
    assert rows(manager.get(f"/audit?person={busy.id}").text) == 2
    assert rows(manager.get(f"/audit?person={quiet.id}").text) == 1


def test_a_long_log_has_pages_without_gap_or_repetition(partnership: Partnership, manager: Browser) -> None:
    who = partnership.appoint()

    def fill(session: object) -> None:
        for _ in range(pages.SIZE + 10):
            entries.record(session, "session.refused", actor=who.id)  # type: ignore[arg-type]

    partnership.write(fill)
    first = manager.get(f"/audit?person={who.id}&action=session.refused").text
    onward = re.search(r'href="(/audit\?[^"]*after=[^"]*)"', first)
    assert onward
    second = manager.get(onward[1].replace("&amp;", "&")).text
    assert (rows(first), rows(second)) == (pages.SIZE, 10)
    assert "after=" not in second


def test_reasons_are_never_shown(partnership: Partnership, manager: Browser) -> None:
    who = partnership.appoint()

    def fill(session: object) -> None:
        entries.record(session, "session.refused", actor=who.id, reason="unmistakable words")  # type: ignore[arg-type]

    partnership.write(fill)
    assert "unmistakable" not in manager.get(f"/audit?person={who.id}").text


def test_looking_at_the_log_is_in_the_log(manager: Browser) -> None:
    assert "looked at the audit log" in manager.get("/audit?action=audit.viewed").text


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "after=2026-01-01~x",
        "person=x",
        "after=2026-01-01T00:00:00~" + "0" * 32,
        "after=0001-01-01T00:00:00%2B14:00~" + "0" * 32,
    ],
)
def test_an_odd_query_is_a_clear_refusal(manager: Browser, query: str) -> None:
    assert manager.get(f"/audit?{query}").status_code == 400
