from typing import Any

import jsonschema
import pytest
from litestar import Litestar
from litestar.di import Provide
from litestar.testing import TestClient

from firsthand.forms.library import Library
from firsthand.web import errors
from firsthand.web.api import forms
from firsthand.web.world import World

LIBRARY = Library.load()
ID = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.fixture
def client() -> TestClient[Litestar]:
    world = object.__new__(World)
    world.library = LIBRARY
    app = Litestar(
        forms.routes,
        dependencies={"world": Provide(lambda: world, sync_to_thread=False)},
        exception_handlers=errors.HANDLERS,
    )
    return TestClient(app)


def test_the_newest_of_each_form_is_listed(client: TestClient[Litestar]) -> None:
    listed = client.get("/api/v1/forms").json()["forms"]
    assert {"id": "dash", "version": "2026.1", "locales": ["en", "ar", "lt", "pl", "ro"]} in listed


def test_any_client_can_build_a_form_that_it_has_never_seen(client: TestClient[Litestar]) -> None:
    form = client.get("/api/v1/forms/dash/2026.1").json()
    assert (form["id"], form["version"], form["thresholds"]["high_risk_count"]) == ("dash", "2026.1", 14)
    first = form["sections"][0]["question"][0]
    assert (first["id"], first["factor"], first["kind"]) == ("injured_now", 1, "answer")
    assert first["follow_up"][0]["when"] == ["yes"]
    assert form["rules"][0]["when"]["count"]["at_least"] == "$high_risk_count"
    assert form["wording"]["pl"]["frightened"]["text"] == {
        "f": "Czy boi się Pani teraz?",
        "m": "Czy boi się Pan teraz?",
    }
    assert form["labels"]["pl"]["answer"]["dont_know"] == "Nie wiem"
    assert (form["labels"]["pl"]["reviewer"], form["labels"]["pl"]["direction"]) == ("", "ltr")


def test_every_question_of_the_definition_has_its_wording(client: TestClient[Litestar]) -> None:
    for listed in client.get("/api/v1/forms").json()["forms"]:
        form = client.get(f"/api/v1/forms/{listed['id']}/{listed['version']}").json()
        for locale in listed["locales"]:
            assert {question["id"] for question in _walk(form["sections"])} == set(form["wording"][locale])


def _walk(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    below = [each for node in nodes for each in (*node.get("question", []), *node.get("follow_up", []))]
    return [*below, *(_walk(below) if below else [])]


def test_a_version_never_published_is_not_found(client: TestClient[Litestar]) -> None:
    answer = client.get("/api/v1/forms/dash/1999.1")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not-found"


def test_an_unchanged_form_is_not_sent_again(client: TestClient[Litestar]) -> None:
    first = client.get("/api/v1/forms/dash/2026.1")
    again = client.get("/api/v1/forms/dash/2026.1", headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_the_schema_describes_a_payload_and_lets_later_members_pass(client: TestClient[Litestar]) -> None:
    schema = client.get("/api/v1/schemas/submission.json").json()
    about = {"id": ID, "encounter": ID, "form": "dash", "form_version": "2026.1", "device": ID, "author": ID}
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate({"about": about, "answers": {"animals": {"value": "no", "sky": 1}}, "new": []}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"about": about, "answers": {"animals": {"source": "victim"}}}, schema)


def test_every_route_is_public() -> None:
    assert all(route.opt.get("public") for route in forms.routes)
