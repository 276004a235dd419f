"""A reveal while scores are being read, in one process or in two: none is left behind, whichever is first."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from firsthand.base import databases
from firsthand.base.database import Database
from firsthand.base.settings import Settings
from firsthand.encounters.tables import Reading
from firsthand.intake.tables import Submission
from firsthand.meetings import reveals
from support.desk import Desk
from support.table import Table


@pytest.fixture
def another(database: Database, settings: Settings) -> Iterator[Database]:
    """Another process where there can be one."""
    if settings.database_url is None:
        yield database
        return
    other = databases.opened(settings)
    yield other
    other.close()


def test_no_score_is_left_behind_by_a_reveal_meanwhile(desk: Desk, table: Table, another: Database) -> None:
    authors = [table.member() for _ in range(6)]
    for author in authors[:2]:
        table.send(author)
    table.abstain()
    desk.deliver(*(table.score(author, place) for place, author in enumerate(authors[2:])))
    chair = table.viewer(table.chair)

    def reveal() -> None:
        another.writes.run_sync(lambda session: reveals.reveal(session, table.meeting.id, chair))

    with ThreadPoolExecutor(2) as aside:
        for each in (aside.submit(desk.drain), aside.submit(reveal)):
            each.result(timeout=30)
    asyncio.run(desk.pipeline.drain())
    assert {each.status for each in desk.rows(Submission)} == {"processed"}
    assert {tuple(each.flags) for each in desk.rows(Reading)} == {("scored_in_meeting",)}
