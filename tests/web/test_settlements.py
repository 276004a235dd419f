"""The form by which the desk says which of two records stands."""

import re
from html import unescape

from firsthand.base import ids
from support.unit import Unit, submit

CHOICE = re.compile(r'name="stands" type="radio" value="([0-9a-f-]{36})"')


def conflict(unit: Unit) -> tuple[str, str]:
    """The path of a referral with two records under one id, and that id."""
    phone, encounter, submission = unit.service.phone(), str(ids.new()), str(ids.new())
    for answer in ("yes", "no"):
        answers = {"injured_now": {"value": answer}}
        path = unit.sent(phone, encounter=encounter, about={"id": submission}, answers=answers)
    return path, submission


def test_the_page_asks_which_one_stands_until_somebody_has_said(unit: Unit) -> None:
    (path, submission), who = conflict(unit), unit.at_desk()
    choices = CHOICE.findall(who.http.get(path).text)
    assert len(choices) == 2
    typed = {"submission": submission, "stands": choices[0], "stands_reason": "the phone was dropped"}
    assert submit(who, f"{path}/settlements", **typed).status_code == 303
    page = unescape(who.http.get(path).text)
    assert "the desk decided that this one stands" in page
    assert "the desk decided that the other one stands" in page
    assert not CHOICE.search(page)


def test_an_error_keeps_what_was_typed(unit: Unit) -> None:
    (path, submission), who = conflict(unit), unit.at_desk()
    answer = submit(who, f"{path}/settlements", submission=submission, stands="", stands_reason="half a thought")
    assert answer.status_code == 422
    assert ">half a thought</textarea>" in answer.text
    assert 'href="#stands"' in answer.text
    assert 'id="stands"' in answer.text


def test_only_the_desk_decides(unit: Unit) -> None:
    path, submission = conflict(unit)
    practitioner = unit.service.signed_in()
    typed = {"submission": submission, "stands": "all", "stands_reason": "mine"}
    assert submit(practitioner, f"{path}/settlements", **typed).status_code == 403
