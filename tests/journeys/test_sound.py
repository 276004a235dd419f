"""A child's voice is recorded where there is no signal; the tab is killed; it arrives whole over a line that tears."""

import re
import wave
from array import array
from collections.abc import Callable
from math import pi, sin
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from journeys import axe, traces
from journeys.conftest import Made
from journeys.desk import Desk
from journeys.handset import ARGUMENTS
from journeys.phone import Phone
from journeys.test_bad_line import line, server  # noqa: F401 - fixtures
from journeys.test_drawing import FILES, send, send_until_torn
from support import proxy
from support.proxy import Proxy

RATE = 48_000
FAKE = "--use-fake-device-for-media-stream --use-fake-ui-for-media-stream".split()
READABLE = ["OpusHead", "OpusTags", "A_OPUS", "matroska"]
"""What would be readable of a recording, whichever way it lay."""
LET = "Let them open drawings and sound"
SAVED = """async () => {
    const asked = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
    const isPiece = (row) => Object.values(row).some((part) => part?.byteLength > 8000);
    for (let tries = 0; tries < 300; tries++) {
        for (const { name } of await indexedDB.databases()) {
            const db = await asked(indexedDB.open(name));
            const has = db.objectStoreNames.contains("fields");
            const rows = has ? await asked(db.transaction("fields").objectStore("fields").getAll()) : [];
            db.close();
            if (rows.some(isPiece)) return true;
        }
        await new Promise((later) => setTimeout(later, 100));
    }
    return false;
}"""
"""Returns once a piece is on the disk."""
WATCHED = """() => {
    window.tracks = [];
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await ask(wanted);
        window.tracks.push(...stream.getTracks());
        return stream;
    };
}"""
NO_MICROPHONE = """() => {
    const ask = navigator.mediaDevices.getUserMedia;
    navigator.mediaDevices.getUserMedia = async () => {
        navigator.mediaDevices.getUserMedia = ask;
        throw new DOMException("", "NotFoundError");
    };
}"""
"""The first time that it is asked for."""
ON = "() => window.tracks.filter(({ readyState }) => readyState === 'live').length"
HEARD = """async (path) => {
    const answer = await fetch(path, { cache: "no-store" });
    const sound = await new OfflineAudioContext(1, 48000, 48000).decodeAudioData(await answer.arrayBuffer());
    const loud = sound.getChannelData(0).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    return { type: answer.headers.get("content-type"), seconds: sound.duration, loud };
}"""


class Hearing(Phone):
    """Its microphone hears a file, again and again."""

    heard: Path

    @property
    def arguments(self) -> list[str]:
        return [*ARGUMENTS, *FAKE, f"--use-file-for-fake-audio-capture={self.heard}"]


