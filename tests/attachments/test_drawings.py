"""Strokes as JSON, checked to the last number, and the SVG that is made of them."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.attachments import drawings
from firsthand.attachments.drawings import INKS, Odd
from support.anything import JSON

LINE = {"colour": "blue", "width": 4, "points": [[0, 0], [10, 20]]}


def drawing(*strokes: dict[str, Any], **members: Any) -> bytes:
    told = {"kind": "drawing", "version": 1, "width": 100, "height": 50, "strokes": list(strokes)}
    return json.dumps(told | members).encode()


def test_a_stroke_is_a_path_of_its_colour_and_width() -> None:
    drawn = drawings.svg(drawings.read(drawing(LINE)))
    assert f'<path d="M0 0L10 20" fill="none" stroke="{INKS["blue"]}" stroke-width="4"' in drawn
    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50" viewBox="0 0 100 50">')


def test_a_touch_is_a_dot() -> None:
    assert 'd="M7 8h0"' in drawings.svg(drawings.read(drawing(LINE | {"points": [[7, 8]]})))


def test_an_empty_sheet_is_a_drawing() -> None:
    assert "<path" not in drawings.svg(drawings.read(drawing()))


@pytest.mark.parametrize(
    "odd",
    [
        b"",
        b"<svg onload='x'/>",
        b"\xff{}",
        b"[" * 100_000,
        drawing(kind="picture"),
        drawing(version=2),
        drawing(width=0),
        drawing(height=10_001),
        drawing(width=True),
        drawing(strokes="none"),
        drawing(LINE | {"colour": "#ff0000"}),
        drawing(LINE | {"colour": 'red" onload="x'}),
        drawing(LINE | {"width": 0}),
        drawing(LINE | {"width": 65}),
        drawing(LINE | {"width": 1.5}),
        drawing(LINE | {"points": []}),
        drawing(LINE | {"points": [[101, 0]]}),
        drawing(LINE | {"points": [[0, 51]]}),
        drawing(LINE | {"points": [[-1, 0]]}),
        drawing(LINE | {"points": [[1, 2, 3]]}),
        drawing(LINE | {"points": [["1", "2"]]}),
        drawing(LINE | {"points": [[1e300, 0]]}),
        drawing(*[LINE] * 2001),
        drawing(*[LINE | {"points": [[1, 1]] * 201}] * 100),
    ],
    ids=lambda content: f"{content[:60]!r}",
)
def test_what_is_not_as_agreed_is_not_drawn(odd: bytes) -> None:
    with pytest.raises(Odd):
        drawings.read(odd)


def test_as_much_as_is_agreed_is_drawn() -> None:
    whole = drawing(*[LINE | {"points": [[1, 1]] * 200}] * 100)
    assert drawings.svg(drawings.read(whole)).count("<path") == 100
    assert drawings.svg(drawings.read(drawing(*[LINE] * 2000))).count("<path") == 2000


@given(extra=st.dictionaries(st.text(max_size=8), st.text(), max_size=3), words=st.text())
def test_nothing_but_numbers_and_our_own_words_is_written(extra: dict[str, str], words: str) -> None:
    told = json.loads(drawing(extra | LINE | {"pressure": words}))
    drawn = drawings.svg(drawings.read(json.dumps({"title": words} | extra | told).encode()))
    assert re.fullmatch(r'(<(/?svg|rect|path)( [a-z-]+(A-Z)?[a-zA-Z]*="[#a-zA-Z0-9 ./:]*")*/?>)+', drawn), drawn


@given(JSON)
def test_anything_else_is_odd_and_no_more(found: Any) -> None:
    with pytest.raises(Odd):
        drawings.read(json.dumps(found).encode())
