"""Taking, grading, deciding, closing and reopening by the page's own forms."""

from html import unescape

import httpx
import pytest

from support.client import Client
from support.unit import Unit, submit, victim

DONE = 303


def refused(answer: httpx.Response, said: str) -> str:
    assert answer.status_code == 422, answer.text
    page = unescape(answer.text)
    assert "There is a problem" in page
    assert said in page
    return page


def follow(who: Client, path: str) -> str:
    return unescape(who.http.get(path).raise_for_status().text)


def test_a_referral_goes_from_grading_to_closed_and_back(unit: Unit):
    path, who = unit.sent(), unit.at_desk()
    assert submit(who, f"{path}/gradings", level="high", reason="strangled twice").status_code == DONE
    assert "Next: decide" in follow(who, path)
    assert submit(who, f"{path}/decisions", outcome="marac", reason="serious harm is near").status_code == DONE
    assert submit(who, f"{path}/closure").status_code == DONE
    assert "This referral is closed" in follow(who, path)
    assert submit(who, f"{path}/reopenings", reopen_reason="he is out on bail").status_code == DONE
    page = follow(who, path)
    assert "Next: grade it" in page
    for said in ("strangled twice", "serious harm is near", "he is out on bail", "Refer to MARAC"):
        assert said in page


@pytest.mark.parametrize(
    ("act", "typed", "said"),
    [
        ("gradings", {"level": "", "reason": "half a thought"}, "Choose standard, medium or high."),
        ("gradings", {"level": "high", "reason": " "}, "Write your reason"),
    ],
)
def test_an_error_keeps_what_was_typed_and_names_the_field(unit: Unit, act: str, typed: dict[str, str], said: str):
    page = refused(submit(unit.at_desk(), f"{unit.sent()}/{act}", **typed), said)
    assert ">half a thought</textarea>" in page or 'value="high" checked' in page


def test_what_a_colleague_did_meanwhile_is_said_and_what_was_typed_is_kept(unit: Unit):
    path, first, second = unit.sent(), unit.at_desk(), unit.at_desk()
    submit(first, f"{path}/holder", act="take")
    page = refused(
        submit(second, f"{path}/gradings", level="high", reason="my reason"), "A colleague holds this referral."
    )
    assert '<blockquote class="app-kept">my reason</blockquote>' in page


def test_deciding_before_grading_is_refused_and_keeps_the_reason(unit: Unit):
    answer = submit(unit.at_desk(), f"{unit.sent()}/decisions", outcome="notify", reason="everyone must know")
    assert "everyone must know" in refused(answer, "Grade this referral before you decide.")


def test_lowering_takes_a_second_person(unit: Unit):
    path, first, second = unit.sent(), unit.at_desk(), unit.at_desk("supervisor")
    submit(first, f"{path}/gradings", level="standard", reason="a mistake in the form")
    page = follow(first, path)
    assert "It waits for a second person." in page
    assert "Agree to the lower level" not in page
    form = follow(second, path).split('action="')
    second_path = next(each.split('"')[0] for each in form if each.split('"')[0].endswith("/second"))
    assert submit(first, second_path, answer="confirm", second_reason="I said so").status_code == 422
    refused(submit(second, second_path, answer="confirm", second_reason=""), "Write your reason")
    assert submit(second, second_path, answer="confirm", second_reason="seen the video").status_code == DONE
    assert "graded; the answers alone say: Not established" in follow(second, path)


def test_a_supervisor_takes_over_and_releases(unit: Unit):
    path, assessor, supervisor = unit.sent(), unit.at_desk(), unit.at_desk("supervisor")
    submit(assessor, f"{path}/holder", act="take")
    assert submit(supervisor, f"{path}/holder", act="take").status_code == DONE
    assert submit(supervisor, f"{path}/holder", act="release").status_code == DONE
    assert "held by nobody" in follow(assessor, path)


def test_reasons_stay_words(unit: Unit):
    path, who = unit.sent(circumstances={"people": [victim()]}), unit.at_desk()
    submit(who, f"{path}/gradings", level="high", reason="<script>alert(1)</script>")
    assert "<script>alert(1)" not in who.http.get(path).text


def test_an_act_without_its_token_is_refused(unit: Unit):
    path, who = unit.sent(), unit.at_desk()
    who.csrf = "0" * 64
    assert submit(who, f"{path}/holder", act="take").status_code == 403
