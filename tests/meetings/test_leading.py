"""Who is let in, what only the chair may do, and when; what is wrong says what to do."""

from datetime import timedelta

import pytest

from firsthand.audit.tables import AuditEntry
from firsthand.base import clock, ids
from firsthand.base.problems import Problem
from firsthand.encounters.tables import Encounter
from firsthand.forms.library import Library
from firsthand.intake.tables import Submission
from firsthand.meetings import admissions, boards, openings, rules, scores
from firsthand.meetings.tables import Meeting, MeetingMember
from support.authors import Author
from support.desk import Desk, library
from support.table import Table


def refused(problem: pytest.ExceptionInfo[Problem]) -> tuple[str, str | None]:
    return problem.value.code, problem.value.detail


def standing(desk: Desk, table: Table, author: Author) -> str | None:
    return desk.read(lambda session: openings.standing(session, table.meeting, author.practitioner))


def board(desk: Desk, table: Table, author: Author) -> boards.Board:
    viewer = table.viewer(author)
    look = desk.write(lambda session: boards.look(session, table.meeting.id, viewer))
    found: boards.Board = desk.read(lambda session: boards.open(session, look, library()))
    return found


def test_a_code_is_eight_characters_that_are_drawn_and_kept_sealed(desk: Desk, table: Table) -> None:
    code = table.meeting.code
    assert len(code) == 8 and set(code) <= set(ids.CROCKFORD)
    stored = desk.read(lambda session: session.connection().exec_driver_sql("SELECT * FROM meetings").all())
    assert code.encode() not in b"".join(str(each).encode() for row in stored for each in row)


def test_the_same_chair_gets_the_same_meeting_while_it_runs(desk: Desk, table: Table) -> None:
    assert table.open().id == table.meeting.id
    assert table.open(encounter=ids.new()).id != table.meeting.id
    with clock.shifted(rules.LIFE):
        assert table.open().id != table.meeting.id


def test_five_run_at_once_and_no_more(desk: Desk, table: Table) -> None:
    for _ in range(rules.MOST_RUNNING - 1):
        table.open(encounter=ids.new())
    with pytest.raises(Problem) as problem:
        table.open(encounter=ids.new())
    assert problem.value.code == "too-many-meetings"
    assert table.open().id == table.meeting.id
    with clock.shifted(rules.LIFE):
        table.open(encounter=ids.new())


@pytest.mark.parametrize("typed", ["{0}", "{1}", " {2} ", "{3}"])
def test_a_code_is_taken_as_people_type_it(desk: Desk, typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "characters", lambda many: "7K0M1TC2")
    table = Table(desk)
    code = table.meeting.code
    alike = code.replace("0", "O").replace("1", "l")
    as_typed = typed.format(code, openings.spoken(code).lower(), f"{code[:4]} {code[4:]}", alike)
    asked = table.ask(desk.author(), as_typed)
    assert asked == admissions.Asked(table.meeting.id, "asked")


def test_the_chair_and_who_is_in_are_told_so_again(desk: Desk, table: Table) -> None:
    member = table.member()
    assert table.ask(table.chair) == admissions.Asked(table.meeting.id, "chair")
    assert table.ask(member) == admissions.Asked(table.meeting.id, "admitted")
    assert len(desk.rows(MeetingMember)) == 1


def test_five_wrong_codes_by_one_person_and_no_sixth(desk: Desk, table: Table) -> None:
    guesser = desk.author()
    assert [table.ask(guesser, "ZZZZZZZZ") for _ in range(5)] == [None] * 5
    with pytest.raises(Problem) as problem:
        table.ask(guesser)
    assert problem.value.code == "slow-down" and int(problem.value.headers["Retry-After"]) > 0
    assert table.ask(desk.author()) is not None
    with clock.shifted(timedelta(hours=1)):
        assert table.ask(guesser) is not None


def test_a_right_code_between_gives_no_more_guesses(desk: Desk, table: Table) -> None:
    guesser = desk.author()
    for code in ("ZZZZZZZZ",) * 4 + (table.meeting.code,) + ("ZZZZZZZZ",):
        table.ask(guesser, code)
    with pytest.raises(Problem):
        table.ask(guesser)


