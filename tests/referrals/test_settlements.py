"""Which of several records under one id stands: decided by a person, and taken back by nobody's arrival."""

from uuid import UUID

import pytest
from sqlmodel import Session

from firsthand.audit.tables import AuditEntry
from firsthand.base import ids
from firsthand.base.problems import Problem
from firsthand.intake.tables import Submission
from firsthand.referrals import holders, settlements
from support.authors import Author
from support.desk import Desk, Viewer, answers

ASSESSOR = Viewer()


@pytest.fixture
def author(desk: Desk) -> Author:
    return desk.author()


@pytest.fixture
def submission(desk: Desk, author: Author) -> UUID:
    """Sent twice with other words: 15 times yes, then twice."""
    submission, encounter = ids.new(), ids.new()
    for count in (15, 2):
        desk.send(author, about={"id": str(submission)}, encounter=encounter, said=answers(count))
    return submission


def settle(desk: Desk, submission: UUID, stands: str, reason: str = "Asked the author.", by: Viewer = ASSESSOR) -> None:
    referral = desk.referrals()[0].id

    def work(session: Session) -> None:
        settlements.record(session, referral, by, submission=submission, stands=stands, reason=reason)

    desk.write(work)


def rows(desk: Desk) -> list[Submission]:
    return sorted(desk.rows(Submission), key=lambda row: row.received_at)


def waiting(desk: Desk, submission: UUID) -> int:
    return len(desk.read(lambda session: settlements.waiting(session, [submission])))


def test_one_stands_the_other_is_kept_and_no_level_falls(desk: Desk, submission: UUID) -> None:
    assert waiting(desk, submission) == 1
    settle(desk, submission, str(rows(desk)[1].id))
    assert [row.flags for row in rows(desk)] == [["set-aside"], ["stands"]]
    assert {row.status for row in rows(desk)} == {"processed"}
    assert (desk.referral().level, desk.referral().flags) == ("high", ["start_differs"])
    assert waiting(desk, submission) == 0


def test_each_may_stand_for_itself(desk: Desk, submission: UUID) -> None:
    settle(desk, submission, settlements.ALL)
    assert [row.flags for row in rows(desk)] == [["stands"], ["stands"]]


def test_it_is_audited_with_its_reason(desk: Desk, submission: UUID) -> None:
    settle(desk, submission, str(rows(desk)[0].id))
    (entry,) = [each for each in desk.rows(AuditEntry) if each.action == "referral.conflict_settled"]
    assert (entry.actor, entry.subject, entry.reason) == (ASSESSOR.id, desk.referral().id, "Asked the author.")
    assert entry.detail == {"submission": str(submission), "stands": [str(rows(desk)[0].id)]}


@pytest.mark.parametrize(
    ("stands", "reason", "viewer", "code"),
    [
        ("", "Asked.", Viewer(), "invalid"),
        ("a record of nobody", "Asked.", Viewer(), "invalid"),
        ("all", " ", Viewer(), "invalid"),
        ("all", "Asked.", Viewer("practitioner"), "not-allowed"),
    ],
)
def test_it_takes_a_choice_a_reason_and_somebody_of_the_desk(
    desk: Desk, submission: UUID, stands: str, reason: str, viewer: Viewer, code: str
) -> None:
    with pytest.raises(Problem) as refused:
        settle(desk, submission, stands, reason, viewer)
    assert refused.value.code == code
    assert waiting(desk, submission) == 1


def test_what_a_colleague_holds_is_theirs_to_settle(desk: Desk, submission: UUID) -> None:
    desk.write(lambda session: holders.take(session, desk.referral().id, Viewer()) and None)
    with pytest.raises(Problem, match="not-allowed"):
        settle(desk, submission, "all")


def test_what_is_settled_is_not_settled_again(desk: Desk, submission: UUID) -> None:
    settle(desk, submission, "all")
    with pytest.raises(Problem) as refused:
        settle(desk, submission, "all")
    assert refused.value.code == "conflict"


def test_a_conflict_is_settled_where_it_is_shown(desk: Desk, author: Author, submission: UUID) -> None:
    desk.send(author)
    elsewhere = next(each for each in desk.referrals() if "conflict" not in each.flags).id
    with pytest.raises(Problem) as refused:
        desk.write(
            lambda s: settlements.record(s, elsewhere, ASSESSOR, submission=submission, stands="all", reason="x")
        )
    assert refused.value.code == "conflict"


def test_another_record_under_the_id_opens_it_again(desk: Desk, author: Author, submission: UUID) -> None:
    settle(desk, submission, "all")
    desk.send(author, about={"id": str(submission)}, encounter=rows(desk)[0].encounter, said=answers(9))
    assert waiting(desk, submission) == 1
    assert "conflict" in desk.referral().flags
    settle(desk, submission, str(rows(desk)[2].id))
    assert [row.flags for row in rows(desk)] == [["set-aside"], ["set-aside"], ["stands"]]


def test_what_an_agency_keeps_under_the_id_stays_with_it(desk: Desk, author: Author, submission: UUID) -> None:
    kept = {"form": "signs_of_safety", "kind": "home_visit", "route": {"to": "agency"}}
    desk.send(author, about={"id": str(submission)}, encounter=ids.new(), **kept)
    (conflict,) = desk.read(lambda session: settlements.waiting(session, [submission]))
    assert {row.form for row in conflict.rows} == {"dash"}
