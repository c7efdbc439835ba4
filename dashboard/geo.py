"""Map geometry for the browser: made once from the committed boundaries, served by digest, never sent with figures."""

import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import LineString, shape

BOUNDARIES: Final = Path(__file__).parents[1] / "data" / "boundaries"
SET_NAME: Final = "Visionscarto world atlas 1.0.0 (50m), after Natural Earth, public domain; generalised"
_HATCH_STEP: Final = 1.6


def _load(name: str) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads((BOUNDARIES / name).read_text(encoding="utf-8"))["features"]
    return features


@cache
def world() -> bytes:
    """Return the outlines of the world map as GeoJSON: an id and a shape each, nothing else."""
    features = [{"type": "Feature", "id": item["id"], "geometry": item["geometry"]} for item in _load("world.json")]
    return _compact({"type": "FeatureCollection", "features": features})


@cache
def shape_ids() -> dict[str, tuple[tuple[str, str | None, str | None], ...]]:
    """Return the shapes of each country: id, first day and last day valid."""
    dated = {
        (item["properties"]["country_code"], item["properties"]["valid_from"]): item["properties"]["valid_until"]
        for item in _load("outlines.geojson")
    }
    found: dict[str, tuple[tuple[str, str | None, str | None], ...]] = {}
    for item in _load("world.json"):
        code, _, start = item["id"].partition("@")
        known = sorted((first or "", last) for (country, first), last in dated.items() if country == code)
        ids = _starts(start, known)
        found[code] = (*found.get(code, ()), (item["id"], *ids))
    return found


def _starts(start: str, known: list[tuple[str, str | None]]) -> tuple[str | None, str | None]:
    """Return first and last day of one shape: ``start`` is empty for the newest, ``start`` for the oldest."""
    if not known:
        return None, None
    if start == "start":
        return None, known[0][1]
    if start:
        return next((first, last) for first, last in known if first == start)
    return known[-1][0] or None, known[-1][1]


def shape_on(code: str, day: date) -> str | None:
    """Return the id of a country's outline on the world map on a day; None where it is too small for one."""
    on = day.isoformat()
    for name, first, last in shape_ids().get(code, ()):
        if (first or "") <= on and (last is None or on <= last):
            return name
    return None


@cache
def hatch(name: str) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """Return lines at 45 degrees clipped to one outline: longitudes and latitudes, None between lines."""
    outline = next((shape(item["geometry"]) for item in _load("world.json") if item["id"] == name), None)
    if outline is None:
        return (), ()
    west, south, east, north = outline.bounds
    height = north - south
    starts = np.arange(west - height, east, _HATCH_STEP)
    lines = shapely.intersection(
        shapely.MultiLineString([LineString([(x, south), (x + height, north)]) for x in starts]), outline
    )
    lon: list[float | None] = []
    lat: list[float | None] = []
    for part in shapely.get_parts(lines):
        if part.geom_type == "LineString":
            lon += [*(round(x, 2) for x, _ in part.coords), None]
            lat += [*(round(y, 2) for _, y in part.coords), None]
    return tuple(lon), tuple(lat)


@cache
def _changes() -> tuple[str, ...]:
    days = {item["properties"]["valid_from"] for item in _load("disputed.geojson")}
    days |= {item["properties"]["valid_until"] for item in _load("disputed.geojson")}
    return tuple(sorted(day for day in days if day))


@cache
def disputed(era: int) -> bytes:
    """Return the disputed lines of one stretch between two changes, as longitudes and latitudes with null between."""
    starts = ("0001-01-01", *_changes())
    on = starts[era]
    lon: list[float | None] = []
    lat: list[float | None] = []
    for item in _load("disputed.geojson"):
        if (item["properties"]["valid_from"] or "") <= on <= (item["properties"]["valid_until"] or "9999"):
            lon += [*(round(point[0], 2) for point in item["geometry"]["coordinates"]), None]
            lat += [*(round(point[1], 2) for point in item["geometry"]["coordinates"]), None]
    return _compact({"lon": lon, "lat": lat})


def _era(day: date) -> int:
    return sum(start <= day.isoformat() for start in _changes())


def _compact(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


@cache
def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def world_address() -> str:
    """Return the address of the world's outlines; it changes when their bytes do."""
    return f"geo/world.{_digest(world())}.json"


def disputed_address(day: date) -> str:
    """Return the address of the disputed lines valid on a day."""
    era = _era(day)
    return f"geo/disputed{era}.{_digest(disputed(era))}.json"


def served(name: str) -> bytes | None:
    """Return the file behind an address, None where there is none of that name and digest."""
    if name == world_address().removeprefix("geo/"):
        return world()
    for era in range(len(_changes()) + 1):
        if name == f"disputed{era}.{_digest(disputed(era))}.json":
            return disputed(era)
    return None
