"""What goes out smaller than it is."""

import gzip

import brotli
import pytest

from firsthand.web.packed import Packed

TEXT = b"the same again, " * 100


@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"),
    [("gzip, deflate, br, zstd", "br", brotli.decompress), ("gzip;q=0, gzip", "gzip", gzip.decompress)],
)
def test_whoever_takes_it_packed_gets_the_smallest(accepted: str, coding: str, unpack) -> None:
    body, headers = Packed(TEXT).taken(accepted)
    assert (headers["Content-Encoding"], unpack(body)) == (coding, TEXT)
    assert len(body) < 100


@pytest.mark.parametrize("accepted", ["", "identity", "br;q=0", "zstd"])
def test_whoever_does_not_gets_it_as_it_is(accepted: str) -> None:
    assert Packed(TEXT).taken(accepted) == (TEXT, {"Vary": "Accept-Encoding"})


def test_what_packing_makes_larger_is_left_as_it_is() -> None:
    assert Packed(b"x").taken("br") == (b"x", {"Vary": "Accept-Encoding"})
