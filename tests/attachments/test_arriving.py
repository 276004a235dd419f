"""What comes becomes parts: durable before it counts, one after the other, checked when it is whole."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from firsthand.attachments import objects, uploads
from firsthand.attachments.arriving import Checksum, Cut
from firsthand.attachments.tables import Upload
from firsthand.audit import entries
from firsthand.base.problems import Problem
from support.store import Store, body


def refused(error: pytest.ExceptionInfo[Problem]) -> str:
    return error.value.code


def test_what_is_large_is_several_parts_and_then_one_object(store: Store, content: bytes) -> None:
    upload = store.begin(content)
    progress = store.came(upload, content)
    assert (progress.offset, progress.complete, len(store.kept())) == (len(content), True, 3)
    assert asyncio.run(store.arriving.settle(progress.upload))
    assert (store.kept(), store.content(upload)) == ({objects.whole(upload.id)}, content)
    assert store.told == [upload.submission]


def test_what_came_before_a_cut_stays(store: Store) -> None:
    upload = store.begin(b"abcdefgh")
    with pytest.raises(Cut):
        store.came(upload, b"abc", b"d", Cut)
    assert store.found(upload).offset == 4
    assert store.came(upload, b"efgh").offset == 8
    assert asyncio.run(store.arriving.settle(upload))
    assert store.content(upload) == b"abcdefgh"


def test_with_a_checksum_a_cut_leaves_nothing(store: Store, small_pieces: int) -> None:
    content = os.urandom(3 * small_pieces)
    upload = store.begin(content)
    with pytest.raises(Cut):
        asyncio.run(store.take(upload, [content[:250], Cut], Checksum(hashlib.sha1(), hashlib.sha1(content).digest())))
    assert (store.found(upload).offset, store.kept()) == (0, set())
    asyncio.run(store.take(upload, [content], Checksum(hashlib.sha1(), hashlib.sha1(content).digest())))
    assert store.found(upload).offset == len(content)


def test_of_two_at_once_one_goes_on(store: Store) -> None:
    upload = store.begin(b"abcdefgh")

    async def both() -> None:
        progress = store.found(upload)

        async def slow() -> AsyncIterator[bytes]:
            yield b"abc"
            await store.arriving.take(progress, body([b"abcde"]))
            yield b"defgh"

        with pytest.raises(Problem) as error:
            await store.arriving.take(progress, slow())
        assert refused(error) == "upload-offset"

    asyncio.run(both())
    assert (store.found(upload).offset, len(store.kept())) == (5, 1)


def test_twenty_at_once_make_one_file(store: Store, small_pieces: int) -> None:
    """Each asks where it stands, sends on from there, and asks again."""
    content = os.urandom(7 * small_pieces + 3)
    upload = store.begin(content)

    async def send() -> None:
        while not (progress := await store.database.reads.run(lambda session: _found(session, upload))).complete:
            try:
                await store.arriving.take(progress, body([content[progress.offset :]]))
            except Problem as problem:
                assert problem.code == "upload-offset"  # noqa: PT017
        assert await store.arriving.settle(progress.upload)

    async def twenty() -> None:
        await asyncio.gather(*(send() for _ in range(20)))

    asyncio.run(twenty())
    assert store.content(upload) == content
    assert store.kept() == {objects.whole(upload.id)}
    received = store.read(lambda session: entries.about(session, upload.submission))
    assert [entry.action for entry in received] == ["attachment.received"]


def _found(session: Session, upload: Upload) -> uploads.Progress:
    row = session.get_one(Upload, upload.id)
    return uploads.Progress(row, uploads.offset(session, row))


def test_a_store_that_is_away_takes_nothing_and_says_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = store.begin(b"abcdefgh")
    store.came(upload, b"abc")

    def away(*_: object) -> None:
        raise Problem("unavailable")

    with monkeypatch.context() as patched:
        patched.setattr(store.objects, "put", away)
        with pytest.raises(Problem) as error:
            store.came(upload, b"defgh")
    assert (refused(error), store.found(upload).offset) == ("unavailable", 3)
    assert store.came(upload, b"defgh").complete


def test_a_commit_of_which_nobody_knows_takes_no_byte_away(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was made, and its answer was lost: the part counts, so that it must be there."""
    upload = store.begin(b"abcdefgh")
    run = store.database.writes.run

    async def lost(*work: object, **how: object) -> object:
        await run(*work, **how)  # type: ignore[arg-type]
        raise Problem("unavailable")

    with monkeypatch.context() as patched:
        patched.setattr(store.database.writes, "run", lost)
        with pytest.raises(Problem):
            store.came(upload, b"abcde")
    assert (store.found(upload).offset, len(store.kept())) == (5, 1)
    assert asyncio.run(store.arriving.settle(store.came(upload, b"fgh").upload))
    assert store.content(upload) == b"abcdefgh"


def test_what_is_another_than_was_announced_is_found_by_nobody(store: Store) -> None:
    upload = store.begin(b"abcdefgh")
    assert not asyncio.run(store.arriving.settle(store.came(upload, b"ABCDEFGH").upload))
    with pytest.raises(Problem) as error:
        store.found(upload)
    assert (refused(error), store.kept(), store.told) == ("not-found", set(), [])


def test_a_part_that_was_lost_ends_its_upload(store: Store) -> None:
    """A disk that was put back from yesterday: the device still has it, and begins anew."""
    upload = store.begin(b"abcdefgh")
    store.came(upload, b"abcd")
    store.objects.remove_all(objects.parts(upload.id))
    assert not asyncio.run(store.arriving.settle(store.came(upload, b"efgh").upload))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    content=st.binary(max_size=1000),
    cuts=st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=8),
    chunk=st.integers(1, 300),
)
def test_however_it_is_cut_it_comes_whole(
    store: Store, small_pieces: int, content: bytes, cuts: list[tuple[int, bool]], chunk: int
) -> None:
    """What is acknowledged never grows less, and is never more than was sent."""
    upload = store.begin(content)
    for size, torn in cuts:
        at = store.found(upload).offset
        sent = content[at : at + size]
        pieces = [sent[start : start + chunk] for start in range(0, len(sent), chunk)]
        try:
            store.came(upload, *pieces, *([Cut] if torn else []))
        except Cut:
            assert torn
        assert at <= store.found(upload).offset <= at + len(sent)
    progress = store.came(upload, content[store.found(upload).offset :])
    assert asyncio.run(store.arriving.settle(progress.upload))
    assert store.content(upload) == content
