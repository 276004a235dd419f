"""What invented children drew: strokes as the pad keeps them. Nobody drew any of it."""

import json
from math import cos, pi, sin
from random import Random
from typing import Any

Points = list[list[int]]

_WIDTH, _HEIGHT = 360, 480


def picture(source: Random) -> bytes:
    """A house under a sun, somebody beside it, small and far from the door, or near."""
    beside = source.randint(220, 310)
    house = [_line((80, 400), (80, 250), (200, 250), (200, 400), (80, 400)), _line((70, 255), (140, 180), (210, 255))]
    strokes = [
        *(_stroke("red", 10, each) for each in house),
        _stroke("brown", 6, _line((125, 400), (125, 330), (155, 330), (155, 400))),
        _stroke("orange", 10, _ring(300, 90, 38)),
        _stroke("blue", 6, _ring(beside, 330, 16)),
        _stroke("blue", 6, _line((beside, 346), (beside, 395), (beside - 14, 425))),
        _stroke("blue", 6, _line((beside, 395), (beside + 14, 425))),
        _stroke("green", 20, _line((10, 440), (350, 436))),
    ]
    drawn = {"kind": "drawing", "version": 1, "width": _WIDTH, "height": _HEIGHT, "strokes": strokes}
    return json.dumps(drawn).encode()


def _stroke(colour: str, width: int, points: Points) -> dict[str, Any]:
    return {"colour": colour, "width": width, "points": points}


def _line(*corners: tuple[int, int]) -> Points:
    return [list(each) for each in corners]


def _ring(x: int, y: int, radius: int) -> Points:
    turns = [2 * pi * step / 16 for step in range(17)]
    return [[round(x + radius * cos(turn)), round(y + radius * sin(turn))] for turn in turns]
