"""`/schema/openapi.json`: what each call of `/api/v1` takes, who may make it, and every problem that it answers.

A handler names the problems of its own by `opt={"problems": (…)}`; what the guard and the body add follows from it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from litestar import Router
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, OpenAPIHeader, Operation, Parameter, Schema, SecurityScheme
from litestar.openapi.spec.enums import OpenAPIType
from msgspec import UNSET, Struct, UnsetType

from firsthand.base.problems import CATALOGUE
from firsthand.base.settings import Settings
from firsthand.web import cookies
from firsthand.web.guards import SAFE

Codes = set[str]
_TEXT = Schema(type=OpenAPIType.STRING)


class FieldError(Struct):
    """What is wrong with one member of what was sent."""

    field: str | None
    message: str | None


class ProblemDetails(Struct, omit_defaults=True):
    """RFC 9457. `code` is what a client acts on; `title` is for people and may be worded anew."""

    type: str
    code: Annotated[str, msgspec.Meta(pattern=f"^({'|'.join(sorted(CATALOGUE))})$")]
    title: str
    status: int
    detail: str | UnsetType = UNSET
    errors: list[FieldError] | UnsetType = UNSET
    retry_after: int | UnsetType = UNSET


@dataclass
class Described(Operation):
    """An answer without a body has no media type, and no error is of a shape that is not ours."""

    def __post_init__(self) -> None:
        found = self.responses or {}
        self.responses = {status: each for status, each in found.items() if status < "400" or _is_a_problem(each)}
        for status in found.keys() & {"204", "304"}:
            found[status].content = None  # type: ignore[union-attr]


@dataclass
class Cacheable(Described):
    """Asked again by its `ETag`, it says that nothing has changed."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.parameters = [*(self.parameters or ()), Parameter("If-None-Match", "header", _TEXT, required=False)]
        assert self.responses
        for status in ("200", "304"):
            self.responses[status].headers = {"ETag": OpenAPIHeader(schema=_TEXT)}  # type: ignore[union-attr]


def _is_a_problem(response: Any) -> bool:
    return "application/problem+json" in (response.content or {})


def described(handlers: Iterable[HTTPRouteHandler]) -> list[HTTPRouteHandler]:
    """The calls that the document is about."""
    found = list(handlers)
    for handler in found:
        handler.include_in_schema = True
        handler.security = list(_who(handler)) or None
        if handler.operation_class is Operation:
            handler.operation_class = Described
        handler.responses = {**(handler.responses or {}), **_refusals(_codes(handler))}
    return found


def _is_safe(handler: HTTPRouteHandler) -> bool:
    return handler.http_methods <= SAFE


def _who(handler: HTTPRouteHandler) -> Iterator[dict[str, list[str]]]:
    if not handler.opt.get("public"):
        yield {"session": []} if _is_safe(handler) else {"session": [], "csrf": []}
    if handler.opt.get("delivery"):
        yield {"device": []}


def _codes(handler: HTTPRouteHandler) -> Codes:
    found = {*handler.opt.get("problems", ()), *_at_the_gate(handler)}
    if "data" in handler.fn.__annotations__:
        found |= {"bad-request", "too-large"}
    return found if _is_safe(handler) else found | {"unavailable"}


def _at_the_gate(handler: HTTPRouteHandler) -> Codes:
    """As guards.guard has it."""
    if handler.opt.get("public"):
        return set() if _is_safe(handler) else {"foreign-origin", "media-type"}
    unsafe = {"foreign-origin"} if handler.opt.get("delivery") or not _is_safe(handler) else set()
    return {"sign-in", *unsafe} | (set() if _is_safe(handler) else {"csrf"})


def _refusals(codes: Codes) -> dict[int, ResponseSpec]:
    by_status: dict[int, list[str]] = {}
    for code in sorted(codes):
        by_status.setdefault(CATALOGUE[code].status, []).append(code)
    return {status: _refusal(named) for status, named in by_status.items()}


def _refusal(codes: list[str]) -> ResponseSpec:
    told = " · ".join(f"`{code}`: {CATALOGUE[code].title}" for code in codes)
    return ResponseSpec(
        ProblemDetails, generate_examples=False, description=told, media_type="application/problem+json"
    )


def config(settings: Settings) -> OpenAPIConfig:
    """The cookies have the names that they have under the public origin."""
    session, device = cookies.session_name(settings), cookies.device_name(settings)
    schemes: dict[str, Any] = {
        "session": SecurityScheme(type="apiKey", security_scheme_in="cookie", name=session),
        "csrf": SecurityScheme(type="apiKey", security_scheme_in="header", name="X-CSRF-Token"),
        "device": SecurityScheme(type="apiKey", security_scheme_in="cookie", name=device),
    }
    return OpenAPIConfig(
        title="Firsthand",
        version="1",
        components=Components(security_schemes=schemes),
        openapi_router=Router("/schema", route_handlers=[], opt={"public": True}),
        render_plugins=[JsonRenderPlugin()],
    )
