"""A request as our handlers read it."""

from typing import Any

from litestar import Request

from firsthand.base.problems import Problem


class ReadRequest(Request[Any, Any, Any]):
    """A body that is no JSON is its sender's mistake, in whatever way it is none."""

    async def json(self) -> Any:
        """Raises Problem `bad-request` also for broken UTF-8 and for nesting without end."""
        try:
            return await super().json()
        except (UnicodeDecodeError, RecursionError):
            raise Problem("bad-request") from None
