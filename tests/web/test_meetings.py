"""A meeting's board: everybody alone, then all together."""

from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from firsthand.base import ids
from firsthand.meetings import rules, scores
from firsthand.web import streams
from firsthand.web.live import Live
from support.client import Client
from support.meetings import Round, asking, call
from support.unit import Unit
from support.waiting import until


@pytest.fixture
def round_(unit: Unit) -> Round:
    return Round(unit.service)


@pytest.fixture
def member(round_: Round) -> Client:
    return round_.member()


def test_all_see_the_range_and_each_reason_together(round_: Round, member: Client):
    round_.send(round_.chair, 3, "Eleven call-outs")
    round_.send(member, 8, "The school sees a happy child")
    before = round_.board(member)
    assert "Eleven call-outs" not in before and "happy child" not in before
    shown = round_.reveal()
    for board in (shown, round_.board(member)):
        assert "From 3 to 8." in board
        assert "Eleven call-outs" in board and "The school sees a happy child" in board
        assert "The child is not safe at home" in board and "safe enough" in board
        assert "5 is the middle of the scale" in board


def test_the_board_says_of_itself_how_it_stands(unit: Unit, round_: Round, member: Client):
    waiting = unit.at_desk()
    round_.ask(waiting)
    assert 'data-state="open" data-standing="chair" data-score="yes"' in round_.board(round_.chair)
    assert 'data-state="open" data-standing="admitted" data-score="yes"' in round_.board(member)
    assert 'data-state="open" data-standing="asked" data-score="no"' in round_.board(waiting)
    round_.answer(waiting, "decline")
    assert 'data-standing="declined"' in round_.board(waiting)


def test_only_the_chair_sees_the_code_and_who_asks(unit: Unit, round_: Round, member: Client):
    waiting = unit.at_desk()
    round_.ask(waiting)
    chairs, theirs = round_.board(round_.chair), round_.board(member)
    name = waiting.http.get("/api/v1/session").json()["name"]
    assert round_.code in chairs and name in chairs and "1 person asks to come in." in chairs
    assert round_.code not in theirs and name not in theirs and "<form" not in theirs
    assert round_.board(waiting).count(name) == 0


def test_letting_in_answers_with_the_board_as_it_is_now(unit: Unit, round_: Round):
    waiting = unit.at_desk()
    round_.ask(waiting)
    answered = round_.answer(waiting).raise_for_status().text
    assert "data-board" in answered and "Asking to come in" not in answered
    assert "has not scored yet" in answered


def test_who_has_scored_is_seen_by_everybody(round_: Round, member: Client):
    assert "has scored" not in round_.board(round_.chair)
    round_.send(member, 6)
    assert "has scored" in round_.board(round_.chair)
    assert round_.act("abstention").text.count("does not score") == 1


def test_the_button_is_there_when_it_may_be_pressed(round_: Round, member: Client):
    other = round_.member()
    round_.send(member, 6)
    round_.send(other, 6)
    assert "/reveal" not in round_.board(round_.chair)
    assert "/reveal" in round_.act("abstention").text
    assert "All gave 6." in round_.reveal()


def test_what_came_in_between_is_said_on_the_board(round_: Round):
    answer = round_.act("reveal")
    assert answer.status_code == 200
    assert f'role="alert">{rules.CHAIR_FIRST.sentence}' in answer.text and "data-board" in answer.text


def test_what_comes_later_is_marked_on_the_board(round_: Round, member: Client):
    late = round_.member()
    round_.send(round_.chair, 3)
    round_.send(member, 7)
    round_.send(member, 8)
    board = round_.reveal()
    assert board.count("replaces an earlier score") == 1 and "From 3 to 8." in board
    assert "after seeing others</span>" not in board
    round_.send(late, 0)
    board = round_.board(member)
    assert board.count("after seeing others</span>") == 1 and "From 3 to 8." in board


def test_what_is_known_is_shown_in_numbers_before_anybody_scores(unit: Unit):
    victim = {
        "given_name": "Wanda",
        "family_name": "Invented",
        "date_of_birth": "1991-01-01",
        "nhs_number": "9990000018",
    }
    person = {"id": str(ids.new()), "role": "victim", **victim}
    for _ in range(2):
        unit.sent(circumstances={"people": [person | {"id": str(ids.new())}]})
    round_ = Round(unit.service, people=[person])
    board = round_.board(round_.member())
    assert "What is known from before" in board and "Wanda Invented" in board
    assert "2 incidents, 2 in 12 months." in board and "Not looked up" not in board


def test_whoever_could_not_be_looked_up_is_never_said_to_have_nothing_on_record(round_: Round):
    board = round_.board(round_.chair)
    assert board.count("Not looked up") == len(round_.people) and "Nothing on record" not in board


def test_it_is_said_in_the_language_of_the_app(round_: Round):
    board = round_.chair.http.get(f"/pl/meetings/{round_.id}/board", headers=asking(round_.chair)).text
    assert "Kod narady" in board
    assert f"/pl/meetings/{round_.id}/abstention" in board
    answer = call(round_.chair, "POST", f"/pl/meetings/{round_.id}/abstention", data={}, headers=asking(round_.chair))
    assert "nie ocenia" in answer.text


