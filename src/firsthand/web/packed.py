"""Bytes that stay the same, packed once for all who ask: nothing secret is in them, so their length tells nothing."""

import gzip
from dataclasses import dataclass
from functools import cached_property

import brotli

_QUALITY = 10
"""The next step up takes four times as long and saves two per cent."""


@dataclass(frozen=True)
class Packed:
    """Each coding is made when it is first asked for, and kept."""

    plain: bytes

    @cached_property
    def br(self) -> bytes:
        packed: bytes = brotli.compress(self.plain, quality=_QUALITY)
        return packed

    @cached_property
    def gzip(self) -> bytes:
        return gzip.compress(self.plain, 9, mtime=0)

    def taken(self, accepted: str) -> tuple[bytes, dict[str, str]]:
        """What goes to whoever sent that `Accept-Encoding`, with the headers that say so."""
        named = {part.strip() for part in accepted.split(",")}
        coding = next((coding for coding in ("br", "gzip") if coding in named), None)
        packed = getattr(self, coding) if coding else self.plain
        headers = {"Vary": "Accept-Encoding"}
        if len(packed) < len(self.plain):
            headers["Content-Encoding"] = str(coding)
            return packed, headers
        return self.plain, headers
