"""Enrolling a device, and what is kept for the day its passphrase is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from joserfc.jwk import ECKey
from sqlmodel import col, select

from firsthand.audit.tables import AuditEntry
from firsthand.base import clock
from firsthand.identity import devices, relays, words
from firsthand.identity.tables import Device
from firsthand.intake import sealing
from support.databases import stored
from support.staff import OURS, Browser, Partnership, public


def enrolled(partnership: Partnership) -> Browser:
    browser = partnership.browser(partnership.appoint())
    assert browser.enrol().status_code == 201
    return browser


def test_enrolling_answers_with_the_key_id_and_the_device_cookie(partnership: Partnership) -> None:
    key = public()
    answer = partnership.browser(partnership.appoint()).enrol(key=key)
    assert answer.status_code == 201
    assert set(answer.json()) == {"device", "author_key_id"}
    assert answer.json()["author_key_id"] == ECKey.import_key(key).thumbprint()
    assert answer.headers["set-cookie"].startswith("firsthand-device=")
    assert {"HttpOnly", "SameSite=strict"} <= set(answer.headers["set-cookie"].split("; "))


def test_the_same_key_by_the_same_author_answers_as_before(partnership: Partnership) -> None:
    browser, key = partnership.browser(partnership.appoint()), public()
    first, second = browser.enrol(key=key), browser.enrol("Another name", key)
    assert (first.status_code, first.json()) == (second.status_code, second.json())


def test_a_key_of_somebody_else_is_refused(partnership: Partnership) -> None:
    key = public()
    partnership.browser(partnership.appoint()).enrol(key=key)
    answer = partnership.browser(partnership.appoint()).enrol(key=key)
    assert (answer.status_code, answer.json()["code"]) == (409, "key-registered")


def test_a_revoked_key_is_never_registered_again(partnership: Partnership) -> None:
    who, key = partnership.appoint(), public()
    browser = partnership.browser(who)
    device = browser.enrol(key=key).json()["device"]
    assert browser.submit(f"/account/devices/{device}/revocation").status_code == 303
    again = partnership.browser(who)
    assert again.enrol(key=key).json()["code"] == "key-registered"


def test_enrolling_needs_a_fresh_sign_in(partnership: Partnership) -> None:
    browser = partnership.browser(partnership.appoint())
    with clock.shifted(timedelta(minutes=9)):
        assert browser.enrol().status_code == 201
    with clock.shifted(timedelta(minutes=10, seconds=1)):
        answer = browser.enrol()
        assert (answer.status_code, answer.json()["code"]) == (403, "sign-in-again")


def test_a_key_of_before_answers_as_before_only_after_a_fresh_sign_in_too(partnership: Partnership) -> None:
    browser, key = partnership.browser(partnership.appoint()), public()
    browser.enrol(key=key)
    with clock.shifted(timedelta(minutes=11)):
        assert browser.enrol(key=key).json()["code"] == "sign-in-again"


def bad_keys() -> list[dict[str, object]]:
    good = public()
    return [
        {},
        sealing.author_key(),
        good | {"d": "AAAA"},
        good | {"crv": "P-384"},
        good | {"kty": "RSA"},
        good | {"x": "not base64 url!"},
        good | {"x": "", "y": ""},
        good | {"x": good["y"], "y": good["x"]},
        good | {"x": 5},
    ]


@pytest.mark.parametrize("place", range(9))
def test_only_the_public_half_of_a_p256_key_is_taken(partnership: Partnership, place: int) -> None:
    browser = partnership.browser(partnership.appoint())
    body = {"name": "A phone", "author_key": bad_keys()[place]}
    answer = browser.send("POST", "/api/v1/devices", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-key")


def test_a_device_needs_a_name(partnership: Partnership) -> None:
    browser = partnership.browser(partnership.appoint())
    answer = browser.enrol("   ")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "name"


def test_enrolling_leaves_a_mark_and_is_told(partnership: Partnership) -> None:
    who = partnership.appoint()
    browser = partnership.browser(who)
    device = browser.enrol().json()["device"]
    marks = select(AuditEntry).where(AuditEntry.action == "device.enrolled", AuditEntry.actor == who.id)
    (mark,) = partnership.read(lambda session: session.exec(marks).all())
    assert str(mark.device) == device
    assert words.NOTICES["device_enrolled"] in browser.get("/account").text


def test_names_and_recovery_codes_of_devices_are_sealed(partnership: Partnership) -> None:
    browser = partnership.browser(partnership.appoint())
    device = browser.enrol("The unmistakable telephone").json()["device"]
    code = {"code": "WXYZ-2345-UNMISTAKABLE"}
    assert browser.send("POST", f"/api/v1/devices/{device}/recovery", json=code).status_code == 204
    kept = stored(partnership.world.database)
    for words_ in ("unmistakable telephone", "UNMISTAKABLE"):
        assert words_.encode() not in kept
        assert words_.encode("utf-16-le") not in kept


def test_a_recovery_code_is_kept_for_ones_own_device_only(partnership: Partnership) -> None:
    phone, other = enrolled(partnership), partnership.browser(partnership.appoint())
    key = public()
    device = phone.enrol(key=key).json()["device"]
    for somebody_elses in (device, uuid4()):
        path = f"/api/v1/devices/{somebody_elses}/recovery"
        assert other.send("POST", path, json={"code": "ABCD-EFGH"}).status_code == 404
    assert phone.post(f"/api/v1/devices/{device}/recovery", json={"code": "ABCD-EFGH"}, headers=OURS).status_code == 403


def test_a_recovery_code_is_shown_once(partnership: Partnership) -> None:
    who, manager = partnership.appoint(), partnership.appoint("manager")
    phone = partnership.browser(who)
    device = phone.enrol().json()["device"]
    phone.send("POST", f"/api/v1/devices/{device}/recovery", json={"code": "ABCD-EFGH"})
    shown = [partnership.write(lambda session: devices.show_recovery(session, who.id, by=manager.id)) for _ in range(2)]
    assert [[str(code) for _, code in codes] for codes in shown] == [["ABCD-EFGH"], []]


def test_one_browser_has_one_device_cookie_for_everybody_enrolled_there(partnership: Partnership) -> None:
    first, second = partnership.appoint(), partnership.appoint()
    tablet = partnership.browser(first)
    tablet.enrol()
    cookie = str(tablet.cookies.get("firsthand-device"))
    tablet.sign_in(second)
    tablet.enrol()
    assert tablet.cookies.get("firsthand-device") == cookie
    for who in (first, second):
        relay = partnership.read(lambda session, email=who.email: relays.enrolled(session, cookie, email))
        assert relay.practitioner == who.id


def test_a_made_up_device_cookie_is_replaced_and_never_taken_over(partnership: Partnership) -> None:
    browser = partnership.browser(partnership.appoint())
    browser.cookies.set("firsthand-device", "planted", domain="testserver.local")
    answer = browser.enrol()
    assert "firsthand-device=planted" not in answer.headers["set-cookie"]


def test_a_revoked_device_is_signed_out_and_delivers_on(partnership: Partnership) -> None:
    who, manager = partnership.appoint(), partnership.browser(partnership.appoint("manager"))
    phone = partnership.browser(who)
    device = phone.enrol().json()["device"]
    manager.submit(f"/practitioners/{who.id}/devices/{device}/revocation")
    assert phone.get("/api/v1/session").status_code == 401
    cookie = str(phone.cookies.get("firsthand-device"))
    relay = partnership.read(lambda session: relays.find(session, cookie))
    assert relay.revoked
    assert partnership.read(lambda session: relays.enrolled(session, cookie, who.email)) is None


def test_nobodys_device_can_be_revoked_by_a_colleague(partnership: Partnership) -> None:
    who, colleague = partnership.appoint(), partnership.browser(partnership.appoint())
    device = partnership.browser(who).enrol().json()["device"]
    assert colleague.submit(f"/account/devices/{device}/revocation").status_code == 404
    assert colleague.submit(f"/practitioners/{who.id}/devices/{device}/revocation").status_code == 403
    standing = select(Device).where(Device.practitioner == who.id, col(Device.revoked_at).is_(None))
    assert len(partnership.read(lambda session: session.exec(standing).all())) == 1