def tone(file: Path, loud: float) -> Path:
    """A second of 440 Hz; 0: of nothing."""
    samples = array("h", (int(32_000 * loud * sin(2 * pi * 440 * n / RATE)) for n in range(RATE)))
    with wave.open(str(file), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(RATE)
        wav.writeframes(samples.tobytes())
    return file


@pytest.fixture
def hearing(new_phone: Callable[..., Phone], made: Made, tmp_path: Path) -> Callable[[float], Phone]:
    def make(loud: float) -> Phone:
        kind = type("HearingThis", (Hearing,), {"heard": tone(tmp_path / f"heard-{loud}.wav", loud)})
        phone = new_phone(made.profile, kind)
        phone.unlock()
        return phone

    return make


def test_a_recording_outlives_a_killed_tab_and_a_torn_line(
    hearing: Callable[[float], Phone],
    line: Proxy,  # noqa: F811
    at_desk: Callable[..., Desk],
) -> None:
    phone = hearing(0.5)
    phone.start_incident("Kubuś", language="en", kind="home_visit")
    phone.offline()
    agreed(phone)
    screen = hand_over(phone)
    phone.page.keyboard.press("Escape")
    phone.page.go_back()
    screen.get_by_role("button", name="Start recording").click()
    expect(screen).to_have_attribute("data-state", "recording")
    expect(screen.locator("[data-word]")).to_have_text("We hear you")
    assert phone.page.evaluate(SAVED)
    phone.kill()
    assert traces.found(phone.profile, READABLE) == []

    phone.open()
    phone.offline()
    phone.unlock()
    phone.page.locator("[data-drafts] [data-act='open']").first.click()
    phone.open_form("child’s voice")
    phone.show("sound")
    row = phone.page.locator("[data-question='sound'] .app-sound")
    expect(row.get_by_text("It broke off. This is what was saved.")).to_be_visible()
    expect(row.get_by_text("Listen to it before you send it.")).to_be_visible()
    row.get_by_role("button", name="Play").click()
    expect(row.locator("[data-time]")).to_have_text(re.compile(r"/ 0:0[4-9]$"))
    expect(row.get_by_text("Listen to it before you send it.")).to_be_hidden()
    row.get_by_role("button", name="Take this recording out").click()
    row.get_by_role("button", name="Undo").click()
    expect(row.get_by_role("button", name="Play")).to_be_visible()
    phone.screen("check")
    expect(phone.page.locator("[data-check]")).to_contain_text("1 recording")

    phone.context.route(FILES, lambda route: route.abort())
    phone.online()
    phone.screen("next")
    phone.page.locator("input[name='route.to'][value='unit']").check()
    phone.submit()
    reference = phone.wait_for_reference()
    phone.follow("/outbox")
    waiting = phone.page.locator("[data-rows='received'] > li")
    expect(waiting).to_contain_text("0 of 1 files sent")
    phone.context.unroute(FILES)
    line.follow(proxy.plan(4, calm=0))
    send_until_torn(phone, line)
    line.follow(proxy.clear)
    send(phone)
    expect(waiting).not_to_contain_text("files")
    assert traces.found(phone.server.data, READABLE) == []
    assert phone.errors == []

    desk = at_desk("assessor")
    desk.open(reference)
    expect(desk.page.locator("main")).to_contain_text("1 of 1 file received")
    desk.page.get_by_role("link", name="Sound 1").click()
    expect(desk.page.locator("main")).to_contain_text("takes a right of its own")
    let(at_desk("manager"), desk.who)
    desk.open(reference)
    desk.page.get_by_role("link", name="Sound 1").click()
    play = desk.page.get_by_role("button", name="Play")
    expect(play).to_be_enabled()
    play.focus()
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("[data-time]")).to_have_text(re.compile(r"^0:0\d / 0:0[4-9]$"))
    expect(desk.page.get_by_role("button", name="Pause")).to_be_focused()
    assert axe.look(desk.page, "a sound") == []
    told = desk.page.evaluate(HEARD, desk.page.locator("[data-sound]").get_attribute("data-sound"))
    assert (told["type"], told["seconds"] > 4, told["loud"] > 0.1) == ("audio/webm", True, True)
    desk.open(reference)
    expect(desk.page.get_by_text("played a sound")).to_have_count(2)


def test_what_nobody_hears_is_no_recording(hearing: Callable[[float], Phone]) -> None:
    phone = hearing(0)
    phone.page.evaluate(WATCHED)
    phone.start_incident("Kubuś", language="en", kind="home_visit")
    to_sound(phone)
    phone.page.get_by_role("button", name="Hand over to record").click()
    expect(phone.page.locator("[data-sound-why]")).to_contain_text("First answer what stands above")
    agreed(phone)
    screen = hand_over(phone)
    found = axe.look(phone.page, "before recording")
    screen.get_by_role("button", name="Start recording").click()
    expect(screen.locator("[data-word]")).to_have_text("Nothing is heard")
    found += axe.look(phone.page, "recording")
    screen.get_by_role("button", name="Stop", exact=True).click()
    expect(screen.locator("[data-said]")).to_contain_text("Nothing was heard, so nothing is kept.")
    expect(screen.get_by_role("button", name="Start recording")).to_be_focused()
    give_back(phone, screen)
    expect(phone.page.locator("[data-question='sound'] .app-sound")).to_have_count(0)
    phone.answer("sound_carer", "not_agreed")
    expect(phone.page.get_by_role("button", name="Hand over to record")).to_be_disabled()
    expect(phone.page.locator("[data-sound-why]")).to_contain_text("not everybody who was asked agreed")
    phone.answer("sound_carer", "not_there")
    phone.page.evaluate(NO_MICROPHONE)
    screen = hand_over(phone)
    screen.get_by_role("button", name="Start recording").click()
    expect(screen.locator("[data-said]")).to_contain_text("No microphone was found.")
    screen.get_by_role("button", name="Start recording").click()
    expect(screen.locator("[data-word]")).to_have_text("Nothing is heard")
    phone.page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert (phone.page.evaluate(ON), found, phone.errors) == (0, [], [])