def test_without_the_owners_open_vault_there_is_no_board(unit: Unit, round_: Round):
    other = {"HX-Request": "true", "X-Vault-Owner": str(unit.at_desk().practitioner)}
    path = f"/meetings/{round_.id}"
    for headers in (other, {}, {"HX-Request": "true", "X-Vault-Owner": "locked"}):
        assert "data-board" not in round_.chair.http.get(f"{path}/board", headers=headers).text
        answer = call(round_.chair, "POST", f"{path}/abstention", data={}, headers=headers)
        assert answer.status_code in (401, 303)
    assert "does not score" not in round_.board(round_.chair)


def test_the_desk_is_told_how_many_wait_and_then_how_they_were_given(unit: Unit, round_: Round, member: Client):
    about = {"id": str(ids.new()), "encounter": round_.encounter}
    said = round_.circumstances | {"kind": "incident"}
    round_.chair.deliver(round_.chair.envelope(round_.chair.about(**about), encounter=said))
    unit.service.settled()
    path = unit.path_of(round_.chair, about["id"])
    for count, who in enumerate((round_.chair, member), 1):
        round_.send(who, 6, "They say so")
        page = unit.reader.http.get(path).text
        assert (
            f"{count} score{'s' if count > 1 else ''} of a meeting" in page
            and "until the reveal, at the latest" in page
        )
        assert "They say so" not in page
    round_.reveal()
    unit.service.settled()
    page = unit.reader.http.get(path).text
    assert rules.FLAGS["scored_in_meeting"] in page and "They say so" in page and "6 / 10" in page
    assert "until the reveal" not in page


def test_an_open_page_hears_of_each_change_in_the_same_bytes(
    round_: Round, member: Client, monkeypatch: pytest.MonkeyPatch
):
    """Whatever the score and however long its reason: how many events there are says no more than the board does."""
    monkeypatch.setattr(streams, "HEARTBEAT", 0.05)
    told, event = list[str](), streams._event
    monkeypatch.setattr(streams, "_event", lambda topic: told.append(topic) or event(topic))
    brief = heard_while(round_, told, lambda: round_.send(member, 0, "No"))
    long = heard_while(round_, told, lambda: round_.send(round_.chair, 10, "Because " * 400))
    events = {event.strip() for text in (brief, long) for event in text.split("\r\n\r\n") if event.strip()}
    assert "event: meeting\r\ndata: -" in events
    assert events <= {"event: meeting\r\ndata: -", "event: quiet\r\ndata: -", "event: ended\r\ndata: -"}


def test_who_only_asked_hears_of_their_own_answer_and_of_nothing_else(
    unit: Unit, round_: Round, member: Client, monkeypatch: pytest.MonkeyPatch
):
    """Each listens for what concerns them, and is told no more; who is taken out hears of that, and of the reveal."""
    asking, leaving, told = unit.service.phone(), round_.member(), list[str]()
    monkeypatch.setattr(Live, "publish", lambda live, topic: told.append(topic))

    def concerned(something: Callable[[], object]) -> set[str]:
        told.clear()
        something()
        return {topic.removeprefix(f"meeting:{round_.id}:") for topic in told if topic.startswith("meeting:")}

    chair, inside, waits, left = (str(each.practitioner) for each in (round_.chair, member, asking, leaving))
    assert concerned(lambda: round_.ask(asking)) == {chair, inside, left}
    assert concerned(lambda: round_.answer(leaving, "decline")) == {chair, inside, left}
    assert concerned(lambda: round_.act("abstention")) == {chair, inside}
    assert concerned(lambda: round_.answer(asking)) == {chair, inside, waits}
    for who in (member, asking):
        round_.send(who, 3)
    assert concerned(round_.reveal) == {chair, inside, waits, left}


def test_a_page_listens_for_its_reader_alone(unit: Unit, round_: Round, monkeypatch: pytest.MonkeyPatch):
    listened = list[str]()

    async def changes(live: Live, *topics: str, **how: object) -> AsyncGenerator[frozenset[str]]:
        listened.extend(topics)
        yield frozenset(topics)

    monkeypatch.setattr(Live, "changes", changes)
    asking = unit.at_desk()
    round_.ask(asking)
    heard = asking.http.get(f"/meetings/{round_.id}/changes").text
    assert listened == [scores.topic(UUID(round_.id), UUID(str(asking.practitioner)))]
    assert heard.strip() == "event: meeting\r\ndata: -"


def heard_while(round_: Round, told: list[str], something: Callable[[], object]) -> str:
    """All that the stream said to somebody who is in: of something, and then that they signed out.

    `told` is what streams say, as they say it.
    """
    listener = round_.member()
    topic = scores.topic(UUID(round_.id), UUID(str(listener.practitioner)))
    with ThreadPoolExecutor(1) as aside:
        listening = aside.submit(lambda: listener.http.get(f"/meetings/{round_.id}/changes").text)
        until(lambda: round_.service.world.live.count(listener.practitioner) == 1)
        something()
        until(lambda: topic in told)
        call(listener, "DELETE", "/api/v1/session")
        return listening.result(timeout=10)
