"""The headers of tus as the published document describes them."""

from dataclasses import dataclass
from typing import ClassVar

from litestar.openapi.spec import OpenAPIHeader, OpenAPIMediaType, Parameter, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType

from firsthand.attachments import rules
from firsthand.web.api import tus
from firsthand.web.openapi import Described

_TEXT = Schema(type=OpenAPIType.STRING)
_SIZE = Schema(type=OpenAPIType.INTEGER, minimum=0, maximum=rules.MAX_SIZE)
_BASE64 = "[A-Za-z0-9+/]"
_CHECKSUM = Schema(type=OpenAPIType.STRING, pattern=f"^(sha1 {_BASE64}{{27}}=|sha256 {_BASE64}{{43}}=)$")
_METADATA = Schema(
    type=OpenAPIType.STRING,
    pattern=f"^submission {_BASE64}{{48}},attachment {_BASE64}{{48}},sha256 {_BASE64}{{86}}==$",
    description="The ids and the hash in lower-case hex, each in base64; never a file name",
)


def _taken(name: str, schema: Schema, *, required: bool = True) -> Parameter:
    return Parameter(name, "header", schema, required=required)


def _given(*names: str) -> dict[str, OpenAPIHeader]:
    return {name: OpenAPIHeader(schema=_TEXT) for name in names}


_VERSION = _taken("Tus-Resumable", Schema(type=OpenAPIType.STRING, enum=[tus.VERSION]))
_OFFSET = _taken("Upload-Offset", _SIZE)
_SUM = _taken("Upload-Checksum", _CHECKSUM, required=False)
_BYTES = RequestBody(content={tus.BYTES: OpenAPIMediaType(schema=_TEXT)}, required=True)


@dataclass
class _Tus(Described):
    """`takes` and `gives`: headers."""

    takes: ClassVar[tuple[Parameter, ...]] = (_VERSION,)
    gives: ClassVar[tuple[str, ...]] = ("Tus-Resumable",)
    bytes: ClassVar[RequestBody | None] = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.parameters = [*(self.parameters or ()), *self.takes]
        self.request_body = self.bytes
        for status, answer in (self.responses or {}).items():
            if status < "300":
                answer.headers = _given(*self.gives)  # type: ignore[union-attr]
                answer.content = None  # type: ignore[union-attr]


class Offering(_Tus):
    takes = ()
    gives = tuple(tus.OFFERED)


class Beginning(_Tus):
    takes = (_VERSION, _taken("Upload-Length", _SIZE), _taken("Upload-Metadata", _METADATA))
    gives = ("Tus-Resumable", "Location", "Upload-Offset")


class Asking(_Tus):
    gives = ("Tus-Resumable", "Upload-Offset", "Upload-Length", "Upload-Metadata")


class Adding(_Tus):
    takes = (_VERSION, _OFFSET, _SUM)
    gives = ("Tus-Resumable", "Upload-Offset")
    bytes = _BYTES


class Withdrawing(_Tus):
    pass


class Overriding(_Tus):
    takes = (_VERSION, _taken("X-HTTP-Method-Override", Schema(type=OpenAPIType.STRING, enum=["PATCH", "DELETE"])),
             _taken("Upload-Offset", _SIZE, required=False), _SUM)  # fmt: skip
    bytes = RequestBody(content={tus.BYTES: OpenAPIMediaType(schema=_TEXT)}, required=False)
