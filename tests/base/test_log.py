"""What an operator reads."""

import json

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
