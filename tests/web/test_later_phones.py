"""A phone of a later version says more than this service knows: what is not known is left aside, or kept."""

from typing import Any

from support.service import Service

LATER = {"later": {"than": ["this service"]}}


def _bodies(service: Service) -> list[tuple[str, dict[str, Any]]]:
    """The schema of each request that the API takes, by its call."""
    document = service.stranger().get("/schema/openapi.json").json()
    return [
        (f"{method} {path}", document["components"]["schemas"][body["schema"]["$ref"].rsplit("/", 1)[1]])
        for path, calls in document["paths"].items()
        for method, call in calls.items()
        for body in call.get("requestBody", {}).get("content", {}).values()
        if "$ref" in body["schema"]
    ]


def test_no_call_refuses_a_member_that_it_does_not_know(service: Service) -> None:
    bodies = _bodies(service)
    assert {"post /api/v1/session", "post /api/v1/devices"} <= {call for call, _ in bodies}
    assert [call for call, schema in bodies if schema.get("additionalProperties") is False] == []


def test_a_phone_that_says_more_delivers_and_is_read(service: Service) -> None:
    phone = service.phone()
    about = phone.about()
    envelope = phone.envelope(
        about, **LATER, answers={"later_question": {"value": ["of a kind"], "source": "x", **LATER}}
    )
    answer = phone.post(envelope, **LATER)
    assert answer.json()["results"][0]["status"] == "stored"
    service.settled()
    standing = phone.status(about["id"]).json()
    assert standing["status"] == "processed"
