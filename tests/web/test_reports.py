"""What a device says of itself, and what follows when there were three and now there are none."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import select

from firsthand.audit.tables import AuditEntry
from firsthand.base import clock, ids
from firsthand.identity import words
from firsthand.identity.tables import Practitioner
from support.client import Client, Json
from support.service import PASSPHRASE, Service
from support.staff import OURS
from support.unit import Unit


@pytest.fixture
def service(unit: Unit) -> Service:
    return unit.service


def said(
    phone: Client, *devices: Json, turn: int = 1, installation: str = "one-browser", csrf: bool = True
) -> httpx.Response:
    body = {"installation": installation, "turn": turn, "devices": devices}
    headers = OURS | ({"X-CSRF-Token": phone.csrf} if csrf else {})
    return phone.http.post("/api/v1/devices/report", json=body, headers=headers)


def holding(phone: Client, waiting: Any = (), drafts: int | None = 0, **members: Any) -> Json:
    return {"device": str(phone.device), "waiting": list(waiting), "drafts": drafts} | members


def report(phone: Client, waiting: Any = (), drafts: int = 0, turn: int = 1, **members: Any) -> Json:
    return dict(said(phone, holding(phone, waiting, drafts, **members), turn=turn).raise_for_status().json())


def new_ids(count: int) -> list[str]:
    return [str(ids.new()) for _ in range(count)]


def notices(phone: Client) -> list[Json]:
    told = phone.http.get("/api/v1/notices").raise_for_status().json()["notices"]
    return [notice for notice in told if notice["kind"].startswith("work_")]


def is_listed(manager: Client, phone: Client) -> bool:
    """Whether the people's page says that work of theirs is missing."""
    row = rf'href="/practitioners/{phone.practitioner}">[^<]*</a>([^\n]*)</td>'
    (beside,) = re.findall(row, manager.http.get("/practitioners").text)
    return "Work is missing" in beside


def entries(service: Service, phone: Client) -> list[AuditEntry]:
    about = select(AuditEntry).where(AuditEntry.subject == phone.practitioner)
    lost = about.where(AuditEntry.action == "device.work_missing")
    return list(service.read(lambda session: session.exec(lost).all()))


def test_a_device_is_answered_what_was_heard_of_it_before(service: Service) -> None:
    phone = service.phone()
    first = report(phone, new_ids(3), drafts=2)
    assert first["devices"] == [
        {"device": str(phone.device), "revoked": False, "heard_at": None, "waiting": 0, "drafts": 0}
    ]
    (second,) = report(phone, new_ids(3), turn=2)["devices"]
    assert (second["waiting"], second["drafts"]) == (3, 2)
    assert abs(datetime.fromisoformat(second["heard_at"]) - clock.now()) < timedelta(minutes=1)


def test_a_report_needs_no_session(service: Service) -> None:
    phone = service.phone()
    phone.forget_session()
    assert said(phone, holding(phone), csrf=False).status_code == 200


def test_a_browser_that_nobody_knows_hears_of_nobody(service: Service) -> None:
    phone = service.phone()
    report(phone, new_ids(2))
    stranger = Client(http=service.stranger())
    answer = said(stranger, holding(phone), turn=2, csrf=False).json()
    assert (answer["devices"], answer["missing"]) == ([], [])
    assert notices(phone) == []
    body = {"installation": "x", "turn": 1, "devices": []}
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    assert phone.http.post("/api/v1/devices/report", json=body, headers=foreign).status_code == 403


def test_there_were_three_and_now_there_are_none(service: Service) -> None:
    phone, manager = service.phone(), service.signed_in("manager")
    report(phone, new_ids(3))
    answer = report(phone, turn=2)
    (missing,) = answer["missing"]
    assert (missing["submissions"], missing["drafts"]) == (3, 0)
    (notice,) = notices(phone)
    assert (notice["kind"], notice["submissions"], notice["drafts"]) == ("work_missing", 3, 0)
    page = manager.http.get(f"/practitioners/{phone.practitioner}").text
    assert "Work is missing from “A phone”" in page
    assert "Submitted and never received: 3. Drafts: 0." in page
    assert is_listed(manager, phone)
    assert words.NOTICES["work_missing"].split(".")[0] in phone.http.get("/account").text.replace("&#39;", "'")
    (entry,) = entries(service, phone)
    assert (entry.subject, entry.device, len(entry.detail["submissions"])) == (phone.practitioner, phone.device, 3)


def test_what_arrived_is_not_missing(service: Service) -> None:
    phone = service.phone()
    about = [phone.about() for _ in range(3)]
    report(phone, [each["id"] for each in about])
    phone.deliver(*(phone.envelope(each) for each in about))
    report(phone, turn=2)
    assert (notices(phone), entries(service, phone)) == ([], [])


def test_what_was_here_before_its_receipt_reached_the_phone_is_never_missing(service: Service) -> None:
    """The answer to a delivery was lost: the phone goes on saying that it waits, then lets it go."""
    phone = service.phone()
    about = phone.about()
    phone.deliver(phone.envelope(about))
    for turn, waiting in enumerate(([about["id"]], []), start=1):
        report(phone, waiting, turn=turn)
    assert notices(phone) == []


def test_what_is_missing_and_then_arrives_by_another_way_is_missing_no_more(service: Service) -> None:
    phone, manager, colleague = service.phone(), service.signed_in("manager"), service.phone()
    about = phone.about()
    report(phone, [about["id"]])
    report(phone, turn=2)
    colleague.fetch_keys()
    colleague.deliver(phone.envelope(about))
    assert "Work is missing" not in manager.http.get(f"/practitioners/{phone.practitioner}").text
    assert not is_listed(manager, phone)


