"""Where each country lies: a quick test of many points against its outline and a margin around it."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import shapely
from shapely.geometry import shape

_OUTLINES: Final = Path(__file__).parents[2] / "data" / "boundaries" / "outlines.geojson"
# Degrees, some 28 km at the equator. The outlines are drawn for 1:50 million with corners thinned at 0.05 degrees,
# which moves a coast by up to a tenth of a degree; harbours and posts at a border crossing lie a little beyond.
MARGIN: Final = 0.25
# Size in degrees of the squares of which most points are decided without looking at the outline.
_SQUARE: Final = 0.5
Numbers: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float64]]"
Flags: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.bool_]]"


class Territory(NamedTuple):
    """A country with its margin: the outline, and which squares of a grid from its south-western corner lie inside."""

    outline: shapely.Geometry
    west: float
    south: float
    is_inside: "np.ndarray[tuple[int, int], np.dtype[np.bool_]]"

    def holds(self, latitudes: Numbers, longitudes: Numbers) -> Flags:
        """Return whether each point lies in the country or its margin."""
        rows = np.floor((latitudes - self.south) / _SQUARE).astype(np.int64)
        columns = np.floor((longitudes - self.west) / _SQUARE).astype(np.int64)
        height, width = self.is_inside.shape
        is_near = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        held = np.zeros(len(latitudes), dtype=bool)
        held[is_near] = self.is_inside[rows[is_near], columns[is_near]]
        open_ones = np.flatnonzero(is_near & ~held)
        held[open_ones] = shapely.contains_xy(self.outline, longitudes[open_ones], latitudes[open_ones])
        return held


@cache
def territory(code: str) -> Territory | None:
    """Return the territory of a country, all its outlines of any time together; None where the set has none.

    Sudan's holds South Sudan as well, and Serbia's Kosovo, since both once did.
    """
    outlines = _outlines().get(code)
    if not outlines:
        return None
    widened = shapely.union_all(shapely.buffer(outlines, MARGIN, quad_segs=2))
    shapely.prepare(widened)
    west, south, east, north = shapely.bounds(widened)
    lefts, bottoms = np.meshgrid(np.arange(west, east, _SQUARE), np.arange(south, north, _SQUARE))
    squares = shapely.box(lefts, bottoms, lefts + _SQUARE, bottoms + _SQUARE)
    return Territory(widened, west, south, shapely.contains_properly(widened, squares))


@cache
def _outlines() -> dict[str, list[Any]]:
    features = json.loads(_OUTLINES.read_text(encoding="utf-8"))["features"]
    found: dict[str, list[Any]] = {}
    for feature in features:
        properties = feature["properties"]
        if properties["fill_code"]:
            found.setdefault(properties["fill_code"], []).append(shape(feature["geometry"]))
    return found
