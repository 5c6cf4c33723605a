"""Schematic shapes of the generated prefecture: its counties as areas that share their wavy borders, as GeoJSON."""

from itertools import pairwise
from typing import Any

import numpy as np

from lianqun.generate.content import rows_of

Point = tuple[float, float]
# Corners of the areas, as (longitude, latitude): four lines of four from north to south, and two in the east.
ROWS, COLUMNS = 4, 4
WEST, NORTH, WIDTH, HEIGHT = 109.55, 30.5, 0.31, 0.3
SHAKEN, WAVES, BENDS = 0.035, 4, 0.09
LAYOUT = (("990121", "990122", "990123"), ("990103", "990101", "990102"), ("990124", "990125", "990126"))
EAST = "990127"
SEED = 99


def model_shapes() -> dict[str, Any]:
    """A feature collection in the form of the other shapes: a feature a county with `code`, `name` and `cp`, where its name stands."""
    random = np.random.default_rng(SEED)
    corners = {(row, column): _corner(random, row, column) for row in range(ROWS) for column in range(COLUMNS)}
    corners |= {(1, COLUMNS): (110.74, 30.18), (2, COLUMNS): (110.72, 29.92)}
    borders: dict[frozenset[tuple[int, int]], list[Point]] = {}
    rings = {
        code: ((row, at), (row, at + 1), (row + 1, at + 1), (row + 1, at))
        for row, codes in enumerate(LAYOUT)
        for at, code in enumerate(codes)
    }
    rings[EAST] = ((1, COLUMNS - 1), (1, COLUMNS), (2, COLUMNS), (2, COLUMNS - 1))
    names = {row["id"]: row["name_zh"] for row in rows_of("places")}
    features = [_feature(code, names[code], _ring(ends, corners, borders, random)) for code, ends in sorted(rings.items())]
    return {"type": "FeatureCollection", "features": features}


def _corner(random: np.random.Generator, row: int, column: int) -> Point:
    dx, dy = random.normal(0, SHAKEN, 2)
    return WEST + column * WIDTH + float(dx), NORTH - row * HEIGHT + float(dy)


def _ring(
    ends: tuple[tuple[int, int], ...],
    corners: dict[tuple[int, int], Point],
    borders: dict[frozenset[tuple[int, int]], list[Point]],
    random: np.random.Generator,
) -> list[Point]:
    """The border of an area, closed: every stretch between two corners is made once and walked from either side."""
    ring: list[Point] = []
    for start, end in zip(ends, (*ends[1:], ends[0]), strict=True):
        key = frozenset((start, end))
        if key not in borders:
            first, last = sorted(key)
            borders[key] = _wavy(random, corners[first], corners[last])
        line = borders[key] if start == min(key) else borders[key][::-1]
        ring += line[:-1]
    return [*ring, ring[0]]


def _wavy(random: np.random.Generator, start: Point, end: Point) -> list[Point]:
    """A line from one point to another whose middles are pushed aside, again and again, by less and less."""
    line = [start, end]
    for wave in range(WAVES):
        pairs = pairwise(line)
        line = [point for left, right in pairs for point in (left, _pushed(random, left, right, BENDS / (wave + 1)))] + [end]
    return [(round(x, 3), round(y, 3)) for x, y in line]


def _pushed(random: np.random.Generator, left: Point, right: Point, share: float) -> Point:
    push = float(random.normal(0, share))
    return (left[0] + right[0]) / 2 + push * (right[1] - left[1]), (left[1] + right[1]) / 2 - push * (right[0] - left[0])


def _feature(code: str, name: str, ring: list[Point]) -> dict[str, Any]:
    middle = [round(sum(point[axis] for point in ring) / len(ring), 3) for axis in (0, 1)]
    properties = {"code": code, "name": name, "cp": middle}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]}}