def test_the_microphone_is_off_whenever_the_screen_is_not_there(hearing: Callable[[float], Phone]) -> None:
    phone = hearing(0.5)
    phone.page.evaluate(WATCHED)
    phone.start_incident("Kubuś", language="en", kind="home_visit")
    agreed(phone)
    screen = hand_over(phone)
    listen(screen)
    phone.page.evaluate("document.querySelector('.app-recorder [data-act=privacy]').click()")
    assert phone.page.evaluate(ON) == 0
    phone.page.get_by_label("Find a note").fill(phone.who["password"])
    phone.page.get_by_role("button", name="Find", exact=True).click()
    expect(screen.locator("[data-said]")).to_contain_text("Saved on this phone.")
    assert axe.look(phone.page, "a recording") == []
    screen.get_by_role("button", name="Take it out and record again").click()
    listen(screen)
    phone.page.evaluate("document.querySelector('header [data-act=lock]').click()")
    expect(screen).to_have_count(0)
    assert phone.page.evaluate(ON) == 0

    phone.unlock()
    phone.page.evaluate(WATCHED)
    phone.page.locator("[data-drafts] [data-act='open']").first.click()
    phone.open_form("child’s voice")
    phone.show("sound")
    kept = phone.page.locator("[data-question='sound'] .app-sound")
    expect(kept).to_have_count(2)
    screen = hand_over(phone)
    listen(screen)
    phone.page.evaluate("document.querySelector('.app-crime').click()")
    expect(phone.page.locator("[data-dialog='crime']")).to_be_visible()
    assert phone.page.evaluate(ON) == 0
    phone.page.get_by_role("button", name="Go on listening").click()
    give_back(phone, screen)
    why = phone.page.locator("[data-section='sound'] [data-no-sound='crime']")
    expect(why).to_contain_text("the child is telling you about a crime")
    expect(kept).to_have_count(3)
    phone.screen("evidence")
    expect(phone.page.locator("[data-section='evidence'] [data-no-sound='crime']")).to_be_visible()
    phone.page.locator("[name='crime']").evaluate("box => box.click()")
    phone.screen("sound")
    expect(phone.page.get_by_role("button", name="Hand over to record")).to_be_disabled()
    assert phone.errors == []


def test_no_sound_is_recorded_at_an_incident(phone: Phone) -> None:
    phone.start_incident("Kubuś", language="en")
    phone.open_form("child’s voice")
    phone.answer("mode", "young")
    expect(phone.page.locator("[data-section='evidence'] [data-back]")).to_have_attribute("href", "#drawing")
    phone.screen("evidence")
    expect(phone.page.locator("[data-section='evidence'] [data-no-sound='incident']")).to_be_visible()
    phone.screen("sound")
    expect(phone.page.locator("[data-section='sound'] [data-no-sound='incident']")).to_be_visible()
    for question in ("sound_agreed_young", "sound"):
        expect(phone.page.locator(f"[data-question='{question}']")).to_be_hidden()


def to_sound(phone: Phone) -> None:
    phone.open_form("child’s voice")
    phone.answer("mode", "young")
    phone.answer("sound_agreed_young", "agreed")


def agreed(phone: Phone) -> None:
    """All that is asked before."""
    if not phone.page.locator("[data-mount='form']").count():
        to_sound(phone)
    phone.answer("sound_carer", "not_there")
    phone.write("sound_earshot", "Nobody, invented.")


def hand_over(phone: Phone) -> Locator:
    phone.page.get_by_role("button", name="Hand over to record").click()
    screen = phone.page.locator("dialog.app-recorder")
    expect(screen).to_be_visible()
    return screen


def listen(screen: Locator) -> None:
    """Until somebody has been heard for a second."""
    screen.get_by_role("button", name="Start recording").click()
    expect(screen).to_have_attribute("data-state", "recording")
    expect(screen.locator("[data-word]")).to_have_text("We hear you")
    expect(screen.locator("[data-left]")).to_have_text(re.compile("^2:5[0-8]$"))


def give_back(phone: Phone, screen: Locator) -> None:
    screen.get_by_role("button", name="Give back").click()
    screen.get_by_label("Passphrase").fill(phone.who["password"])
    screen.get_by_role("button", name="Back to the form").click()
    expect(screen).to_have_count(0)


def let(manager: Desk, who: dict[str, str]) -> None:
    manager.go("/practitioners")
    manager.page.locator("tr", has_text=who["email"]).get_by_role("link").first.click()
    manager.button(LET).click()
    expect(manager.button("Let them open these no more")).to_be_visible()
