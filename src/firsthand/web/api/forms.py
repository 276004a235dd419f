"""The forms and the shape of a submission, for any client: public, cacheable, in all languages."""

import json
from hashlib import sha256
from typing import Any

from litestar import Request, Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.status_codes import HTTP_304_NOT_MODIFIED
from msgspec import Struct

from firsthand.base.problems import Problem
from firsthand.encounters.payload import Payload
from firsthand.forms.definitions import Form
from firsthand.forms.library import Library, UnknownForm
from firsthand.forms.phrases import ENGLISH
from firsthand.forms.wording import Wording
from firsthand.web.openapi import Cacheable
from firsthand.web.world import World

SCHEMA = "https://json-schema.org/draft/2020-12/schema"
AnyRequest = Request[Any, Any, Any]


class Edition(Struct):
    """A version of a form, and the languages that it speaks."""

    id: str
    version: str
    locales: list[str]


class Editions(Struct):
    forms: list[Edition]


class Definition(Struct):
    """A form, in `form.toml`'s own keys; `wording` is by language and question id, `labels` all else that it says."""

    id: str
    version: str
    refers: str
    sections: list[dict[str, Any]]
    rules: list[dict[str, Any]]
    thresholds: dict[str, int]
    wording: dict[str, dict[str, Any]]
    labels: dict[str, dict[str, Any]]


def _answers(shape: Any, media_type: str = "application/json") -> dict[int, ResponseSpec]:
    told = ResponseSpec(shape, generate_examples=False, description="As it stands now", media_type=media_type)
    return {200: told, 304: ResponseSpec(None, description="Nothing has changed since that `ETag`")}


@get(
    "/api/v1/forms",
    opt={"public": True},
    sync_to_thread=False,
    operation_class=Cacheable,
    responses=_answers(Editions),
    summary="The forms",
)
def newest(request: AnyRequest, world: World) -> Response[bytes]:
    """The newest version of each form, and its languages."""
    listed = [
        {"id": form.id, "version": form.version, "locales": list(world.library.locales(form))}
        for form in world.library.offered()
    ]
    return _cacheable(request, {"forms": listed})


@get(
    "/api/v1/forms/{form:str}/{version:str}",
    opt={"public": True, "problems": ("not-found",)},
    sync_to_thread=False,
    operation_class=Cacheable,
    responses=_answers(Definition),
    summary="A form",
)
def definition(request: AnyRequest, world: World, form: str, version: str) -> Response[bytes]:
    """Any version ever published: structure, rules, this partnership's thresholds, and wording."""
    try:
        return _cacheable(request, described(world.library, world.library.form(form, version)))
    except UnknownForm as unknown:
        raise Problem("not-found", str(unknown)) from unknown


@get(
    "/api/v1/schemas/submission.json",
    opt={"public": True},
    sync_to_thread=False,
    operation_class=Cacheable,
    responses=_answers(dict[str, Any], "application/schema+json"),
    summary="What is signed and sealed",
)
def submission_schema(request: AnyRequest) -> Response[bytes]:
    """JSON Schema of the payload that is signed and sealed."""
    schema = Payload.model_json_schema() | {"$schema": SCHEMA, "title": "Firsthand submission, payload"}
    return _cacheable(request, schema, "application/schema+json")


def described(library: Library, form: Form) -> dict[str, Any]:
    """A form as JSON. `wording` is by question id; `labels` holds all else that the form says."""
    spoken = {locale: library.wording(form, locale) for locale in library.locales(form)}
    return form.definition() | {
        "wording": {locale: wording.told()["question"] for locale, wording in spoken.items()},
        "labels": {locale: _labels(wording) for locale, wording in spoken.items()},
    }


def _labels(wording: Wording) -> dict[str, Any]:
    about = {
        "translator": wording.translator,
        "reviewer": wording.reviewer,
        "direction": wording.direction,
        "source": wording.locale == ENGLISH,
    }
    return about | {name: lines for name, lines in wording.told().items() if name != "question"}


def _cacheable(request: AnyRequest, told: dict[str, Any], media_type: str = "application/json") -> Response[bytes]:
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "public, no-cache"}
    asked = request.headers.get("if-none-match", "").replace("W/", "")
    if tag in (each.strip() for each in asked.split(",")):
        return Response(b"", status_code=HTTP_304_NOT_MODIFIED, headers=headers, media_type=media_type)
    return Response(body, headers=headers, media_type=media_type)


routes = [newest, definition, submission_schema]
