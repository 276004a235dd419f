"""Nothing that was typed is readable on the phone's disk, at the server, or in its log."""

from pathlib import Path

from playwright.sync_api import expect

from journeys import traces
from journeys.phone import Phone

WORDS = ["Zuzanna", "Sample-Nowak", "Kubuś-Testowy", "Invented Row", "ZZ99 1ZZ", "lampa-i-próg", "drzwi-skrzypią"]


def _fill(phone: Phone) -> None:
    phone.start_incident("Kubuś-Testowy")
    phone.open_form("DASH")
    phone.answer("frightened", "yes")
    phone.write("account", "Tajne słowa: lampa-i-próg")
    phone.write("fear_why", "Tajne słowa: drzwi-skrzypią")
    expect(phone.page.locator("body")).not_to_contain_text("not saved yet")


def test_the_search_finds_words_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("x lampa-i-próg x")
    (tmp_path / "wide").write_bytes("x Zuzanna x".encode("utf-16-le"))
    assert traces.found(tmp_path, WORDS) == ["plain: lampa-i-próg", "wide: Zuzanna"]


def test_a_running_and_a_killed_browser_leave_no_words_on_disk(phone: Phone) -> None:
    phone.offline()
    _fill(phone)
    assert traces.found(phone.profile, WORDS) == []
    phone.kill()
    assert traces.found(phone.profile, [*WORDS, phone.who["password"]]) == []


def test_what_arrived_is_readable_in_no_file_of_the_server(phone: Phone) -> None:
    _fill(phone)
    phone.answer("judgement", "high")
    phone.write("judgement_reason", "lampa-i-próg")
    phone.submit()
    phone.wait_for_reference()
    data = phone.server.data
    assert (data / "firsthand.db-wal").exists()
    secrets = [*WORDS, phone.who["password"]]
    assert [trace for trace in traces.found(data, secrets) if not trace.startswith("sign-ins.json")] == []
    log = phone.server.log.read_text().split("Firsthand is at")[-1]
    assert [word for word in secrets if word in log] == []
    assert traces.found(phone.profile, secrets) == []
