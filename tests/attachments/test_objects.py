"""Files by name: durable when `put` has returned, in a folder; the same in a store that is spoken to over HTTP."""

import os
from pathlib import Path

import pytest

from firsthand.attachments import objects
from firsthand.attachments.objects import Missing, NoStore, Objects
from firsthand.base import ids
from firsthand.base.problems import Problem
from firsthand.base.settings import Settings
from support.s3 import FakeS3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "objects"


@pytest.fixture(params=["folder", "s3"])
def kept(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    if request.param == "folder":
        yield objects.opened(Settings(data=tmp_path))
        return
    with FakeS3() as store:
        for name, value in store.environment.items():
            monkeypatch.setenv(name, value)
        yield objects.opened(Settings(data=tmp_path, objects_url="s3://invented/firsthand"))
        assert all(name.startswith("invented/firsthand/") for name in store.seen)


def test_what_was_put_is_got_and_replaced_and_removed(kept: Objects) -> None:
    kept.put("whole/a", b"one")
    kept.put("whole/a", b"two")
    assert kept.get("whole/a") == b"two"
    kept.remove("whole/a")
    kept.remove("whole/a")
    with pytest.raises(Missing):
        kept.get("whole/a")


def test_all_beneath_a_name_is_told_and_removed(kept: Objects) -> None:
    upload, other = ids.new(), ids.new()
    for each in (upload, other):
        for part in (ids.new(), ids.new()):
            kept.put(objects.part(each, part), os.urandom(10))
    assert len(kept.names("parts")) == 4
    kept.remove_all(objects.parts(upload))
    assert {name.split("/")[1] for name, _ in kept.names("parts")} == {str(other)}
    assert kept.names(objects.parts(upload)) == []


def test_a_file_of_the_greatest_size_is_kept_whole(kept: Objects) -> None:
    content = os.urandom(25 * 1024 * 1024)
    kept.put("whole/large", content)
    assert kept.get("whole/large") == content


def test_bytes_and_then_their_name_are_on_the_disk_before_it_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[str, int]] = []
    sync = os.fsync

    def note(handle: int) -> None:
        sync(handle)
        synced.append((str(Path(f"/proc/self/fd/{handle}").readlink()), os.fstat(handle).st_size))

    monkeypatch.setattr(os, "fsync", note)
    kept = objects.opened(Settings(data=tmp_path))
    kept.put("parts/one/two", b"12345")
    folder = tmp_path / "objects"
    assert [Path(name) for name, _ in synced] == [
        folder / "parts/one/two",
        folder / "parts/one",
        folder / "parts",
        folder,
    ]
    assert synced[0][1] == 5


def test_a_full_or_absent_store_is_away(tmp_path: Path) -> None:
    kept = objects.opened(Settings(data=tmp_path))
    (tmp_path / "objects" / "whole").write_bytes(b"in the way")
    with pytest.raises(Problem) as error:
        kept.put("whole/a", b"one")
    assert error.value.code == "unavailable"


def test_a_store_that_does_not_answer_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeS3() as store:
        for name, value in store.environment.items():
            monkeypatch.setenv(name, value)
        kept = objects.opened(Settings(data=tmp_path, objects_url="s3://invented"))
        store.refusing = True
        with pytest.raises(Problem) as error:
            kept.put("whole/a", b"one")
    assert error.value.code == "unavailable"


@pytest.mark.parametrize("url", ["nowhere", "ftp://elsewhere.example/x", "s3:"])
def test_an_address_of_no_store_stops_the_start(tmp_path: Path, url: str) -> None:
    with pytest.raises(NoStore, match="FIRSTHAND_OBJECTS_URL"):
        objects.opened(Settings(data=tmp_path, objects_url=url))


def test_another_folder_may_be_named(tmp_path: Path) -> None:
    objects.opened(Settings(data=tmp_path, objects_url=f"file://{tmp_path}/elsewhere")).put("whole/a", b"one")
    assert (tmp_path / "elsewhere" / "whole" / "a").read_bytes() == b"one"
