from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base import clock
from firsthand.base.database import Database
from firsthand.intake import processing
from firsthand.intake.tables import Submission
from support.authors import Author, Deliver


def waiting(database: Database) -> list[UUID]:
    """Taken up, long after anybody else did."""
    with clock.shifted(clock.shift() + processing.HOLD):
        return database.writes.run_sync(processing.take_up)


def taken_up(database: Database) -> list[UUID]:
    return database.writes.run_sync(processing.take_up)


def in_order(database: Database) -> list[UUID]:
    arrived = select(Submission.id).order_by(col(Submission.received_at))
    return database.reads.run_sync(lambda session: list(session.exec(arrived)))


def change(database: Database, row_id: UUID, how: object) -> None:
    def work(session: Session) -> None:
        row = processing.take(session, row_id)
        assert row
        how(row)  # type: ignore[operator]
        entries.record(session, "submission.received")

    database.writes.run_sync(work)


def test_the_oldest_is_opened_first(database: Database, deliver: Deliver, author: Author) -> None:
    for _ in range(3):
        deliver(author.envelope())
    assert waiting(database) == in_order(database)


def test_what_is_finished_waits_no_longer_and_is_not_taken_again(
    database: Database, deliver: Deliver, author: Author
) -> None:
    deliver(author.envelope(), author.envelope())
    first, second = waiting(database)
    change(database, first, processing.finish)
    change(database, second, lambda row: processing.finish(row, needs_attention=True))
    assert waiting(database) == []
    assert database.writes.run_sync(lambda session: processing.take(session, first)) is None


def test_what_failed_is_tried_again_later_and_never_given_up(
    database: Database, deliver: Deliver, author: Author
) -> None:
    deliver(author.envelope())
    (row_id,) = taken_up(database)
    for _ in range(30):
        change(database, row_id, processing.postpone)
    assert waiting(database) == []
    with clock.shifted(processing.LONGEST_PAUSE + timedelta(seconds=1)):
        assert taken_up(database) == [row_id]


def test_what_one_process_took_up_is_no_others_until_its_time_is_over(
    database: Database, deliver: Deliver, author: Author
) -> None:
    deliver(author.envelope())
    found = taken_up(database)
    assert (len(found), taken_up(database)) == (1, [])
    with clock.shifted(processing.HOLD):
        assert taken_up(database) == found


def test_a_start_takes_up_what_was_under_way_and_leaves_what_failed_its_pause(
    database: Database, deliver: Deliver, author: Author
) -> None:
    deliver(author.envelope(), author.envelope())
    failed, under_way = taken_up(database)
    change(database, failed, processing.postpone)
    database.writes.run_sync(processing.let_go)
    assert taken_up(database) == [under_way]
