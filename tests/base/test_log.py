"""What an operator reads."""

import json
from errno import ENOSPC
from io import StringIO

import pytest

from firsthand.base import log


def test_what_went_wrong_is_a_line_of_codes(capsys: pytest.CaptureFixture[str]) -> None:
    log.error("record_not_read", envelope="an id", error=None)
    told = capsys.readouterr()
    line = json.loads(told.err)
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert line.pop("at").endswith("+00:00")
    assert line == {"level": "error", "event": "record_not_read", "envelope": "an id", "error": None}


class Full(StringIO):
    """A file on a disk that is full."""

    def write(self, text: str) -> int:
        raise OSError(ENOSPC, "No space left on device")


def test_a_full_disk_does_not_end_who_tells_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", Full())
    log.error("commit_failed", error="OperationalError")
