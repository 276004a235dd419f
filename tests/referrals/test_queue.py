"""Pages of 25, filters, and the top line."""

from datetime import timedelta

import pytest

from firsthand.audit import entries
from firsthand.base import clock, ids
from firsthand.referrals import queue
from firsthand.referrals.queue import Filters, Place
from firsthand.referrals.tables import Referral
from support.desk import Desk


def waiting(minutes: int, **members: object) -> Referral:
    """Due in so many minutes."""
    now = clock.now()
    usual = {"reference": "FH-0000-0000", "level": "medium", "received_at": now, "clock_at": now}
    return Referral(**(usual | {"due_at": now + timedelta(minutes=minutes)} | members))


def add(desk: Desk, *referrals: Referral) -> None:
    def work(session: object) -> None:
        entries.record(session, "referral.opened")  # type: ignore[arg-type]
        session.add_all(referrals)  # type: ignore[attr-defined]

    desk.write(work)


def test_pages_follow_each_other_without_gap_or_repeat(desk: Desk) -> None:
    same = waiting(0).due_at
    add(desk, *(waiting(0, due_at=same) for _ in range(30)), *(waiting(n) for n in range(1, 31)))
    seen, after, pages = [], None, 0
    while pages == 0 or after:
        shown = desk.read(lambda session, after=after: queue.page(session, Filters(), after))
        seen += [row.id for row in shown.rows]
        after, pages = shown.after and Place.read(str(shown.after)), pages + 1
    assert (pages, len(seen), len(set(seen))) == (3, 60, 60)
    assert seen[:30] == sorted(seen[:30])


@pytest.mark.parametrize("written", ["", "x", "12~x", "~", "1.5~3"])
def test_a_place_that_nobody_wrote_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Place.read(written)


def test_filters_show_mine_what_needs_attention_and_each_stage(desk: Desk) -> None:
    me = ids.new()
    mine, flagged = waiting(1, holder=me), waiting(2, needs_attention=True)
    closed = waiting(3, stage="closed", waiting=False)
    add(desk, mine, flagged, closed, waiting(4))

    def shown(**chosen: object) -> list[object]:
        page = desk.read(lambda session: queue.page(session, Filters(**chosen)))  # type: ignore[arg-type]
        return [row.id for row in page.rows]

    assert shown(holder=me) == [mine.id]
    assert shown(needs_attention=True) == [flagged.id]
    assert shown(show="closed") == [closed.id]
    assert len(shown()) == 3


def test_the_top_line_says_what_presses(desk: Desk) -> None:
    old = clock.now() - timedelta(days=60)
    add(
        desk,
        waiting(-5, level="high"),
        waiting(30, graded="high"),
        waiting(90, level="standard", children=2, clock_at=old, needs_attention=True),
        waiting(-90, stage="closed", waiting=False),
    )
    top = desk.read(lambda session: queue.top_line(session, clock.now()))
    assert (top.waiting, top.overdue, top.due_soon, top.needs_attention) == (3, 1, 1, 1)
    assert top.by_level == {"high": 2, "standard": 1}
    assert top.oldest == top.oldest_child == old


def test_an_empty_queue_is_all_noughts(desk: Desk) -> None:
    top = desk.read(lambda session: queue.top_line(session, clock.now()))
    assert (top.waiting, top.oldest, top.by_level) == (0, None, {})
