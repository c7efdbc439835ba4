"""Labels of the world map: the countries that matter most get one, and none touches another."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

Box = tuple[float, float, float, float]
Spot = tuple[str, float, float]
_MOST: Final = 24
_TRIED: Final = 60
_WEIGHT: Final = {"COMPLEX": 40, "FAILED": 30, "FAILING": 20, "POST": 10, "DESCRIBED": 10, "NONE": 0}
_SMALL: Final = 6
_ROUNDS: Final = 12
_LINE: Final = 1.7
"""Half the height of a label in degrees of latitude."""
_STEPS: Final = (5.0, 8.0, 11.0)
_WAYS: Final = ((-1, -1), (-1, 1), (1, -1), (1, 1))
"""How far away, in degrees, and which way, up and across, a label may stand that a line leads to."""
_FLAT: Final = 0.72
"""A degree of longitude against one of latitude, as this projection draws them in the middle of the map."""


def placed(rows: Sequence[dict[str, Any]], shown: Box) -> list[dict[str, Any]]:
    """Return the rows with a place for a label where one fits.

    Changed countries come first, then the gravest, then those with most people.

    Args:
        rows: Countries with country_name, status_code, people, lat, lon, is_changed and is_silent.
        shown: Part of the world on the map: west, east, south, north in degrees.

    Returns:
        The same rows with label_at (side of the point), label_lat and label_lon, None where no label fits, and is_led:
        whether the label of a changed country fits only further away, so that a line has to lead to it.
    """
    scale = max((shown[1] - shown[0]) / 225, (shown[3] - shown[2]) / 92)
    rows = _apart_from_each_other(rows, scale)
    taken = [_circle(row, scale) for row in rows if _is_marked(row)]
    labels: dict[int, tuple[str, float, float, bool]] = {}
    for at in sorted(range(len(rows)), key=lambda at: -_rank(rows[at]))[:_TRIED]:
        place = _free(rows[at], taken, shown, scale)
        if place and len(labels) < _MOST:
            labels[at] = place
    nowhere = (None, None, None, False)
    names = ("label_at", "label_lat", "label_lon", "is_led")
    return [{**row, **dict(zip(names, labels.get(at, nowhere), strict=True))} for at, row in enumerate(rows)]


def _apart_from_each_other(rows: Sequence[dict[str, Any]], scale: float) -> list[dict[str, Any]]:
    """Return the rows with overlapping marks pushed apart, the smaller one further, so that each is seen and met."""
    spread = [dict(row) for row in rows]
    marked = [row for row in spread if _is_marked(row)]
    for _ in range(_ROUNDS):
        for at, one in enumerate(marked):
            for other in marked[at + 1 :]:
                _part(one, other, scale)
    return spread


def _is_marked(row: Mapping[str, Any]) -> bool:
    """Return whether a country has a circle or a shape on the map."""
    return (row["people"] or 0) >= _SMALL or row["status_code"] != "NONE"


def _part(one: dict[str, Any], other: dict[str, Any], scale: float) -> None:
    """Move two marks that overlap along the line between them until they only touch."""
    first, second = _radius(one, scale), _radius(other, scale)
    across, up = (other["lon"] - one["lon"]) * _FLAT, other["lat"] - one["lat"]
    gap = math.hypot(across, up)
    if gap >= first + second:
        return
    if not gap:
        across = gap = 0.01
    push = (first + second - gap) / gap
    for row, share in ((one, -second / (first + second)), (other, first / (first + second))):
        row["lon"] += share * push * across / _FLAT
        row["lat"] += share * push * up


def _rank(row: Mapping[str, Any]) -> float:
    return float(_WEIGHT[row["status_code"]] + (row["people"] or 0) * 2 + row["is_changed"] * 200)


def _radius(row: Mapping[str, Any], scale: float) -> float:
    """Return the radius of a country's circle or shape in degrees of latitude."""
    people = row["people"] or 0
    return scale * (max(2.1, 0.68 * people**0.5) + 0.4 if people >= _SMALL else 1.7)


def _circle(row: Mapping[str, Any], scale: float) -> Box:
    """Return the box of a country's circle or shape in degrees: west, south, east, north."""
    up = _radius(row, scale)
    across = up / _FLAT
    return (row["lon"] - across, row["lat"] - up, row["lon"] + across, row["lat"] + up)


def _free(row: Mapping[str, Any], taken: list[Box], shown: Box, scale: float) -> tuple[str, float, float, bool] | None:
    """Return where a label fits without touching a label or a circle and whether it is led to, or nothing."""
    own = _circle(row, scale)
    width = scale * (1.9 * len(row["country_name"]) + (11 if row["is_silent"] else 4))
    near, far = _beside(row, own), _away(row, scale) if row["is_changed"] else []
    for spot in (*near, *far):
        box = _box(spot, width, _LINE * scale)
        if _is_shown(box, shown) and all(other == own or _apart(box, other) for other in taken):
            taken.append(box)
            return *spot, spot in far
    return None


def _beside(row: Mapping[str, Any], own: Box) -> list[Spot]:
    west, south, east, north = own
    lat, lon = row["lat"], row["lon"]
    return [
        ("middle right", lat, east),
        ("middle left", lat, west),
        ("bottom center", south, lon),
        ("top center", north, lon),
    ]


def _away(row: Mapping[str, Any], scale: float) -> list[Spot]:
    return [
        (
            "middle left" if across < 0 else "middle right",
            row["lat"] + up * step * scale,
            row["lon"] + across * step * scale / _FLAT,
        )
        for step in _STEPS
        for up, across in _WAYS
    ]


def _box(spot: Spot, width: float, half: float) -> Box:
    """Return the box of a label in degrees: west, south, east, north."""
    side, lat, lon = spot
    west = {"middle right": lon, "middle left": lon - width}.get(side, lon - width / 2)
    south = {"bottom center": lat - 2 * half, "top center": lat}.get(side, lat - half)
    return west, south, west + width, south + 2 * half


def _is_shown(box: Box, shown: Box) -> bool:
    return box[0] >= shown[0] and box[2] <= shown[1] and box[1] >= shown[2] and box[3] <= shown[3]


def _apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] or one[0] >= other[2] or one[3] <= other[1] or one[1] >= other[3]
