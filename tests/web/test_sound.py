"""A partnership whose policy lets a child's voice be recorded: what its pages ask for, and who may use a microphone."""

from collections.abc import Iterator

import pytest
from litestar.testing import TestClient

from firsthand.app import create_app
from firsthand.base.settings import Settings
from support.service import Service

VOICE = "/forms/child_voice/2026.2/en"
NOBODY = "microphone=()"
OURSELVES = "microphone=(self)"


@pytest.fixture
def recording(settings: Settings) -> Iterator[Service]:
    app = create_app(settings.model_copy(update={"sound": True}))
    with TestClient(app, base_url=settings.public_origin, raise_server_exceptions=False) as http:
        yield Service(app, http)


def permissions(service: Service, path: str) -> str:
    said: str = service.stranger().get(path).headers["permissions-policy"]
    return said.split(", ")[-1]


def test_nobody_is_asked_for_sound_unless_the_policy_says_so(service: Service) -> None:
    assert 'data-kind="sound"' not in service.stranger().get(VOICE).text
    assert {permissions(service, path) for path in ("/", VOICE, "/tasks", "/submissions")} == {NOBODY}


def test_where_it_does_the_form_asks_and_says_where_it_never_does(recording: Service) -> None:
    page = recording.stranger().get(VOICE).text
    assert 'data-question="sound_agreed_young"' in page
    assert 'data-kind="sound"' in page
    assert page.count('data-no-sound="incident"') == page.count('data-no-sound="crime"') == 2
    assert "data-no-sound" not in recording.stranger().get("/forms/dash/2026.1/en").text


def test_the_microphone_is_for_pages_of_the_field_app_alone(recording: Service) -> None:
    field = ("/", VOICE, "/pl/tasks", "/submissions")
    assert {permissions(recording, path) for path in field} == {OURSELVES}
    desk = recording.signed_in("assessor").http
    elsewhere = [desk.get(path) for path in ("/referrals", "/account", "/nowhere", "/api/v1/keys", "/api/v1/session")]
    assert {answer.headers["permissions-policy"].split(", ")[-1] for answer in elsewhere} == {NOBODY}


def test_sound_needs_nothing_of_the_policy_of_content(recording: Service) -> None:
    said = recording.stranger().get(VOICE).headers["content-security-policy"]
    assert "media-src" not in said
    assert "blob:" not in said


def test_turning_it_on_or_off_is_another_build_for_phones(recording: Service) -> None:
    world = recording.world
    on = world.assets.build
    world.settings = world.settings.model_copy(update={"sound": False})
    world.mark()
    assert world.assets.build != on
