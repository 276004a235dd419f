from uuid import UUID

import pytest
from sqlmodel import Session, select

from firsthand.audit import entries
from firsthand.base.database import Database
from firsthand.intake import openings, sealing, statuses
from firsthand.intake.statuses import Standing
from firsthand.intake.submissions import Courier
from firsthand.intake.tables import Submission
from support.authors import Author, Deliver, sealing_key


def ask(database: Database, submission: str, asker: Courier) -> Standing | None:
    return database.reads.run_sync(lambda session: statuses.find(session, UUID(submission), asker))


def settle_all(database: Database) -> None:
    def settle(session: Session) -> None:
        for row in session.exec(select(Submission)).all():
            openings.settle(session, row, openings.open(session, row))
        entries.record(session, "submission.received")

    database.writes.run_sync(settle)


def test_before_verification_author_and_sender_hear_the_status_and_nobody_else(
    database: Database, deliver: Deliver, author: Author, other: Author
) -> None:
    about = author.about()
    deliver(author.envelope(about), courier=Courier(other.practitioner, other.device))
    for asker in (Courier(author.practitioner), Courier(other.practitioner), Courier(None, other.device)):
        standing = ask(database, about["id"], asker)
        assert standing
        assert not standing.whole
    assert ask(database, about["id"], Courier(Author().practitioner, author.device)) is None


def test_its_verified_author_hears_all_and_its_sender_the_status(
    database: Database, deliver: Deliver, author: Author, other: Author
) -> None:
    about = author.about()
    deliver(author.envelope(about), courier=Courier(other.practitioner, other.device))
    settle_all(database)
    mine, theirs = (ask(database, about["id"], Courier(each.practitioner)) for each in (author, other))
    assert mine
    assert mine.whole
    assert theirs
    assert not theirs.whole
    assert ask(database, about["id"], Courier(None, author.device)) is None


def test_after_a_forgery_the_named_author_hears_nothing(
    database: Database, deliver: Deliver, author: Author, other: Author
) -> None:
    about = author.about()
    deliver(other.envelope(about), courier=Courier(other.practitioner, other.device))
    settle_all(database)
    assert ask(database, about["id"], Courier(author.practitioner, author.device)) is None
    assert ask(database, about["id"], Courier(other.practitioner))


@pytest.mark.parametrize("forged_first", [True, False])
def test_a_forgery_under_the_same_id_hides_nothing_from_the_real_author(
    forged_first: bool, database: Database, deliver: Deliver, author: Author, other: Author
) -> None:
    about = author.about()
    envelopes = [other.envelope(about), author.envelope(about)]
    for envelope in envelopes if forged_first else reversed(envelopes):
        deliver(envelope)
    settle_all(database)
    standing = ask(database, about["id"], Courier(author.practitioner))
    assert standing
    assert standing.whole
    assert standing.row.verified


def test_of_the_same_words_sealed_twice_the_record_is_told(
    database: Database, deliver: Deliver, author: Author
) -> None:
    about = author.about()
    signed = author.signed(about)
    deliver(*[sealing.enclose(signed, about, sealing_key()) for _ in range(2)])
    settle_all(database)
    standing = ask(database, about["id"], Courier(author.practitioner))
    assert standing
    assert standing.row.flags == []
