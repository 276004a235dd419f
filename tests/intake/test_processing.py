from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from firsthand.audit import entries
from firsthand.base import clock
from firsthand.base.sqlite import SqliteDatabase
from firsthand.intake import processing
from firsthand.intake.tables import Submission
from support.authors import Author, Deliver


def waiting(database: SqliteDatabase) -> list[UUID]:
    return database.reads.run_sync(processing.waiting)


def in_order(database: SqliteDatabase) -> list[UUID]:
    arrived = select(Submission.id).order_by(col(Submission.received_at))
    return database.reads.run_sync(lambda session: list(session.exec(arrived)))


def change(database: SqliteDatabase, row_id: UUID, how: object) -> None:
    def work(session: Session) -> None:
        row = processing.take(session, row_id)
        assert row
        how(row)  # type: ignore[operator]
        entries.record(session, "submission.received")

    database.writes.run_sync(work)


def test_the_oldest_is_opened_first(database: SqliteDatabase, deliver: Deliver, author: Author) -> None:
    for _ in range(3):
        deliver(author.envelope())
    assert waiting(database) == in_order(database)


def test_what_is_finished_waits_no_longer_and_is_not_taken_again(
    database: SqliteDatabase, deliver: Deliver, author: Author
) -> None:
    deliver(author.envelope(), author.envelope())
    first, second = waiting(database)
    change(database, first, processing.finish)
    change(database, second, lambda row: processing.finish(row, needs_attention=True))
    assert waiting(database) == []
    assert database.reads.run_sync(lambda session: processing.take(session, first)) is None


def test_what_failed_is_tried_again_later_and_never_given_up(
    database: SqliteDatabase, deliver: Deliver, author: Author
) -> None:
    deliver(author.envelope())
    (row_id,) = waiting(database)
    for _ in range(30):
        change(database, row_id, processing.postpone)
    assert waiting(database) == []
    with clock.shifted(processing.LONGEST_PAUSE + timedelta(seconds=1)):
        assert waiting(database) == [row_id]
