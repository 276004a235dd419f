"""Every failure as a problem: JSON under /api, a page elsewhere."""

from typing import Any

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.status_codes import HTTP_303_SEE_OTHER, HTTP_401_UNAUTHORIZED, HTTP_500_INTERNAL_SERVER_ERROR

from firsthand.base import log
from firsthand.base.problems import CATALOGUE, Problem
from firsthand.web.rendering import render

_BY_STATUS = {
    400: "bad-request",
    401: "sign-in",
    403: "not-allowed",
    404: "not-found",
    405: "method",
}
_BY_STATUS |= {
    413: "too-large",
    415: "media-type",
    422: "invalid",
    429: "slow-down",
    503: "unavailable",
}
AnyRequest = Request[Any, Any, Any]


def answer(request: AnyRequest, problem: Problem) -> Response[Any]:
    """The problem in the language of whoever asked: a document for a program, a page for a person."""
    if request.scope["path"].startswith("/api/"):
        return Response(
            problem.document(),
            status_code=problem.kind.status,
            media_type="application/problem+json",
            headers=problem.headers,
        )
    if problem.code == "sign-in" and request.method == "GET":
        return to_sign_in(request)
    return render(
        request,
        "problem.html",
        status_code=problem.kind.status,
        headers=problem.headers,
        problem=problem,
    )


def to_sign_in(request: AnyRequest) -> Response[Any]:
    """Nothing of where somebody wanted to go is put into the address; a fragment moves the whole page."""
    if "hx-request" in request.headers:
        return Response(
            "",
            media_type=MediaType.TEXT,
            status_code=HTTP_401_UNAUTHORIZED,
            headers={"HX-Redirect": "/sign-in#sign-in"},
        )
    return Response(
        "", media_type=MediaType.TEXT, status_code=HTTP_303_SEE_OTHER, headers={"Location": "/sign-in#sign-in"}
    )


def on_problem(request: AnyRequest, error: Problem) -> Response[Any]:
    return answer(request, error)


def on_http_exception(request: AnyRequest, error: HTTPException) -> Response[Any]:
    code = _BY_STATUS.get(error.status_code, "internal" if error.status_code >= 500 else "bad-request")
    members: dict[str, Any] = {}
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        fields = [{"field": e.get("key"), "message": e.get("message")} for e in error.extra if isinstance(e, dict)]
        members = {"errors": fields}
    return answer(request, Problem(code, members=members))


def on_anything_else(request: AnyRequest, error: Exception) -> Response[Any]:
    """What happened goes to the log by type and place only: messages may quote what somebody typed."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else None
    log.error("unexpected", error=type(error).__name__, place=place)
    return answer(request, Problem("internal"))


HANDLERS: dict[Any, Any] = {
    Problem: on_problem,
    HTTPException: on_http_exception,
    HTTP_500_INTERNAL_SERVER_ERROR: on_anything_else,
}
assert set(_BY_STATUS.values()) <= set(CATALOGUE)
