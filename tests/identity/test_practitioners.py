import pytest

from firsthand.base import clock, ids
from firsthand.base.problems import Problem
from firsthand.identity import author_keys, devices, practitioners, rules
from firsthand.identity.rules import Role, Status
from support.staff import public


def test_the_last_active_manager_stays(identity):
    first = identity.active("slate@firsthand.example", "manager")
    second = identity.active("flint@firsthand.example", "manager")
    outsider = ids.new()
    identity.write(lambda session: practitioners.deactivate(session, first, by=second))
    for leave in (
        lambda session: practitioners.deactivate(session, second, by=outsider),
        lambda session: practitioners.change_role(session, second, "assessor", by=outsider),
    ):
        with pytest.raises(Problem) as refused:
            identity.write(leave)
        assert refused.value.detail == rules.LAST_MANAGER.sentence


def test_a_role_of_the_same_name_changes_nothing(identity):
    person, boss = identity.active(), identity.active("slate@firsthand.example", "manager")
    identity.write(lambda session: practitioners.change_role(session, person, Role.PRACTITIONER, by=boss))
    assert identity.read(lambda session: practitioners.find(session, person)).role == Role.PRACTITIONER


def test_reactivated_without_a_passphrase_somebody_still_waits_for_a_code(identity):
    boss = identity.active("slate@firsthand.example", "manager")
    person, _ = identity.invited()
    identity.write(lambda session: practitioners.deactivate(session, person, by=boss))
    identity.write(lambda session: practitioners.reactivate(session, person, by=boss))
    assert identity.read(lambda session: practitioners.find(session, person)).status == Status.INVITED


def test_names_are_found_by_id_and_unknown_ones_left_out(identity):
    person = identity.active()
    found = identity.read(lambda session: practitioners.names(session, [person, ids.new()]))
    assert found == {person: "Quill Example"}


def enrolled(identity, person, key=None):
    def work(session):
        device, token = devices.enrol(session, person, "A phone", key or public(), installation=None, cookie=None)
        return device.author_key_id, device.id, token

    return identity.write(work)


def test_the_registry_knows_whose_a_key_is(identity):
    person = identity.active()
    key = public()
    key_id, device, _ = enrolled(identity, person, key)
    found = identity.read(lambda session: author_keys.find(session, key_id))
    assert (found.practitioner, found.device, found.jwk, found.agency) == (person, device, key, identity.agency)
    assert identity.read(lambda session: author_keys.find(session, "unknown")) is None


def test_the_registry_knows_since_when_a_key_is_revoked(identity):
    person = identity.active()
    key_id, device, _ = enrolled(identity, person)
    before = clock.now()
    identity.write(lambda session: devices.revoke(session, person, device, by=person))
    found = identity.read(lambda session: author_keys.find(session, key_id))
    assert before <= found.revoked_at <= clock.now()
    assert found.active


def test_the_key_of_somebody_deactivated_stands_for_nobody(identity):
    person, boss = identity.active(), identity.active("slate@firsthand.example", "manager")
    key_id, _, _ = enrolled(identity, person)
    identity.write(lambda session: practitioners.deactivate(session, person, by=boss))
    found = identity.read(lambda session: author_keys.find(session, key_id))
    assert (found.revoked_at, found.active) == (None, False)
