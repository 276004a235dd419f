import asyncio
from typing import Any

import pytest

from firsthand.base.database import Database
from firsthand.base.problems import Problem
from firsthand.intake import submissions
from firsthand.intake.counter import Counter
from firsthand.intake.deliveries import Delivery
from firsthand.intake.envelopes import read
from firsthand.intake.submissions import Courier, Result
from support.authors import Author


def delivery(author: Author, *envelopes: str) -> Delivery:
    return Delivery([read(envelope) for envelope in envelopes or [author.envelope()]])


def counted(database: Database, *deliveries: Delivery) -> tuple[list[Any], int]:
    """What each request was answered, and how often the pipeline was woken."""
    woken: list[None] = []

    async def all_at_once() -> list[Any]:
        counter = Counter(database.writes, lambda: woken.append(None))
        waiting = [counter.receive(each, Courier()) for each in deliveries]
        return await asyncio.gather(*waiting, return_exceptions=True)

    return asyncio.run(all_at_once()), len(woken)


def statuses(answers: list[list[Result]]) -> list[list[str]]:
    return [[result.status for result in answer] for answer in answers]


def test_what_waits_together_is_stored_together_and_wakes_the_pipeline_once(database: Database, author: Author) -> None:
    answers, woken = counted(database, *[delivery(author) for _ in range(20)])
    assert statuses(answers) == [["stored"]] * 20
    assert woken == 1


def test_the_same_envelope_in_requests_that_wait_together_is_stored_once(database: Database, author: Author) -> None:
    about = author.about()
    one, other = author.envelope(about), author.envelope(about)
    answers, _ = counted(database, delivery(author, one), delivery(author, one), delivery(author, other, one))
    assert statuses(answers) == [["stored"], ["already_stored"], ["stored_conflict", "already_stored"]]
    assert answers[0][0].arrival == answers[1][0].arrival == answers[2][1].arrival


def test_more_than_one_group_is_served(database: Database, author: Author) -> None:
    again = delivery(author)
    answers, _ = counted(database, *[again] * 150)
    assert sorted(status for (status,) in statuses(answers)) == ["already_stored"] * 149 + ["stored"]


def test_one_request_that_breaks_holds_up_no_other(
    database: Database, author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = delivery(author)
    receive_all = submissions.receive_all

    def break_on(session: Any, parcels: Any, wake: Any) -> Any:
        if any(parcel.delivery is bad for parcel in parcels):
            raise ZeroDivisionError
        return receive_all(session, parcels, wake)

    monkeypatch.setattr(submissions, "receive_all", break_on)
    (before, broken, after), _ = counted(database, delivery(author), bad, delivery(author))
    assert statuses([before, after]) == [["stored"], ["stored"]]
    assert isinstance(broken, ZeroDivisionError)


def test_a_commit_that_fails_has_failed_for_all(
    database: Database, author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(work: Any, **_: Any) -> None:
        raise Problem("unavailable")

    monkeypatch.setattr(database.writes, "run", fail)
    answers, woken = counted(database, delivery(author), delivery(author))
    assert [answer.code for answer in answers] == ["unavailable"] * 2
    assert woken == 0
