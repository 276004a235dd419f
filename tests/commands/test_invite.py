import re

import pytest

from firsthand.base import databases
from firsthand.base.keyring import Keyring, KeyringMissing
from firsthand.commands import keys, practitioners
from firsthand.commands.keys import KeyringExists
from firsthand.commands.practitioners import NotInvited
from firsthand.identity import invitations
from firsthand.identity.practitioners import by_email

FIRST = {
    "name": "Slate Example",
    "email": "Slate@firsthand.example",
    "agency": "Invented Referral Unit",
    "kind": "referral_unit",
    "role": "manager",
}


def code_in(said):
    return re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", said)[0]


def accept(settings, code):
    database = databases.opened(settings)
    try:
        return database.writes.run_sync(lambda s: invitations.accept(s, "slate@firsthand.example", code, "a hash"))
    finally:
        database.close()


def test_the_first_manager_gets_a_code_that_works(settings):
    code = code_in(practitioners.invite(settings, **FIRST))
    person = accept(settings, code)
    assert (person.name, person.role) == ("Slate Example", "manager")


def test_inviting_again_is_the_way_back_in(settings):
    first = code_in(practitioners.invite(settings, **FIRST))
    accept(settings, first)
    second = code_in(practitioners.invite(settings, **FIRST))
    database = databases.opened(settings)
    person = database.reads.run_sync(lambda session: by_email(session, "slate@firsthand.example"))
    database.close()
    assert person.passphrase_hash is None
    assert accept(settings, second).id == person.id


def test_what_was_wrong_is_said(settings):
    with pytest.raises(NotInvited, match="email: Enter an e-mail"):
        practitioners.invite(settings, **FIRST | {"email": "slate"})


def test_without_keys_it_says_how_to_make_them(settings):
    settings.keyring_file.unlink()
    with pytest.raises(KeyringMissing, match="firsthand keys make"):
        practitioners.invite(settings, **FIRST)


def test_keys_are_made_once(settings):
    settings.keyring_file.unlink()
    assert str(settings.keyring_file) in keys.make(settings)
    assert settings.keyring_file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(KeyringExists, match="keys rotate"):
        keys.make(settings)


def test_rotating_keeps_every_earlier_key(settings):
    before = Keyring.read(settings.keyring_file)
    keys.rotate(settings)
    after = Keyring.read(settings.keyring_file)
    assert after.sealing[1:] == before.sealing
    assert (after.data, after.lookup, after.receipt) == (before.data, before.lookup, before.receipt)
