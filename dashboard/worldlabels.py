"""Labels of the world map: the countries that matter most get one, and none touches another."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

Box = tuple[float, float, float, float]
_MOST: Final = 22
_TRIED: Final = 60
_WEIGHT: Final = {"COMPLEX": 40, "FAILED": 30, "FAILING": 20, "POST": 10, "DESCRIBED": 10, "NONE": 0}
_SMALL: Final = 6


def placed(rows: Sequence[dict[str, Any]], shown: Box) -> list[dict[str, Any]]:
    """Return the rows with a place for a label where one fits.

    Changed countries come first, then the gravest, then those with most people.

    Args:
        rows: Countries with country_name, status_code, people, lat, lon, is_changed and is_silent.
        shown: Part of the world on the map: west, east, south, north in degrees.

    Returns:
        The same rows with label_at (side of the point), label_lat and label_lon, None where no label fits.
    """
    scale = max(shown[1] - shown[0], 2 * (shown[3] - shown[2])) / 225
    rows = _apart_from_each_other(rows, scale)
    taken = [_circle(row, scale) for row in rows]
    labels: dict[int, tuple[str, float, float]] = {}
    for at in sorted(range(len(rows)), key=lambda at: -_rank(rows[at]))[:_TRIED]:
        place = _free(rows[at], taken, shown, scale)
        if place and len(labels) < _MOST:
            labels[at] = place
    nowhere = (None, None, None)
    names = ("label_at", "label_lat", "label_lon")
    return [{**row, **dict(zip(names, labels.get(at, nowhere), strict=True))} for at, row in enumerate(rows)]


def _apart_from_each_other(rows: Sequence[dict[str, Any]], scale: float) -> list[dict[str, Any]]:
    """Return the rows with overlapping circles pushed apart by a few degrees, so that each number can be read."""
    spread = [dict(row) for row in rows]
    large = [row for row in spread if (row["people"] or 0) >= _SMALL]
    for _ in range(6):
        for at, one in enumerate(large):
            for other in large[at + 1 :]:
                across, up = other["lon"] - one["lon"], other["lat"] - one["lat"]
                need = (_circle(one, scale)[2] - one["lon"]) + (_circle(other, scale)[2] - other["lon"])
                gap = (across**2 + up**2) ** 0.5
                if gap >= need:
                    continue
                push = (need - gap) / 2 / max(gap, 0.1)
                for row, sign in ((one, -1), (other, 1)):
                    row["lon"] += sign * push * (across or 0.1)
                    row["lat"] += sign * push * up
    return spread


def _rank(row: Mapping[str, Any]) -> float:
    return float(_WEIGHT[row["status_code"]] + (row["people"] or 0) * 2 + row["is_changed"] * 200)


def _circle(row: Mapping[str, Any], scale: float) -> Box:
    """Return the box of a country's circle or shape in degrees: west, south, east, north."""
    people = row["people"] or 0
    radius = scale * max(1.5, 0.72 * people**0.5 if people >= _SMALL else 0.0)
    return (row["lon"] - radius, row["lat"] - radius, row["lon"] + radius, row["lat"] + radius)


def _free(row: Mapping[str, Any], taken: list[Box], shown: Box, scale: float) -> tuple[str, float, float] | None:
    """Return where a label fits beside its country without touching a label or a circle, or nothing."""
    west, south, east, north = own = _circle(row, scale)
    width, half = scale * (1.5 * len(row["country_name"]) + (5 if row["is_silent"] else 3)), 1.7 * scale
    lat, lon = row["lat"], row["lon"]
    spots: dict[str, tuple[float, float, Box]] = {
        "middle right": (lat, east, (east, lat - half, east + width, lat + half)),
        "middle left": (lat, west, (west - width, lat - half, west, lat + half)),
        "bottom center": (south, lon, (lon - width / 2, south - 2 * half, lon + width / 2, south)),
        "top center": (north, lon, (lon - width / 2, north, lon + width / 2, north + 2 * half)),
    }
    for side, (at_lat, at_lon, box) in spots.items():
        if box[0] >= shown[0] and box[2] <= shown[1] and all(other == own or _apart(box, other) for other in taken):
            taken.append(box)
            return side, at_lat, at_lon
    return None


def _apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] or one[0] >= other[2] or one[3] <= other[1] or one[1] >= other[3]
