"""What corrects a score, and what comes in a version that is not known here: held as a score is, and nothing else."""

import pytest

from firsthand.base import ids
from firsthand.encounters.tables import Reading
from firsthand.intake import processing
from firsthand.intake.tables import Submission
from support.desk import Desk, answers
from support.table import Table


@pytest.mark.parametrize("version", ["2026.2", "2027.1"])
def test_a_score_in_a_version_that_is_not_known_here_yet_is_held_too(desk: Desk, table: Table, version: str) -> None:
    table.send(table.member(), 7, version=version)
    assert desk.referrals() == [] and all(map(processing.is_held, desk.rows(Submission)))
    table.send(table.chair, 3)
    table.reveal()
    assert len(desk.rows(Reading)) == 2


def test_a_risk_assessment_in_a_version_that_is_not_known_here_waits_for_nothing(desk: Desk, table: Table) -> None:
    table.send(table.member(), form="dash", version="2027.1", said=answers(16))
    assert len(desk.rows(Reading)) == 1


@pytest.mark.parametrize("named", [None, "another"], ids=["none", "another"])
@pytest.mark.parametrize("how", ["amends", "again"])
def test_what_corrects_a_score_that_is_held_is_held_with_it(desk: Desk, table: Table, how: str, named: object) -> None:
    """Also where it names no meeting or another, or has the same id; and what corrects it in turn."""
    member, first, second = table.member(), ids.new(), ids.new()
    meeting = ids.new() if named else None
    table.send(member, 7, about={"id": str(first)})
    if how == "amends":
        table.send(member, 6, amends=first, meeting=meeting, about={"id": str(second)})
        table.send(member, 5, amends=second, meeting=meeting)
    else:
        table.send(member, 6, meeting=meeting, about={"id": str(first)})
    assert desk.referrals() == desk.rows(Reading) == []
    assert all(map(processing.is_held, desk.rows(Submission)))
    table.send(table.chair, 3)
    table.reveal()
    assert {each.status for each in desk.rows(Submission)} <= {"processed", "needs_attention"}
    assert len(desk.rows(Reading)) == len(desk.rows(Submission))


def test_only_its_author_can_have_something_held_with_a_score(desk: Desk, table: Table) -> None:
    first, other = ids.new(), desk.author()
    table.send(table.member(), 7, about={"id": str(first)})
    table.send(other, 6, amends=first, meeting=None)
    assert desk.referral().author == other.practitioner


def test_what_corrects_a_score_with_no_scale_waits_for_nothing(desk: Desk, table: Table) -> None:
    member, first = table.member(), ids.new()
    table.send(member, 7, about={"id": str(first)})
    table.send(member, form="dash", version="2026.1", said=answers(16), amends=first, meeting=None)
    assert desk.referral().level == "high"
