"""A drawing as a device sends it, strokes as JSON, and the SVG that we write of it; no device's markup is shown."""

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

MEDIA_TYPE = "application/json"
MAX_POINTS = 20_000
INKS = {
    "black": "#16181a",
    "red": "#d0281e",
    "orange": "#f08a24",
    "yellow": "#f4c81d",
    "green": "#2d8a3c",
    "blue": "#1f62c4",
    "purple": "#7b3fb0",
    "brown": "#7a4a24",
}
"""As on the phone, on its paper."""
PAPER = "#fdfcf8"

Side = Annotated[int, msgspec.Meta(ge=1, le=10_000)]
Place = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
Colour = Literal["black", "red", "orange", "yellow", "green", "blue", "purple", "brown"]


class Odd(Exception):
    """Not a drawing as agreed."""


class Stroke(msgspec.Struct, frozen=True):
    """A line through its points, or a dot; `width` in units of the sheet."""

    colour: Colour
    width: Annotated[int, msgspec.Meta(ge=1, le=64)]
    points: Annotated[list[tuple[Place, Place]], msgspec.Meta(min_length=1, max_length=MAX_POINTS)]


class Drawing(msgspec.Struct, frozen=True):
    """Members that we don't know are left aside: nothing but what stands here is ever shown."""

    kind: Literal["drawing"]
    version: Literal[1]
    width: Side
    height: Side
    strokes: Annotated[list[Stroke], msgspec.Meta(max_length=2000)]


_READER = msgspec.json.Decoder(Drawing)


def read(content: bytes) -> Drawing:
    """Raises Odd."""
    try:
        drawing = _READER.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Odd from error
    points = [point for stroke in drawing.strokes for point in stroke.points]
    if len(points) > MAX_POINTS or any(x > drawing.width or y > drawing.height for x, y in points):
        raise Odd
    return drawing


def svg(drawing: Drawing) -> str:
    """Whole, of numbers and of our own words only."""
    size = f'width="{drawing.width}" height="{drawing.height}"'
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {drawing.width} {drawing.height}">'
    return f'{opening}<rect {size} fill="{PAPER}"/>{"".join(_paths(drawing))}</svg>'


def _paths(drawing: Drawing) -> Iterator[str]:
    for stroke in drawing.strokes:
        (x, y), *rest = stroke.points
        line = "".join(f"L{each_x} {each_y}" for each_x, each_y in rest) or "h0"
        look = f'stroke="{INKS[stroke.colour]}" stroke-width="{stroke.width}" stroke-linecap="round"'
        yield f'<path d="M{x} {y}{line}" fill="none" {look} stroke-linejoin="round"/>'
