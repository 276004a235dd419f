"""Static files under the hash of everything that a phone keeps, so that it runs one build and never a mixture."""

import json
import mimetypes
import os
import posixpath
import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import HeaderParameter

from firsthand.base import places
from firsthand.base.problems import Problem
from firsthand.web.packed import Packed

LIBRARIES = ("htmx.org", "htmx-sse", "idb", "jose", "argon2")
_UNSERVED = {".scss", ".ts"}
_IMPORTED = re.compile(r'^(?:import .*?|export .*?|\} )from "(\.[^"]+)"', re.MULTILINE)
_FOREVER = "public, max-age=31536000, immutable"
mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("text/javascript", ".js")


@dataclass(frozen=True)
class Asset:
    """A file as it is and as it is sent."""

    packed: Packed
    media_type: str

    @classmethod
    def read(cls, file: Path) -> "Asset":
        return cls(Packed(file.read_bytes()), mimetypes.guess_type(file.name)[0] or "application/octet-stream")

    @property
    def body(self) -> bytes:
        return self.packed.plain


def _files(folder: Path) -> list[Path]:
    found = (Path(at, name) for at, _, names in os.walk(folder) if "__pycache__" not in at for name in names)
    return sorted(file for file in found if file.is_file())


class Assets:
    """The static tree, read once at start."""

    def __init__(self, static: Path | None = None) -> None:
        self.folder = static or places.folder("static")
        self._files = {
            file.relative_to(self.folder).as_posix(): Asset.read(file)
            for file in _files(self.folder)
            if file.suffix not in _UNSERVED
        }
        self._tree = self._hash()
        self._builds: set[str] = set()
        self.mark("")

    def _hash(self) -> str:
        digest = sha256()
        for path, asset in self._files.items():
            digest.update(path.encode() + asset.body)
        for folder in (
            places.folder("templates"),
            places.folder("i18n"),
            Path(__file__).parents[1],
        ):
            for file in _files(folder):
                digest.update(file.read_bytes())
        return digest.hexdigest()

    def mark(self, said: str) -> None:
        """Names the build anew after what it offers; what was served under an earlier name still is."""
        self.build = sha256(f"{self._tree} {said}".encode()).hexdigest()[:12]
        self._builds.add(self.build)

    def served(self, build: str, path: str) -> Asset | None:
        return self.find(path) if build in self._builds else None

    def url(self, path: str) -> str:
        """Raises KeyError for a file that is not there."""
        self._files[path]
        return f"/static/{self.build}/{path}"

    def paths(self, folder: str = "") -> list[str]:
        return [path for path in self._files if path.startswith(folder)]

    def find(self, path: str) -> Asset | None:
        return self._files.get(path)

    def modules(self, *entries: str) -> list[str]:
        """Addresses of these modules and of all that they import, for `modulepreload`."""
        found: dict[str, None] = {}
        ahead = list(entries)
        while ahead:
            path = ahead.pop(0)
            asset = self._files.get(path)
            if path in found or asset is None:
                continue
            found[path] = None
            named = _IMPORTED.findall(asset.body.decode())
            ahead += [posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) for name in named]
        return [self.url(path) for path in found]

    @property
    def import_map(self) -> str:
        present = {name: f"vendor/{name.removesuffix('.org')}.js" for name in LIBRARIES}
        return json.dumps({"imports": {name: self.url(path) for name, path in present.items()}})

    def text(self, path: str) -> str:
        """Raises KeyError for a file that is not there."""
        return self._files[path].body.decode()


def csp_source(text: str) -> str:
    """What a policy calls a script or style that stands in the page itself."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@get(
    "/static/{build:str}/{path:path}",
    opt={"public": True},
    include_in_schema=False,
    sync_to_thread=False,
)
def static_file(
    request: Request[Any, Any, Any],
    build: str,
    path: str,
    accepts: Annotated[str, HeaderParameter(name="accept-encoding")] = "",
) -> Response[bytes]:
    assets: Assets = request.app.state.world.assets
    asset = assets.served(build, path.lstrip("/"))
    if asset is None:
        raise Problem("not-found")
    body, headers = asset.packed.taken(accepts)
    return Response(body, media_type=asset.media_type, headers={"Cache-Control": _FOREVER} | headers)


routes = [static_file]