def test_a_part_that_is_missing_is_counted_alone(service: Service) -> None:
    phone = service.phone()
    three = new_ids(3)
    report(phone, three)
    report(phone, [three[0], *new_ids(5)], turn=2)
    assert [notice["submissions"] for notice in notices(phone)] == [2]


def test_it_is_told_once(service: Service) -> None:
    phone = service.phone()
    report(phone, new_ids(3))
    for turn in (2, 3, 4):
        report(phone, turn=turn)
    assert len(notices(phone)) == 1
    phone.http.delete("/api/v1/notices", headers={"X-CSRF-Token": phone.csrf}).raise_for_status()
    assert report(phone, turn=5)["missing"] == []


def test_drafts_that_were_submitted_or_discarded_are_not_missing(service: Service) -> None:
    phone = service.phone()
    report(phone, drafts=4)
    report(phone, drafts=1, turn=2)
    assert notices(phone) == []


def test_a_store_that_is_found_emptied_takes_its_drafts_with_it(service: Service) -> None:
    phone = service.phone()
    report(phone, drafts=4)
    report(phone, drafts=0, turn=2, emptied=True)
    assert [(notice["submissions"], notice["drafts"]) for notice in notices(phone)] == [(0, 4)]


def test_a_browser_that_was_cleared_and_kept_its_cookie_is_noticed_before_anybody_signs_in(service: Service) -> None:
    phone = service.phone()
    report(phone, new_ids(2), drafts=1, turn=7)
    phone.forget_session()
    answer = said(phone, installation="another", csrf=False).json()
    assert [(one["submissions"], one["drafts"]) for one in answer["missing"]] == [(2, 1)]


def test_a_store_that_nobody_could_read_is_not_called_empty(service: Service) -> None:
    phone = service.phone()
    report(phone, new_ids(2), drafts=1)
    unread = {"device": str(phone.device), "waiting": None, "drafts": None}
    assert said(phone, unread, turn=2).json()["missing"] == []
    (heard,) = report(phone, turn=3)["devices"]
    assert (heard["waiting"], heard["drafts"]) == (2, 1)


def test_a_report_that_comes_late_changes_nothing(service: Service) -> None:
    phone = service.phone()
    one = new_ids(1)
    report(phone, one, turn=2)
    report(phone, turn=1)
    assert notices(phone) == []
    (heard,) = report(phone, one, turn=3)["devices"]
    assert heard["waiting"] == 1


def test_of_several_on_a_tablet_only_the_one_whose_store_went_is_told(service: Service) -> None:
    first = service.phone()
    second = service.signed_in()
    second.http.cookies.update({n: v for n, v in first.http.cookies.items() if n.endswith("-device")})
    second.enrol()
    said(second, holding(first, new_ids(1)), holding(second, new_ids(2))).raise_for_status()
    answer = said(second, holding(second, []), turn=2).json()
    assert sorted(one["submissions"] for one in answer["missing"]) == [1, 2]
    assert [notice["submissions"] for notice in notices(first)] == [1]
    assert [notice["submissions"] for notice in notices(second)] == [2]


def test_nobody_speaks_of_somebody_elses_device(service: Service) -> None:
    phone, stranger = service.phone(), service.phone()
    report(phone, new_ids(2))
    answer = said(stranger, holding(stranger), holding(phone, [], emptied=True), turn=9).json()
    assert [heard["device"] for heard in answer["devices"]] == [str(stranger.device)]
    assert notices(phone) == []


def test_a_device_learns_that_it_is_revoked_though_nothing_waits_on_it(service: Service) -> None:
    phone = service.phone()
    revoke = f"/account/devices/{phone.device}/revocation"
    phone.http.post(revoke, data={"csrf": phone.csrf}, headers=OURS, follow_redirects=False)
    phone.forget_session()
    (heard,) = said(phone, holding(phone), csrf=False).json()["devices"]
    assert heard["revoked"] is True


def test_whoever_enrols_anew_is_told_of_what_waits_on_their_other_device(service: Service) -> None:
    phone = service.phone()
    report(phone, new_ids(3), drafts=1)
    phone.http.cookies.clear()
    email = service.read(lambda session: session.get_one(Practitioner, phone.practitioner).email)
    anew = Client(http=service.stranger())
    anew.sign_in(email, PASSPHRASE)
    anew.enrol()
    anew.enrol()
    (notice,) = notices(anew)
    assert (notice["kind"], notice["submissions"], notice["drafts"]) == ("work_elsewhere", 3, 1)
    assert datetime.fromisoformat(notice["since"]).tzinfo == UTC


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"installation": "x", "turn": 0, "devices": []},
        {"installation": "no spaces here", "turn": 1, "devices": []},
        {"installation": "x", "turn": 1, "devices": [{"device": "nobody", "waiting": [], "drafts": 0}]},
        {"installation": "x", "turn": 1, "devices": [{"device": str(ids.new()), "waiting": ["x"], "drafts": 0}]},
        {"installation": "x", "turn": 1, "devices": [{"device": str(ids.new()), "waiting": [], "drafts": -1}]},
    ],
)
def test_a_report_that_makes_no_sense_is_refused(service: Service, body: Json) -> None:
    phone = service.phone()
    answer = phone.http.post("/api/v1/devices/report", json=body, headers={"X-CSRF-Token": phone.csrf})
    assert answer.status_code in (400, 422)
