"""Where each role begins, what it may not see, and the top line."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.base import ids
from firsthand.web import desk
from support.unit import Unit, submit

OF_THE_UNIT = ("/referrals", "/referrals/rows", "/referrals/changes", "/desk/pressing")


@pytest.mark.parametrize(
    ("role", "page"),
    [("assessor", "/referrals"), ("supervisor", "/referrals"), ("manager", "/practitioners"), ("practitioner", "/")],
)
def test_each_role_is_led_to_its_page(unit: Unit, role: str, page: str):
    answer = unit.at_desk(role).http.get("/desk", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, page)


def test_a_partner_is_told_that_nothing_is_shared_yet(unit: Unit):
    page = unit.at_desk("partner").http.get("/desk")
    assert page.status_code == 200
    assert "Nothing is shared with your agency yet" in page.text


@pytest.mark.parametrize("role", ["partner", "manager", "practitioner"])
def test_nobody_else_sees_any_of_it(unit: Unit, role: str):
    path, who = unit.sent(), unit.at_desk(role)
    for page in (*OF_THE_UNIT, path, path + "/print", path + "/changes?since=0"):
        refused = who.http.get(page)
        assert refused.status_code == 403, page
        assert "Your role does not allow this." in refused.text
    for act in ("holder", "gradings", f"gradings/{ids.new()}/second", "decisions", "closure", "reopenings"):
        assert submit(who, f"{path}/{act}").status_code == 403


def test_a_stranger_is_sent_to_sign_in(unit: Unit):
    answer = unit.service.stranger().get(f"/referrals/{ids.new()}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in#sign-in")


@pytest.mark.parametrize("page", ["/referrals", "/account", "REFERRAL"])
def test_the_top_line_stands_on_every_page_of_the_desk(unit: Unit, page: str):
    path = unit.sent()
    shown = unit.at_desk().http.get(path if page == "REFERRAL" else page).text
    for said in ("Oldest unassessed", "Will be late today", "Mine", "Needs attention"):
        assert said in shown


def test_mine_counts_what_i_hold(unit: Unit):
    path, who = unit.sent(), unit.at_desk()
    submit(who, f"{path}/holder", act="take")
    assert "Mine <b>1</b>" in who.http.get("/desk/pressing").text


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), timedelta(minutes=30)),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), timedelta(hours=25)),
        (datetime(2026, 3, 29, 0, 0, tzinfo=UTC), timedelta(hours=23)),
    ],
)
def test_today_ends_at_midnight_on_the_wall(now: datetime, left: timedelta):
    assert desk.until_midnight(now, "Europe/London") == left
