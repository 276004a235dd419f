"""What it costs to know who calls."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Engine, event

from firsthand.base import clock
from support.staff import Browser, Partnership


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that is sent meanwhile, without begin and commit."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def who(browser: Browser) -> int:
    return browser.get("/api/v1/session").status_code


def test_knowing_who_calls_takes_one_statement_and_then_none(partnership: Partnership) -> None:
    browser = partnership.browser(partnership.appoint())
    with statements() as first:
        assert who(browser) == 200
    with statements() as more:
        assert [who(browser) for _ in range(10)] == [200] * 10
    assert (len(first), len(more)) == (1, 0)


def test_what_is_remembered_is_looked_up_again_after_a_while(partnership: Partnership) -> None:
    browser = partnership.browser(partnership.appoint())
    who(browser)
    with clock.shifted(timedelta(seconds=6)), statements() as sent:
        assert who(browser) == 200
    assert len(sent) == 1


def test_a_cookie_of_nobody_is_never_remembered(partnership: Partnership) -> None:
    browser = partnership.browser()
    browser.cookies.set("firsthand", "made-up", domain="testserver.local")
    with statements() as sent:
        assert [who(browser) for _ in range(3)] == [401] * 3
    assert len(sent) == 3


def test_an_unrelated_sign_out_leaves_others_signed_in(partnership: Partnership) -> None:
    stays, leaves = (partnership.browser(partnership.appoint()) for _ in range(2))
    assert who(stays) == 200
    assert leaves.send("DELETE", "/api/v1/session").status_code == 204
    assert (who(stays), who(leaves)) == (200, 401)
