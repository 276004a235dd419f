"""Pages that are the same for everybody: rendered, packed and named once in a process."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self

from litestar import MediaType, Request, Response
from litestar.status_codes import HTTP_304_NOT_MODIFIED


@dataclass(frozen=True)
class Kept:
    """`packed` is the gzip of `body`; nothing secret is in it, so its length tells nothing."""

    body: bytes
    packed: bytes
    tag: str

    @classmethod
    def of(cls, text: str) -> Self:
        body = text.encode()
        return cls(body, gzip.compress(body, 9, mtime=0), f'"{sha256(body).hexdigest()[:20]}"')

    def answer(self, request: Request[Any, Any, Any]) -> Response[bytes]:
        """The page, packed for whoever takes it so; 304 where the phone has these bytes already."""
        headers = {"Cache-Control": "no-cache", "ETag": self.tag, "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == self.tag:
            return Response(b"", status_code=HTTP_304_NOT_MODIFIED, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.packed, media_type=MediaType.HTML, headers={**headers, "Content-Encoding": "gzip"})
        return Response(self.body, media_type=MediaType.HTML, headers=headers)


def keep(request: Request[Any, Any, Any], render: Callable[[], str]) -> Kept:
    """What was kept for this path, or what `render` makes of it now; only for paths that are known to exist.

    Another build keeps its own.
    """
    state, build = request.app.state, request.app.state.world.assets.build
    if "kept" not in state or build not in state.kept:
        state.kept = {build: {}}
    pages: dict[str, Kept] = state.kept[build]
    path = request.scope["path"]
    if path not in pages:
        pages[path] = Kept.of(render())
    return pages[path]
