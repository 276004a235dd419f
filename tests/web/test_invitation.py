"""The first passphrase, by a one-time code."""

from firsthand.identity import invitations
from support.staff import PASSPHRASE, Partnership, Person


def invited(partnership: Partnership, manager: Person) -> tuple[Person, str]:
    who = partnership.appoint()
    return who, partnership.write(lambda session: invitations.reset(session, who.id, by=manager.id))


def test_the_first_sign_in_sets_the_passphrase_by_a_code(partnership: Partnership) -> None:
    manager, browser = partnership.appoint("manager"), partnership.browser()
    who, code = invited(partnership, manager)
    typed = {"email": who.email, "password": PASSPHRASE, "code": code.lower().replace("-", " ")}
    assert browser.post("/api/v1/session", json=typed).status_code == 204
    again = partnership.browser().post("/api/v1/session", json=typed)
    assert again.status_code == 204, "an answer that was lost can be asked for again"
    other = typed | {"password": "another five words entirely"}
    assert partnership.browser().post("/api/v1/session", json=other).json()["code"] == "wrong-code"


def test_a_weak_passphrase_is_refused_with_its_reason_and_the_code_still_works(partnership: Partnership) -> None:
    who, code = invited(partnership, partnership.appoint("manager"))
    typed = {"email": who.email, "code": code}
    weak = partnership.browser().post("/api/v1/invitation", json=typed | {"password": "passwordpassword"})
    assert weak.status_code == 422
    assert weak.json()["errors"][0]["field"] == "password"
    good = partnership.browser().post("/api/v1/invitation", json=typed | {"password": PASSPHRASE})
    assert good.status_code == 204
    assert "set-cookie" not in good.headers
    assert partnership.browser().sign_in(who).status_code == 204


def test_guessing_a_code_is_slowed(partnership: Partnership) -> None:
    who, _ = invited(partnership, partnership.appoint("manager"))
    guess = {"email": who.email, "password": PASSPHRASE, "code": "0000-0000-0000"}
    answers = [partnership.browser().post("/api/v1/invitation", json=guess) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429]
