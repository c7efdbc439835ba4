"""Outlines of countries and areas: GeoJSON coordinates checked, repaired where they cross themselves, as WKB."""

from typing import Any, Final, NamedTuple

import numpy as np
import shapely

from loaders.formats.jsontexts import NumberText, is_object
from loaders.formats.sheets import ERROR, WARNING, Remark

_KINDS: Final = {"Polygon": 1, "MultiPolygon": 2}
_EAST, _NORTH, _HALF_TURN = 180, 90, 180
_FEWEST: Final = 4
Ring = np.ndarray


class Outline(NamedTuple):
    """An outline and what is to say about it; none where the row is set aside."""

    wkb: bytes | None
    remarks: tuple[Remark, ...] = ()


EMPTY: Final = Outline(None, (Remark(ERROR, "empty-geometry", "has no outline", "send its Polygon or MultiPolygon"),))


def read_outline(kind: object, coordinates: Any) -> Outline:
    """Read the coordinates of a Polygon or MultiPolygon; altitudes are left out.

    Args:
        kind: GeoJSON geometry type.
        coordinates: Nested lists of numbers as texts.

    Returns:
        The outline as WKB, longitude first. A ring that jumps from one side of the 180th meridian to the other is
        cut there.
    """
    if kind not in _KINDS:
        return _invalid(f"is a {str(kind)[:40]} where a Polygon or MultiPolygon is wanted")
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    if not coordinates or not any(polygons):
        return EMPTY
    try:
        rings = [[_ring(ring) for ring in polygon] for polygon in polygons]
    except (TypeError, ValueError) as error:
        return _invalid(str(error))
    every = np.concatenate([ring for polygon in rings for ring in polygon])
    if (np.abs(every) > (_EAST, _NORTH)).any():
        return _outside(every)
    return _mended([_polygon(polygon) for polygon in rings], _crosses(rings))


def _ring(positions: Any) -> Ring:
    if not isinstance(positions, list) or is_object(positions) or len(positions) < _FEWEST:
        raise ValueError("has a ring of fewer than four positions")
    pairs = [position[:2] for position in positions]
    if not all(isinstance(number, NumberText) for pair in pairs for number in pair):
        raise ValueError("has a position that is not two numbers")
    ring = np.array(pairs, dtype=np.float64)
    if ring.ndim != 2 or ring.shape[1] != 2 or not np.isfinite(ring).all():
        raise ValueError("has a position that is not two numbers")
    if (ring[0] != ring[-1]).any():
        raise ValueError("has a ring that does not end where it begins")
    return ring


def _outside(every: Ring) -> Outline:
    longitude, latitude = every[np.argmax((np.abs(every) / (_EAST, _NORTH)).max(axis=1))]
    said = f"has a position at longitude {longitude:g}, latitude {latitude:g}, outside the globe"
    return Outline(None, (Remark(ERROR, "coord-out-of-range", said, "send longitude and latitude in degrees (WGS84)"),))


def _crosses(rings: list[list[Ring]]) -> bool:
    return any(_jumps(ring[:, 0]) for polygon in rings for ring in polygon)


def _jumps(longitudes: Ring) -> bool:
    # Antarctica runs along the pole from one side of the 180th meridian to the other: both ends lie on it.
    on_edge = np.abs(longitudes) == _HALF_TURN
    return bool(((np.abs(np.diff(longitudes)) > _HALF_TURN) & ~(on_edge[1:] & on_edge[:-1])).any())


def _polygon(rings: list[Ring]) -> shapely.Polygon:
    if not _crosses([rings]):
        return shapely.Polygon(rings[0], rings[1:])
    east = [np.column_stack((np.where(ring[:, 0] < 0, ring[:, 0] + 360, ring[:, 0]), ring[:, 1])) for ring in rings]
    whole = shapely.make_valid(shapely.Polygon(east[0], east[1:]))
    western = shapely.transform(shapely.intersection(whole, shapely.box(180, -90, 360, 90)), lambda at: at - (360, 0))
    return shapely.union(shapely.intersection(whole, shapely.box(0, -90, 180, 90)), western)


def _mended(polygons: list[shapely.Geometry], is_crossing: bool) -> Outline:
    remarks = []
    parts = [part for polygon in polygons for part in shapely.get_parts(polygon)]
    whole = parts[0] if len(parts) == 1 else shapely.MultiPolygon(_areas(parts))
    if is_crossing:
        remarks.append(Remark(WARNING, "antimeridian", "crosses the 180th meridian and was cut there",
                              "cut it there, as GeoJSON asks"))  # fmt: skip
    if not shapely.is_valid(whole):
        why = shapely.is_valid_reason(whole)
        whole = shapely.MultiPolygon(_areas(shapely.get_parts(shapely.make_valid(whole))))
        remarks.append(Remark(WARNING, "geometry-repaired", f"was not valid ({why}) and was repaired",
                              "mend the outline at its source"))  # fmt: skip
    if shapely.area(whole) == 0:
        return _invalid("covers no area")
    return Outline(shapely.to_wkb(whole), tuple(remarks))


def _areas(parts: Any) -> list[shapely.Polygon]:
    flat = [inner for part in parts for inner in shapely.get_parts(part)]
    return [part for part in flat if isinstance(part, shapely.Polygon)]


def _invalid(why: str) -> Outline:
    return Outline(None, (Remark(ERROR, "invalid-geometry", why, "send a valid Polygon or MultiPolygon"),))
