from datetime import timedelta

import pytest
from sqlmodel import select

from firsthand.base import clock
from firsthand.base.problems import Problem
from firsthand.identity import invitations, practitioners
from firsthand.identity.rules import Status
from firsthand.identity.tables import Invitation

EMAIL = "quill@firsthand.example"


def accept(identity, code, email=EMAIL):
    return identity.write(lambda session: invitations.accept(session, email, code, "a hash"))


def wrong(identity, code, email=EMAIL):
    with pytest.raises(Problem) as problem:
        accept(identity, code, email)
    return problem.value.code == "wrong-code"


def test_a_code_makes_its_practitioner_active(identity):
    _, code = identity.invited()
    assert accept(identity, code).status == Status.ACTIVE


def test_a_code_works_once(identity):
    _, code = identity.invited()
    accept(identity, code)
    assert wrong(identity, code)


def test_a_code_is_read_as_people_write_it(identity):
    _, code = identity.invited()
    typed = code.replace("0", "o").replace("1", "l").replace("-", " ").lower()
    assert accept(identity, typed)


def test_a_code_lives_seventy_two_hours(identity):
    _, code = identity.invited()
    with clock.shifted(timedelta(hours=72, seconds=1)):
        assert wrong(identity, code)
    with clock.shifted(timedelta(hours=71)):
        assert accept(identity, code)


def test_a_code_is_good_for_nobody_else(identity):
    _, code = identity.invited()
    identity.invited("teal@firsthand.example")
    assert wrong(identity, code, "teal@firsthand.example")
    assert wrong(identity, code, "nobody@firsthand.example")


def test_a_new_code_ends_the_one_before(identity):
    person, first = identity.invited()
    second = identity.write(lambda session: invitations.repeat(session, person, by=person))
    assert wrong(identity, first)
    assert accept(identity, second)


def test_a_code_of_somebody_deactivated_is_good_for_nothing(identity):
    boss = identity.active("slate@firsthand.example", "manager")
    person, code = identity.invited()
    identity.write(lambda session: practitioners.deactivate(session, person, by=boss))
    assert wrong(identity, code)


def test_no_code_is_kept_in_clear(identity):
    _, code = identity.invited()
    (kept,) = identity.read(lambda session: session.exec(select(Invitation)).all())
    assert code.replace("-", "") not in str(kept)
    assert len(kept.code_hash) == 64


def test_a_reset_forgets_the_passphrase(identity):
    person = identity.active()
    code = identity.write(lambda session: invitations.reset(session, person, by=None))
    found = identity.read(lambda session: practitioners.find(session, person))
    assert (found.passphrase_hash, found.status) == (None, Status.INVITED)
    assert accept(identity, code)
