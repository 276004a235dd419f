"""Pages that are the same for everybody: rendered, packed and named once in a process."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self

from litestar import MediaType, Request, Response
from litestar.status_codes import HTTP_304_NOT_MODIFIED

from firsthand.web.packed import Packed


@dataclass(frozen=True)
class Kept:
    packed: Packed
    tag: str

    @classmethod
    def of(cls, text: str) -> Self:
        body = text.encode()
        return cls(Packed(body), f'"{sha256(body).hexdigest()[:20]}"')

    def answer(self, request: Request[Any, Any, Any]) -> Response[bytes]:
        """The page, packed for whoever takes it so; 304 where the phone has these bytes already."""
        headers = {"Cache-Control": "no-cache", "ETag": self.tag}
        if request.headers.get("if-none-match") == self.tag:
            return Response(b"", status_code=HTTP_304_NOT_MODIFIED, headers=headers | {"Vary": "Accept-Encoding"})
        body, coded = self.packed.taken(request.headers.get("accept-encoding", ""))
        return Response(body, media_type=MediaType.HTML, headers=headers | coded)


async def kept(request: Request[Any, Any, Any], render: Callable[[], str]) -> Response[bytes]:
    """What was kept for this path, or what `render` makes of it now; only for paths that are known to exist.

    Another build keeps its own. Made beside the event loop: a long form takes some tenths of a second.
    """
    state, build = request.app.state, request.app.state.world.assets.build
    if "kept" not in state or build not in state.kept:
        state.kept = {build: {}}
    pages: dict[str, Kept] = state.kept[build]
    path = request.scope["path"]
    if path in pages:
        return pages[path].answer(request)

    def make() -> Response[bytes]:
        pages[path] = Kept.of(render())
        return pages[path].answer(request)

    return await asyncio.to_thread(make)
