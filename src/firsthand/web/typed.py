"""What was typed into a plain form, and what was wrong with it: given back together, so that nothing is lost."""

from typing import Any

from litestar import Response
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from firsthand.base.problems import Problem

FORM: Any = Body(media_type=RequestEncodingType.URL_ENCODED)


def errors(problem: Problem) -> dict[str, str]:
    """The sentence of each field (a gettext message). Raises the problem again where no field is to blame."""
    found = {error["field"]: error["message"] for error in problem.members.get("errors", ())}
    if not found:
        raise problem
    return found


def with_errors(page: Response[str], wrong: dict[str, str]) -> Response[str]:
    """The status that tells a page of errors from one of success."""
    page.status_code = HTTP_422_UNPROCESSABLE_ENTITY if wrong else HTTP_200_OK
    return page
