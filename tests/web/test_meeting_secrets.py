"""Before the reveal nobody but its author gets at a score: everything that anybody can ask for is searched for it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import SQLModel

from firsthand.base import ids
from support.client import Client
from support.meetings import Round, call
from support.unit import Unit, child, victim

WORDS = "heliotrope", "quincunx"
"""In the reason and in another answer."""
ROLES = "assessor", "supervisor", "partner", "manager", "practitioner"
PATHS = "/desk", "/referrals", "/referrals/rows", "/desk/pressing", "/audit", "/practitioners", "/agencies"
PATHS += "/submissions", "/account", "/api/v1/notices", "/api/v1/session"
ALICE = victim(given_name="Alice", family_name="Invented", date_of_birth="1990-05-05", nhs_number="9990000026")


@pytest.fixture
def round_(unit: Unit) -> Round:
    return Round(unit.service, people=[ALICE])


def scored(round_: Round, who: Client, score: int, padding: int = 0) -> str:
    """Its id; sent again in another envelope, and corrected, as a phone may."""
    first = str(ids.new())
    said = {"score": {"value": score}, "score_why": {"value": WORDS[0] * (1 + padding)}, "harm": {"value": WORDS[1]}}
    round_.send(who, score, answers=said, about={"id": first})
    round_.send(who, score, answers=said, about={"id": str(ids.new()), "amends": first})
    return first


def at_desk_already(unit: Unit, round_: Round) -> str:
    """The chair's risk assessment of the same encounter, and its referral."""
    about = {"id": str(ids.new()), "encounter": round_.encounter}
    said = round_.circumstances | {"kind": "incident", "meeting": round_.id}
    round_.chair.deliver(round_.chair.envelope(round_.chair.about(**about), encounter=said))
    unit.service.settled()
    return unit.path_of(round_.chair, about["id"])


def everything(unit: Unit, round_: Round, referral: str, submission: str) -> Iterator[tuple[str, Client, str]]:
    """What everybody but its author is answered: who, and where."""
    member, asking = round_.member(), unit.at_desk("practitioner")
    round_.ask(asking)
    others = [(role, unit.at_desk(role)) for role in ROLES]
    for name, who in (("chair", round_.chair), ("member", member), ("asking", asking), *others):
        app = {"HX-Request": "true", "X-Vault-Owner": str(who.practitioner)}
        sent = f"/submissions/{submission}", f"/api/v1/submissions/{submission}"
        for path in (*PATHS, referral, f"{referral}/print", *sent, f"/api/v1/meetings/{round_.id}"):
            yield f"{name} {path}", who, who.http.get(path, headers=app, follow_redirects=True).text
        yield f"{name} board", who, round_.page(who).text
        for act in ("reveal", "abstention"):
            if who is not round_.chair:
                yield f"{name} {act}", who, round_.act(act, who).text
        people = {"people": [ALICE], "encounter": round_.encounter}
        yield f"{name} histories", who, call(who, "POST", "/api/v1/histories", json=people).text


def test_nobody_but_its_author_gets_at_a_score(unit: Unit, round_: Round):
    referral = at_desk_already(unit, round_)
    author = round_.member()
    submission = scored(round_, author, 9)
    asked = list(everything(unit, round_, referral, submission))
    assert len(asked) > 100
    leaks = [where for where, _, text in asked if any(word in text for word in WORDS) or "9 / 10" in text]
    assert not leaks
    assert all(each in own(author, submission) for each in (*WORDS, "9 / 10"))


def own(author: Client, submission: str) -> str:
    headers = {"HX-Request": "true", "X-Vault-Owner": str(author.practitioner)}
    listed = author.http.get("/submissions", headers=headers).text
    assert listed.count(f"/submissions/{submission}") == 1 and "Held until the reveal" in listed
    return author.http.get(f"/submissions/{submission}", headers=headers).text


def test_no_page_that_a_referral_leads_to_has_one(unit: Unit):
    """That of a child among them."""
    round_ = Round(unit.service, people=[ALICE, child()])
    referral = at_desk_already(unit, round_)
    scored(round_, round_.member(), 9)
    page = unit.reader.http.get(referral).text
    led = {path for path in re.findall(r'href="(/[^"#?]+)"', page) if not path.startswith("/static")}
    assert any(path.startswith("/children/") for path in led)
    assert not [path for path in led if any(word in unit.reader.http.get(path).text for word in WORDS)]


def test_whatever_the_score_the_answers_are_as_long(unit: Unit):
    lengths: list[list[int]] = []
    for score, padding in ((0, 0), (10, 300)):
        round_ = Round(unit.service, people=[ALICE])
        author = round_.member()
        submission = scored(round_, author, score, padding)
        answers: list[Any] = [round_.page(round_.chair), round_.seen(round_.chair), author.status(submission)]
        lengths.append([len(each.content) for each in answers])
    assert lengths[0] == lengths[1]


def test_what_is_stored_in_clear_says_nothing_of_it(unit: Unit, round_: Round):
    submission = scored(round_, round_.member(), 9)

    def stored(session: Any) -> str:
        read = session.connection().exec_driver_sql
        return "".join(repr(read(f"SELECT * FROM {table}").all()) for table in SQLModel.metadata.tables)

    found = unit.service.read(stored)
    assert submission.replace("-", "") in found.replace("-", "")
    assert not any(word in found for word in WORDS)


def test_the_courier_who_brought_it_is_told_that_it_arrived(unit: Unit, round_: Round):
    author, courier = round_.member(), unit.service.phone()
    sealed = round_.sealed(author, 9, WORDS[0])
    (result,) = courier.deliver(sealed)
    unit.service.settled()
    assert courier.status(result["id"]).json() == {"status": "received"}
    told = author.status(result["id"]).json()
    assert (told["status"], told["stage"]) == ("received", None)


def test_after_the_reveal_everybody_in_the_meeting_and_the_desk_gets_at_it(unit: Unit, round_: Round):
    """So that what is searched above could be found."""
    referral, author = at_desk_already(unit, round_), round_.member()
    scored(round_, author, 9)
    round_.act("abstention")
    round_.send(round_.member(), 2)
    round_.reveal()
    unit.service.settled()
    for text in (unit.reader.http.get(referral).text, unit.reader.http.get(f"{referral}/print").text):
        assert all(word in text for word in WORDS) and "9 / 10" in text
    assert WORDS[0] in round_.board(round_.chair) and WORDS[1] not in round_.board(round_.chair)
