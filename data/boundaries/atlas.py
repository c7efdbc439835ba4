"""Atlas: country polygons read from the Visionscarto TopoJSON, planar and on one linework.

The atlas is stitched across 180 degrees for drawing on a globe; here every ring
is unrolled and cut so that a flat map can draw it.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon, box
from shapely.affinity import translate

Shapes = dict[str, MultiPolygon]
Points = NDArray[np.float64]

WORLD = {"west": -180, "south": -90, "east": 180, "north": 90}


def polygons_of(geometry: shapely.Geometry) -> list[Polygon]:
    """Return the polygons with an area inside any geometry, in their order."""
    parts = shapely.get_parts(geometry).tolist()
    flat = [inner for part in parts for inner in shapely.get_parts(part).tolist()]
    return [part for part in flat if isinstance(part, Polygon) and part.area > 0]


def unrolled(ring: Points) -> Points:
    """Return a ring without jumps: longitudes may leave -180 to 180."""
    turns = np.round(np.diff(ring[:, 0]) / 360)
    return np.column_stack([ring[:, 0] - 360 * np.concatenate([[0], np.cumsum(turns)]), ring[:, 1]])


def cut_at_180(polygon: Polygon) -> list[Polygon]:
    """Return the pieces of an unrolled polygon moved into -180 to 180 degrees."""
    west, _, east, _ = polygon.bounds
    if west >= WORLD["west"] and east <= WORLD["east"]:
        return polygons_of(shapely.make_valid(polygon))
    pieces = []
    for turn in (-1, 0, 1):
        frame = box(WORLD["west"] + 360 * turn, WORLD["south"], WORLD["east"] + 360 * turn, WORLD["north"])
        pieces += polygons_of(translate(shapely.make_valid(polygon).intersection(frame), -360 * turn))
    return pieces


def decoded_arcs(topology: dict[str, Any]) -> list[Points]:
    """Return every arc of a quantised TopoJSON in degrees."""
    scale, origin = topology["transform"]["scale"], topology["transform"]["translate"]
    return [np.cumsum(np.array(arc), axis=0) * scale + origin for arc in topology["arcs"]]


def ring_of(arc_numbers: list[int], arcs: list[Points]) -> Points:
    """Return one ring: its arcs joined, a negative number meaning reversed."""
    pieces = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in arc_numbers]
    return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])


def shape_of(country: dict[str, Any], arcs: list[Points]) -> MultiPolygon:
    """Return one country of the topology; rings without area or round a pole are left out."""
    pieces: list[Polygon] = []
    for polygon in country["arcs"]:
        rings = [unrolled(ring_of(numbers, arcs)) for numbers in polygon]
        closed = [ring for ring in rings if len(np.unique(ring, axis=0)) > 2 and np.allclose(ring[0], ring[-1])]
        if closed:
            pieces += cut_at_180(Polygon(closed[0], closed[1:]))
    return MultiPolygon(pieces)


def read_atlas(path: Path) -> Shapes:
    """Read the 50m atlas: code of the set to shape, sorted by code.

    Raises:
        ValueError: Two neighbours no longer share their border exactly, so that
            simplifying would tear them apart; nothing has been written.
    """
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = decoded_arcs(topology)
    countries = topology["objects"]["countries"]["geometries"]
    shapes = {country["properties"]["a3"]: shape_of(country, arcs) for country in countries}
    kept = {code: shapes[code] for code in sorted(shapes) if not shapes[code].is_empty}
    if not shapely.coverage_is_valid(list(kept.values())):
        raise ValueError(f"{path}: neighbours overlap or leave gaps; the atlas has changed, look at it before building")
    return kept


def to_equal_area(points: Points) -> Points:
    """Return degrees moved to a plane where equal areas on the ground are equal areas."""
    return np.column_stack([points[:, 0], np.degrees(np.sin(np.radians(points[:, 1])))])


def to_degrees(points: Points) -> Points:
    """Return points of the equal-area plane moved back to degrees."""
    return np.column_stack([points[:, 0], np.degrees(np.arcsin(np.clip(np.radians(points[:, 1]), -1, 1)))])


def ground_area(polygon: Polygon) -> float:
    """Return the area of a polygon in square degrees of the equator (about 12,390 square km each)."""
    return float(shapely.transform(polygon, to_equal_area).area)


def simplified(shapes: Shapes, tolerance: float) -> Shapes:
    """Return the shapes with fewer corners, borders still shared by both neighbours.

    Args:
        shapes: Code to shape, one linework.
        tolerance: In degrees of the equator: a corner goes when its triangle on
            the ground is smaller than the square of it, near a pole as elsewhere.
    """
    flat = shapely.transform(list(shapes.values()), to_equal_area)
    thinned = shapely.transform(shapely.coverage_simplify(flat, tolerance), to_degrees)
    return {code: MultiPolygon(polygons_of(shape)) for code, shape in zip(shapes, thinned, strict=True)}
