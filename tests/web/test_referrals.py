"""The queue and the page of one referral, as a browser gets them."""

import re
from typing import Any

import pytest
from sqlmodel import col, select

from firsthand.audit.tables import AuditEntry
from firsthand.base import ids
from firsthand.intake import sealing
from support.unit import Unit, child, victim

HOSTILE = "<script>alert(1)</script> 100% %(x)s"
WORDS = {
    "words": "Boję się, jak krzyczy",
    "prompt": "What is it like at home?",
    "language": "pl",
    "english": "I fear it",
}


def opened(unit: Unit, path: str) -> str:
    return unit.reader.http.get(path).raise_for_status().text


def yes(*questions: str, **more: Any) -> dict[str, Any]:
    return {question: {"value": "yes", "source": "victim", **more} for question in questions}


def test_the_queue_says_level_reasons_age_and_who_holds_it(unit: Unit):
    unit.sent(answers=yes("injured_now"))
    rows = unit.queue()
    for said in ("Not established", "Not enough was answered: 1 yes", "left", "Grading", "Nobody"):
        assert said in rows


def test_what_is_due_first_stands_first_in_pages_of_25(unit: Unit):
    phone = unit.service.phone()
    sent = [unit.sent(phone, answers=yes("frightened")) for _ in range(27)]
    first = opened(unit, "/referrals")
    assert len(re.findall(r'<tr id="r-', first)) == 25
    following = re.search(r'href="(/referrals\?after=[^"]+)" rel="next"', first)
    assert following
    rest = opened(unit, following[1].replace("&amp;", "&"))
    assert 'href="/referrals">First page</a>' in rest
    listed = [path for page in (first, rest) for path in re.findall(r'id="a-[^"]+" href="([^"]+)"', page)]
    assert len(listed) == len(set(listed))
    assert [path for path in listed if path in sent] == sent


def test_each_row_says_why_it_stands_there(unit: Unit):
    unit.sent()
    tips = re.findall(r'aria-describedby="(y-[^"]+)"', opened(unit, "/referrals"))
    assert tips
    assert "What is due first stands first." in opened(unit, "/referrals")


def test_mine_is_what_i_hold_and_nothing_says_so(unit: Unit):
    mine = opened(unit, "/referrals?only=mine")
    assert "You hold nothing that waits." in mine


@pytest.mark.parametrize("after", ["x", "12~x", "9" * 40 + "~" + "018f0000-0000-7000-8000-00000000000a"])
def test_a_page_that_nobody_was_sent_to_is_refused(unit: Unit, after: str):
    assert unit.at_desk().http.get("/referrals", params={"after": after}).status_code == 400


def test_the_childs_words_come_first_in_both_languages(unit: Unit):
    robin = child()
    answers = {"said": {"value": [WORDS]}, "seen": {"value": "yes"}}
    path = unit.sent(
        about={"form": "child_voice"}, subject=robin["id"], circumstances={"people": [robin]}, answers=words_in(answers)
    )
    page = opened(unit, path)
    order = [page.index(said) for said in ("What is it like at home?", "Boję się", "I fear it", 'id="why"')]
    assert order == sorted(order)
    assert 'lang="pl" dir="ltr">“Boję się' in page


def words_in(answers: dict[str, Any]) -> dict[str, Any]:
    """The words under the question of the published form that takes exact words."""
    from firsthand.forms.library import Library

    form = Library.load().current("child_voice")
    question = next(each.id for each in form.questions.values() if each.kind == "exact_words")
    return {question: answers.pop("said"), **answers}


def test_what_was_said_stands_before_what_was_denied(unit: Unit):
    answers = yes("frightened", note="since the spring") | {"injured_now": {"value": "no"}}
    page = opened(unit, unit.sent(answers=answers))
    assert page.index("since the spring") < page.index("Did you get hurt this time?")
    assert "No (1)" in page


def test_what_a_baby_did_not_do_is_told_like_what_it_did(unit: Unit):
    robin = child()
    answers = {"gaze": {"value": "not_seen"}, "seen": {"value": "no"}, "feeds": {"value": "cant_say"}}
    page = opened(
        unit,
        unit.sent(
            about={"form": "child_voice", "form_version": "2026.2"},
            subject=robin["id"],
            circumstances={"people": [robin]},
            answers=answers,
        ),
    )
    for said in ("<b><bdi>Not seen</bdi></b>", "<b><bdi>No</bdi></b>", "say (1)"):
        assert said in page


def test_an_adults_words_do_not_stand_as_a_childs(unit: Unit):
    answers = {"hurt": {"value": "yes"}, "words_used": {"value": [WORDS]}}
    about = {"form": "routine_enquiry", "form_version": "2026.1"}
    page = opened(
        unit, unit.sent(about=about, circumstances={"kind": "enquiry", "people": [victim()]}, answers=answers)
    )
    assert page.index("Others, in their own words") < page.index("Boję się")


def test_a_plan_of_a_child_is_no_record_of_its_voice(unit: Unit):
    robin = child(no_record_reason="asleep at her aunt’s")
    about = {"form": "safety_plan", "form_version": "2026.1"}
    page = opened(unit, unit.sent(about=about, subject=robin["id"], circumstances={"people": [robin]}))
    assert "asleep at her aunt’s" in page


def test_acts_that_answers_called_for_are_said_with_their_reason(unit: Unit):
    answers = yes("strangled") | {
        "medical_check": {"value": "not_done"},
        "medical_check_why": {"value": "She wants to wait"},
    }
    page = opened(unit, unit.sent(answers=answers))
    assert page.index("What was done at once") < page.index("She wants to wait")


