"""The headers of tus: whatever is written in them, they are read or refused, and never anything else."""

from base64 import b64encode
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.attachments.arriving import Checksum
from firsthand.attachments.rules import Announced
from firsthand.base.problems import Problem
from firsthand.web.api import tus
from support.uploads import metadata

IDS = st.uuids().map(str) | st.uuids().map(lambda each: str(each).upper())
HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)
SAID = st.fixed_dictionaries({"submission": IDS, "attachment": IDS, "sha256": HASHES})
HEADER = st.text(st.characters(codec="latin-1"), max_size=300) | st.none()


@given(SAID, st.integers(0, 2**40), st.permutations(tus.METADATA))
def test_what_was_announced_is_read_in_any_order(said: dict[str, str], size: int, order: list[str]) -> None:
    read = tus.announced(metadata(**{name: said[name] for name in order}), size)
    assert read == Announced(UUID(said["submission"]), UUID(said["attachment"]), said["sha256"], size)


@given(SAID, st.sampled_from(tus.METADATA), st.text(max_size=80))
def test_one_part_that_is_not_as_agreed_refuses_it_all(said: dict[str, str], part: str, other: str) -> None:
    if other.lower() != said[part].lower():
        with pytest.raises(Problem) as error:
            tus.announced(metadata(**said | {part: other}), 1)
        assert error.value.code == "invalid"


@given(SAID, st.text(min_size=1, max_size=20), st.text(max_size=20))
def test_anything_more_refuses_it_too(said: dict[str, str], name: str, value: str) -> None:
    with pytest.raises(Problem):
        tus.announced(f"{metadata(**said)},{name} {b64encode(value.encode()).decode()}", 1)


@given(SAID, st.sampled_from(tus.METADATA))
def test_a_part_said_twice_or_not_at_all_refuses_it(said: dict[str, str], part: str) -> None:
    for told in (f"{metadata(**said)},{metadata(**{part: said[part]})}", metadata(**said | {part: ""})):
        with pytest.raises(Problem):
            tus.announced(told, 1)


@given(HEADER)
def test_whatever_stands_there_is_read_or_refused(header: str | None) -> None:
    for read in (lambda: tus.announced(header, 1), lambda: tus.number(header), lambda: tus.checksum(header)):
        try:
            found = read()
        except Problem as problem:
            found = problem
        assert isinstance(found, Announced | int | Checksum | Problem | None)


@given(st.integers(0, 10**16 - 1))
def test_a_number_is_its_digits(number: int) -> None:
    assert tus.number(str(number)) == number


@pytest.mark.parametrize("header", [None, "", "-1", "+1", " 1", "1.0", "1e3", "0x1", "٣", "1_0", "9" * 17])
def test_nothing_else_is_a_number(header: str | None) -> None:
    with pytest.raises(Problem):
        tus.number(header)


@given(st.binary())
def test_a_checksum_is_what_its_algorithm_makes(content: bytes) -> None:
    for name, algorithm in tus.ALGORITHMS.items():
        read = tus.checksum(f"{name} {b64encode(algorithm(content).digest()).decode()}")
        assert read is not None
        read.hash.update(content)
        assert read.hash.digest() == read.expected
