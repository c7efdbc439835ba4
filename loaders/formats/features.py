"""GeoJSON feature collections, read as JSON by ourselves: no bytes that are not GeoJSON reach a geographic library."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from loaders.formats.headings import Wanted
from loaders.formats.jsontexts import JsonText, NumberText, is_object
from loaders.formats.limits import Limits
from loaders.formats.outlines import EMPTY, Outline, read_outline
from loaders.formats.records import Records
from loaders.formats.sheets import ERROR, WARNING, Remark, Sheet, refuse

_WGS84: Final = re.compile(r"(?:.*[:/#])?(?:CRS84|4326|WGS ?84)", re.IGNORECASE)
_POSITION: Final = (2, 3)
_MEMBERS: Final = ("properties", "geometry")
_MEND: Final = "send a GeoJSON FeatureCollection in longitude and latitude"
Pairs = list[tuple[str, Any]]


def read_features(path: Path, wanted: Wanted, limits: Limits) -> Iterator[Sheet]:
    """Read a GeoJSON FeatureCollection: a feature a row, its place from 1 the row number, its properties the cells.

    A form with the columns latitude and longitude takes them from the feature's Point, in the digits as written.
    Any other form takes the feature's Polygon or MultiPolygon, in a binary column ``geometry`` (WKB, longitude
    first): repaired where it crosses itself, which is said; no outline, one outside the globe or of another type
    sets its row aside.

    Raises:
        RefusedError: It is no GeoJSON FeatureCollection, is not in WGS84, too deep, or lacks a required column.
    """
    records = Records(wanted, limits)
    has_points = "latitude" in wanted.columns
    with JsonText(path, limits) as text:
        for number, feature in enumerate(_features(text), start=1):
            if not _is_feature(feature):
                refuse("not-geojson", "is no GeoJSON feature", _MEND, row=number)
            _add(records, feature, wanted, has_points=has_points)
    yield records.sheet(with_geometry=not has_points)


def _features(text: JsonText) -> Iterator[Pairs]:
    if text.peek() != "{":
        refuse("not-geojson", "the file is no GeoJSON", _MEND)
    kind, has_features = None, False
    for key in text.keys():  # noqa: SIM118 - no mapping: each key is read from the text
        if key == "features" and text.peek() == "[":
            has_features = True
            yield from text.members()
        elif key == "crs":
            _refuse_crs(text.value())
        else:
            value = text.value()
            kind = value if key == "type" else kind
    if kind != "FeatureCollection" or not has_features:
        found = f"a {kind}" if isinstance(kind, str) else "an object without a type"
        found += "" if has_features else " without a list of features"
        refuse("not-geojson", f"the file is {found[:80]}, not a GeoJSON FeatureCollection", _MEND)
    if text.peek():
        text.refuse_here("nothing more is expected after the collection")


def _refuse_crs(crs: object) -> None:
    name = _member(_member(crs, "properties"), "name")
    if crs is not None and not (isinstance(name, str) and _WGS84.fullmatch(name.strip())):
        refuse("crs-not-wgs84", f"the file is in {str(name)[:80]}, not in WGS84", _MEND)


def _member(value: Any, key: str) -> object:
    return dict(value).get(key) if is_object(value) else None


def _is_feature(feature: object) -> bool:
    return is_object(feature) and _member(feature, "type") == "Feature"


def _add(records: Records, feature: Pairs, wanted: Wanted, *, has_points: bool) -> None:
    members = dict(feature)
    properties, geometry = (members.get(key) for key in _MEMBERS)
    pairs = list(properties) if isinstance(properties, list) and is_object(properties) else []
    if "id" in members and "id" in wanted.columns and "id" not in dict(pairs):
        pairs.append(("id", members["id"]))
    if has_points:
        place, remarks = _point(geometry)
        records.add(pairs, place, remarks=[*_twice(feature), *remarks])
    else:
        outline = _outline(geometry)
        records.add(pairs, geometry=outline.wkb, remarks=[*_twice(feature), *outline.remarks])


def _twice(feature: Pairs) -> list[Remark]:
    """Say of the members that count whether one stands twice: which of the two is meant is not for us to say."""
    keys = [key for key, _ in feature]
    return [
        Remark(ERROR, "duplicate-column", f"has {key} more than once", "keep the one that is right")
        for key in _MEMBERS
        if keys.count(key) > 1
    ]


def _point(geometry: object) -> tuple[dict[str, str], list[Remark]]:
    position = _member(geometry, "coordinates")
    if not is_object(geometry) or (position == [] and _member(geometry, "type") == "Point"):
        return {}, [Remark(WARNING, "empty-geometry", "has no point; the row counts but stands on no map",
                           "send the point where it is known")]  # fmt: skip
    kind = _member(geometry, "type")
    if kind != "Point":
        return {}, [Remark(ERROR, "invalid-geometry", f"is a {str(kind)[:40]} where a Point is wanted",
                           "send one point for each feature")]  # fmt: skip
    if not _is_position(position):
        return {}, [Remark(WARNING, "bad-coordinate", "has a point without two numbers; the point is withheld",
                           "send longitude and latitude as numbers")]  # fmt: skip
    longitude, latitude = position[:2]  # type: ignore[index]
    return {"latitude": latitude, "longitude": longitude}, []


def _is_position(position: object) -> bool:
    return (
        isinstance(position, list)
        and not is_object(position)
        and len(position) in _POSITION
        and all(isinstance(number, NumberText) for number in position)
    )


def _outline(geometry: object) -> Outline:
    return read_outline(_member(geometry, "type"), _member(geometry, "coordinates")) if is_object(geometry) else EMPTY
