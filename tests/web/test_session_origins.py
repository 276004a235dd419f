"""No other site can sign somebody in."""

import pytest

from support.staff import OURS, PASSPHRASE, Partnership


def test_signing_in_gives_a_cookie_that_no_script_and_no_other_site_can_use(partnership: Partnership) -> None:
    answer = partnership.browser().sign_in(partnership.appoint())
    assert answer.status_code == 204
    assert answer.content == b""
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert name.startswith("firsthand=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(attributes)
    assert "Secure" not in attributes


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.local:81"},
        {"Origin": "https://testserver.local"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {**OURS, "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_no_other_site_can_sign_somebody_in(partnership: Partnership, headers: dict[str, str]) -> None:
    answer = partnership.browser().sign_in(partnership.appoint(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign-origin")
    assert "set-cookie" not in answer.headers


def test_a_form_of_another_site_cannot_sign_somebody_in(partnership: Partnership) -> None:
    who = partnership.appoint()
    typed = {"email": who.email, "password": PASSPHRASE}
    for content_type in ("text/plain", "application/x-www-form-urlencoded"):
        answer = partnership.browser().post("/api/v1/session", json=typed, headers={"Content-Type": content_type})
        assert (answer.status_code, answer.json()["code"]) == (415, "media-type")


def test_our_own_pages_and_other_programs_may_sign_in(partnership: Partnership) -> None:
    who = partnership.appoint()
    assert partnership.browser().sign_in(who, headers=OURS).status_code == 204
    assert partnership.browser().sign_in(who).status_code == 204


def test_the_configured_origin_counts_and_no_header_of_a_request(partnership: Partnership) -> None:
    forged = {"Origin": "https://evil.example", "Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    answer = partnership.browser().sign_in(partnership.appoint(), headers=forged)
    assert answer.json()["code"] == "foreign-origin"