def test_a_code_is_over_after_four_hours(desk: Desk, table: Table) -> None:
    with clock.shifted(rules.LIFE):
        assert table.ask(desk.author()) is None


def test_nobody_new_comes_after_the_reveal(desk: Desk, table: Table) -> None:
    asking, member = desk.author(), table.member()
    table.ask(asking)
    table.send(table.chair, 3)
    table.send(member, 7)
    table.reveal()
    assert table.ask(desk.author()) is table.ask(asking) is None
    assert table.ask(member) == admissions.Asked(table.meeting.id, "admitted")
    with pytest.raises(Problem) as problem:
        table.answer(asking)
    assert refused(problem) == ("conflict", rules.REVEALED.sentence)


def test_a_meeting_takes_thirty(desk: Desk, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_MEMBERS", 2)
    table.member(), table.member()
    with pytest.raises(Problem) as problem:
        table.ask(desk.author())
    assert problem.value.code == "meeting-full"


def test_whom_the_chair_declined_may_ask_again(desk: Desk, table: Table) -> None:
    member = table.member()
    table.answer(member, admitted=False)
    assert standing(desk, table, member) == "declined"
    table.ask(member)
    assert standing(desk, table, member) == "asked"


def test_only_the_chair_lets_in_and_reveals(desk: Desk, table: Table) -> None:
    member, asking = table.member(), desk.author()
    table.ask(asking)
    chair, table.chair = table.chair, member
    for act in (lambda: table.answer(asking), table.abstain, table.reveal):
        with pytest.raises(Problem) as problem:
            act()
        assert refused(problem) == ("not-allowed", rules.NOT_THE_CHAIR.sentence)
    table.chair = desk.author()
    with pytest.raises(Problem) as problem:
        table.reveal()
    assert problem.value.code == "not-found"
    table.chair = chair


def test_the_reveal_waits_for_the_chair_and_for_two_and_is_final(desk: Desk, table: Table) -> None:
    one, other = table.member(), table.member()
    table.send(one)
    table.send(other)
    with pytest.raises(Problem) as problem:
        table.reveal()
    assert refused(problem) == ("conflict", rules.CHAIR_FIRST.sentence)
    table.abstain()
    table.reveal()
    at = desk.rows(Meeting)[0].revealed_at
    with pytest.raises(Problem) as problem:
        table.reveal()
    assert refused(problem) == ("conflict", rules.REVEALED.sentence)
    assert desk.rows(Meeting)[0].revealed_at == at


def test_two_scores_of_one_person_are_not_two(desk: Desk, table: Table) -> None:
    member = table.member()
    table.abstain()
    table.send(member, 3)
    table.send(member, 4)
    with pytest.raises(Problem) as problem:
        table.reveal()
    assert refused(problem) == ("conflict", rules.TOO_FEW.sentence)


def test_who_was_taken_out_is_not_counted_and_stays_held_back(desk: Desk, table: Table) -> None:
    member = table.member()
    table.send(table.chair, 3)
    table.send(member, 4)
    table.answer(member, admitted=False)
    desk.drain()
    assert desk.referrals() == []
    with pytest.raises(Problem):
        table.reveal()


@pytest.mark.parametrize("value", [None, 11, "5", True], ids=["blank", "beyond", "word", "yes"])
def test_a_scale_that_was_left_blank_is_held_and_is_no_score(desk: Desk, table: Table, value: object) -> None:
    """Neither the chair's own that comes first, nor the second."""
    table.send(table.chair, said={"score": {"value": value}, "harm": {"value": "What I saw"}})
    assert desk.referrals() == []
    table.send(table.member(), 4)
    with pytest.raises(Problem) as problem:
        table.reveal()
    assert refused(problem) == ("conflict", rules.CHAIR_FIRST.sentence)
    table.abstain()
    with pytest.raises(Problem) as problem:
        table.reveal()
    assert refused(problem) == ("conflict", rules.TOO_FEW.sentence)
    table.send(table.member(), 5)
    table.reveal()
    assert [each.value for each in board(desk, table, table.chair).ranges[0].scores] == [4, 5]
    assert {each.status for each in desk.rows(Submission)} == {"processed"}


def test_the_chair_who_has_scored_cannot_say_otherwise(desk: Desk, table: Table) -> None:
    table.send(table.chair, 3)
    with pytest.raises(Problem) as problem:
        table.abstain()
    assert refused(problem) == ("conflict", rules.HAS_SCORED.sentence)


def test_nothing_is_led_once_it_is_over(desk: Desk, table: Table) -> None:
    member = table.member()
    with clock.shifted(rules.LIFE):
        for act in (lambda: table.answer(member), table.abstain, table.reveal):
            with pytest.raises(Problem) as problem:
                act()
            assert refused(problem) == ("conflict", rules.OVER.sentence)


def test_the_desk_is_told_how_many_wait_and_until_when(desk: Desk, table: Table) -> None:
    member = table.member()
    desk.send(table.chair, encounter=table.encounter)

    def held() -> scores.Held | None:
        (encounter,) = (each for each in desk.rows(Encounter) if each.author == table.chair.practitioner)
        found: scores.Held | None = desk.read(lambda session: scores.held(session, encounter))
        return found

    assert held() is None
    table.send(member)
    table.send(table.chair)
    assert held() == scores.Held(2, table.meeting.ends_at)
    leaving = table.member()
    table.send(leaving)
    table.answer(leaving, admitted=False)
    desk.drain()
    assert held() == scores.Held(2, table.meeting.ends_at)
    table.reveal()
    assert held() is None


def test_a_look_at_the_family_is_written_down_once_and_at_scores_each_time(desk: Desk, table: Table) -> None:
    member = table.member()
    for _ in range(2):
        board(desk, table, member)
    table.send(table.chair)
    table.send(member)
    table.reveal()
    for _ in range(2):
        board(desk, table, member)
    seen = [each.action for each in desk.rows(AuditEntry) if each.actor == member.practitioner]
    assert [seen.count(f"meeting.{what}_viewed") for what in ("people", "scores")] == [1, 2]


def test_who_waits_is_shown_nothing_of_the_family_and_no_look_is_written(desk: Desk, table: Table) -> None:
    asking = desk.author()
    table.ask(asking)
    shown = board(desk, table, asking)
    assert (shown.code, shown.participants, shown.known, shown.waiting) == ("", [], [], [])
    assert "meeting.people_viewed" not in {each.action for each in desk.rows(AuditEntry)}


def test_scores_can_be_read_for_a_while_and_no_longer(desk: Desk, table: Table) -> None:
    table.send(table.chair, 3)
    table.send(table.member(), 7)
    table.reveal()
    with clock.shifted(rules.LIFE - timedelta(minutes=1)):
        assert [score.value for each in board(desk, table, table.chair).ranges for score in each.scores] == [3, 7]
    with clock.shifted(rules.LIFE + timedelta(minutes=1)):
        over = board(desk, table, table.chair)
    assert (over.state, over.ranges, over.participants) == ("ended", [], [])


def test_the_last_score_stands_and_one_that_is_not_on_the_scale_is_none(desk: Desk, table: Table) -> None:
    member, odd = table.member(), table.member()
    table.send(table.chair, 3)
    table.send(member, 9)
    table.send(member, 8)
    table.send(odd, 11)
    table.reveal()
    table.send(odd, 2)
    (shown,) = board(desk, table, member).ranges
    assert [(each.value, each.late, each.replaces) for each in shown.scores] == [
        (3, False, False), (8, False, True), (2, True, False),
    ]  # fmt: skip
    assert shown.ends == (3, 8)


def test_a_form_that_is_gone_meanwhile_takes_no_other_score_along(desk: Desk, table: Table) -> None:
    table.send(table.chair, 3, version="2026.1")
    table.send(table.member(), 7)
    table.reveal()
    known = library()
    fewer = {key: form for key, form in known.forms.items() if key != ("signs_of_safety", "2026.1")}
    viewer = table.viewer(table.chair)
    look = desk.write(lambda session: boards.look(session, table.meeting.id, viewer))
    board = desk.read(lambda session: boards.open(session, look, Library(fewer, known.wordings)))
    assert [score.value for score in board.ranges[0].scores] == [7]


def test_a_chair_who_scores_after_all_is_counted(desk: Desk, table: Table) -> None:
    table.abstain()
    table.send(table.chair, 2)
    table.send(table.member(), 4)
    table.reveal()
    assert [each.value for each in board(desk, table, table.chair).ranges[0].scores] == [2, 4]