def test_a_child_without_a_record_and_an_unfinished_form_are_named_with_the_reason(unit: Unit):
    people = [victim(), child(no_record_reason="asleep at her aunt’s")]
    path = unit.sent(circumstances={"people": people}, unfinished={"reason": "he came back"})
    page = opened(unit, path)
    assert "this child’s voice was not recorded." in page
    assert "asleep at her aunt’s" in page
    assert "he came back" in page


def test_two_accounts_of_a_person_are_both_shown(unit: Unit):
    phone, encounter, same = unit.service.phone(), str(ids.new()), str(ids.new())
    for name in ("Anna", "Hanna"):
        people = [victim(id=same, given_name=name)]
        path = unit.sent(phone, encounter=encounter, circumstances={"people": people})
    page = opened(unit, path)
    assert "Accounts differ:" in page
    assert "<bdi>“Anna”</bdi>, <bdi>“Hanna”</bdi>" in page


def test_what_a_later_submission_leaves_out_of_a_person_stands_until_it_is_corrected(unit: Unit):
    phone, encounter, same = unit.service.phone(), str(ids.new()), str(ids.new())
    first = str(ids.new())
    safe = {"how": "text", "number": "07700 900111"}
    for about, told in (({"id": first}, {"safe_contact": safe}), ({}, {"school": "Invented Primary"})):
        path = unit.sent(phone, encounter=encounter, about=about, circumstances={"people": [victim(id=same, **told)]})
    page = opened(unit, path)
    assert "Invented Primary" in page
    assert "07700 900111" in page
    unit.sent(phone, encounter=encounter, about={"amends": first}, circumstances={"people": [victim(id=same)]})
    assert "07700 900111" not in opened(unit, path)


def test_a_safe_contact_is_never_replaced_without_a_word(unit: Unit):
    phone, encounter, same = unit.service.phone(), str(ids.new()), str(ids.new())
    first = {"number": "07700 900111", "never": "after six"}
    for safe in (first, {"number": "07700 900999"}):
        people = [victim(id=same, safe_contact=safe)]
        path = unit.sent(phone, encounter=encounter, circumstances={"people": people})
    page = opened(unit, path)
    assert "after six" in page.split("Accounts differ:")[0]
    assert "<bdi>“07700 900111, after six”</bdi>, <bdi>“07700 900999”</bdi>" in page


def test_a_guest_who_says_less_of_a_person_gives_no_other_account(unit: Unit):
    phone, encounter, same = unit.service.phone(), str(ids.new()), str(ids.new())
    for told in ({"phones": ["07700 900111"]}, {}, {"given_name": "Hanna"}):
        people = [victim(id=same, **told)]
        path = unit.sent(phone, encounter=encounter, circumstances={"kind": "meeting", "people": people})
        assert ("described differently" in opened(unit, path)) == ("given_name" in told)


def test_hostile_words_stay_words_in_every_field(unit: Unit):
    robin = child(no_record_reason=HOSTILE, school=HOSTILE)
    mother = victim(
        given_name=HOSTILE,
        relationship=HOSTILE,
        gp=HOSTILE,
        phones=[HOSTILE],
        safe_contact={"how": HOSTILE, "never": HOSTILE},
    )
    circumstances = {
        "people": [mother, robin],
        "place": {"lines": [HOSTILE], "postcode": HOSTILE},
        "asking": {"alone": "no", "note": HOSTILE, "interpreter": {"mode": HOSTILE, "id": HOSTILE}},
        "worker_safety": {"warnings": ["dog", HOSTILE], "note": HOSTILE},
    }
    answers = yes("frightened", note=HOSTILE) | {
        "fear_why": {"value": HOSTILE},
        HOSTILE: {"value": HOSTILE, "note": HOSTILE},
    }
    path = unit.sent(circumstances=circumstances, answers=answers, unfinished={"reason": HOSTILE})
    for page in (opened(unit, path), opened(unit, path + "/print")):
        assert "<script>alert" not in page
        assert page.count("&lt;script&gt;") > 10


def test_a_forged_record_is_attributed_to_nobody(unit: Unit):
    phone, stranger = unit.service.phone(), unit.service.phone()
    about = phone.about()
    forged = sealing.seal(phone.payload(about, answers=yes("frightened")), stranger.key, phone.sealing_key())
    phone.deliver(forged)
    unit.service.settled()
    path = next(path for path in re.findall(r'href="(/referrals/[^"]+)"', only_apart(unit)))
    page = opened(unit, path)
    assert "attributed to nobody" in page
    assert "Claims to be from" in page
    assert "Nobody could be linked" in page


def only_apart(unit: Unit) -> str:
    rows = unit.queue("/referrals?only=attention")
    return next(row for row in rows.split("<tr") if "Not verified" in row)


def test_every_look_is_written_down_with_who_looked(unit: Unit):
    path, assessor = unit.sent(), unit.at_desk()
    for page in (path, path + "/print"):
        assessor.http.get(page).raise_for_status()
    query = select(AuditEntry.actor).where(
        AuditEntry.action == "referral.viewed", col(AuditEntry.actor) == assessor.practitioner
    )
    assert len(unit.service.read(lambda session: session.exec(query).all())) == 2


def test_a_print_says_what_it_is_and_who_printed_it(unit: Unit):
    path, assessor = unit.sent(answers={"injured_now": {"value": "no"}}), unit.at_desk()
    page = assessor.http.get(path + "/print").text
    assert re.search(r"FH-\w{4}-\w{4}</strong>", page)
    assert "printed by" in page
    assert "<details" not in page
    assert "<form" not in page
