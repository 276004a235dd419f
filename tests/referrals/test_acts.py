"""Taking, grading, deciding, reopening: each with its reason, each in the audit log."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from firsthand.audit.tables import AuditEntry
from firsthand.base.problems import Problem
from firsthand.referrals import decisions, gradings, holders, reopenings
from firsthand.referrals.tables import Grading, Referral
from support.databases import stored
from support.desk import Desk, Viewer, answers


@pytest.fixture
def unit(desk: Desk) -> "Unit":
    desk.send(desk.author(), said=answers(11))
    return Unit(desk)


class Unit:
    """The desk with one medium referral."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.id: UUID = desk.referral().id
        self.deadlines = desk.settings.deadlines

    @property
    def referral(self) -> Referral:
        return self.desk.referral()

    def grade(self, viewer: Viewer, level: str, reason: str = "Because of what she said.") -> Grading:
        ready: dict[str, Any] = {"level": level, "reason": reason, "deadlines": self.deadlines}
        graded: Grading = self.desk.write(lambda session: gradings.record(session, self.id, viewer, **ready))
        return graded

    def confirm(self, viewer: Viewer, grading: Grading) -> None:
        ready: dict[str, Any] = {"reason": "I agree.", "deadlines": self.deadlines}
        self.desk.write(lambda session: gradings.confirm(session, grading.id, viewer, **ready))

    def decide(self, viewer: Viewer, outcome: str = "refer_social_care", reason: str = "A child lives there.") -> None:
        self.desk.write(lambda session: decisions.record(session, self.id, viewer, outcome=outcome, reason=reason))

    def reopen(self, viewer: Viewer, reason: str = "The school called.") -> None:
        ready: dict[str, Any] = {"reason": reason, "deadlines": self.deadlines}
        self.desk.write(lambda session: reopenings.record(session, self.id, viewer, **ready))

    def actions(self) -> list[str]:
        return [entry.action for entry in self.desk.rows(AuditEntry) if entry.subject == self.id]


def test_confirming_a_level_takes_one_person_and_a_reason(unit: Unit) -> None:
    assessor = Viewer()
    unit.grade(assessor, "medium")
    assert (unit.referral.stage, unit.referral.graded, unit.referral.holder) == ("graded", "medium", assessor.id)
    with pytest.raises(Problem) as refused:
        unit.grade(assessor, "medium", reason=" ")
    assert refused.value.code == "invalid"


def test_raising_a_level_brings_its_deadline_forward(unit: Unit) -> None:
    unit.grade(Viewer(), "high")
    assert unit.referral.due_at == unit.referral.clock_at + timedelta(hours=2)


def test_lowering_waits_for_a_second_person(unit: Unit) -> None:
    proposal = unit.grade(Viewer(), "standard")
    waiting = unit.referral
    assert (proposal.state, waiting.stage, waiting.graded) == ("proposed", "needs_grading", None)
    assert waiting.needs_attention
    assert waiting.due_at == waiting.clock_at + timedelta(hours=6)
    unit.confirm(Viewer("supervisor"), proposal)
    lowered = unit.referral
    assert (lowered.stage, lowered.graded, lowered.needs_attention) == ("graded", "standard", False)
    assert lowered.due_at == lowered.clock_at + timedelta(hours=24)
    assert unit.actions()[-2:] == ["referral.lowering_proposed", "referral.graded"]


def test_nobody_is_their_own_second_person(unit: Unit) -> None:
    assessor = Viewer()
    proposal = unit.grade(assessor, "standard")
    with pytest.raises(Problem):
        unit.confirm(assessor, proposal)
    assert unit.referral.graded is None


def test_a_declined_lowering_leaves_the_level_and_its_reason(unit: Unit) -> None:
    proposal, second = unit.grade(Viewer(), "standard"), Viewer()
    unit.desk.write(lambda session: gradings.decline(session, proposal.id, second, reason="Twice this month."))
    (kept,) = unit.desk.rows(Grading)
    assert (kept.state, kept.second, kept.second_reason) == ("declined", second.id, "Twice this month.")
    assert not unit.referral.needs_attention


def test_a_proposal_is_answered_once(unit: Unit) -> None:
    proposal = unit.grade(Viewer(), "standard")
    unit.confirm(Viewer(), proposal)
    with pytest.raises(Problem):
        unit.confirm(Viewer(), proposal)


def test_what_a_colleague_holds_is_left_to_them(unit: Unit) -> None:
    holder, other, supervisor = Viewer(), Viewer(), Viewer("supervisor")
    unit.desk.write(lambda session: holders.take(session, unit.id, holder))
    for act in (lambda: unit.grade(other, "medium"), lambda: unit.decide(other)):
        with pytest.raises(Problem) as refused:
            act()
        assert refused.value.code == "not-allowed"
    unit.desk.write(lambda session: holders.take(session, unit.id, supervisor))
    unit.desk.write(lambda session: holders.release(session, unit.id, supervisor))
    unit.grade(other, "medium")
    assert unit.actions()[-4:] == ["referral.taken", "referral.taken", "referral.released", "referral.graded"]


def test_deciding_comes_after_grading_and_leaves_the_queue(unit: Unit) -> None:
    assessor = Viewer()
    with pytest.raises(Problem) as early:
        unit.decide(assessor)
    assert early.value.code == "conflict"
    unit.grade(assessor, "medium")
    unit.decide(assessor)
    unit.decide(assessor, outcome="marac")
    assert (unit.referral.stage, unit.referral.waiting) == ("decided", False)
    kept = unit.desk.read(lambda session: decisions.of(session, unit.id))
    assert [each.outcome for each in kept] == ["refer_social_care", "marac"]


def test_a_decision_overtakes_a_lowering_that_nobody_answered(unit: Unit) -> None:
    assessor = Viewer()
    unit.grade(assessor, "medium")
    proposal = unit.grade(assessor, "standard")
    unit.decide(assessor)
    with pytest.raises(Problem):
        unit.confirm(Viewer(), proposal)
    assert unit.referral.graded == "medium"
    assert not unit.referral.needs_attention


@pytest.mark.parametrize(("outcome", "reason"), [("nothing", "why"), ("notify", "")])
def test_a_decision_has_a_known_outcome_and_a_reason(unit: Unit, outcome: str, reason: str) -> None:
    assessor = Viewer()
    unit.grade(assessor, "medium")
    with pytest.raises(Problem) as refused:
        unit.decide(assessor, outcome, reason)
    assert refused.value.code == "invalid"
    assert unit.referral.stage == "graded"


def test_reopening_starts_the_clock_again_and_keeps_the_level(unit: Unit) -> None:
    assessor = Viewer()
    unit.grade(assessor, "high")
    unit.decide(assessor)
    before = unit.referral.due_at
    unit.desk.write(lambda session: decisions.close(session, unit.id, assessor))
    unit.reopen(Viewer())
    again = unit.referral
    assert (again.stage, again.waiting, again.graded) == ("needs_grading", True, "high")
    assert again.due_at > before
    with pytest.raises(Problem):
        unit.reopen(Viewer())


@pytest.mark.parametrize("role", ["practitioner", "partner", "manager"])
def test_nobody_outside_the_unit_acts(unit: Unit, role: str) -> None:
    outsider = Viewer(role)
    for act in (lambda: unit.grade(outsider, "high"), lambda: unit.reopen(outsider), lambda: unit.decide(outsider)):
        with pytest.raises(Problem) as refused:
            act()
        assert refused.value.code == "not-allowed"


def test_reasons_are_never_stored_in_clear(unit: Unit) -> None:
    assessor = Viewer()
    unit.grade(assessor, "medium", "Marysieńka hid under the bed")
    unit.decide(assessor, reason="Marysieńka is known to the school")
    assert b"Marysie" not in stored(unit.desk.database)
