import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from loaders.formats.features import read_features
from loaders.formats.headings import Wanted
from tests.loaders.formats.forms import marks_of, read_only_sheet, read_rows, refusal

AREAS = Wanted(("iso3", "name", "value"), ("iso3", "name"))
EVENTS = Wanted(("id", "country", "latitude", "longitude"), ("id", "country"))
SQUARE = [[[30, 0], [32, 0], [32, 2], [30, 2], [30, 0]]]


def _file(tmp_path: Path, *geometries: Any, **members: Any) -> Path:
    properties = {"iso3": "XAA", "name": "Ardenia", "id": "E-1", "country": "XAA"}
    features = [{"type": "Feature", "properties": properties, "geometry": geometry} for geometry in geometries]
    path = tmp_path / "sent.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features} | members), encoding="utf-8")
    return path


def _polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def _point(*numbers: Any) -> dict[str, Any]:
    return {"type": "Point", "coordinates": list(numbers)}


def _outline(tmp_path: Path, geometry: Any) -> shapely.Geometry:
    return shapely.from_wkb(read_rows(read_only_sheet(read_features, _file(tmp_path, geometry), AREAS))[1]["geometry"])


def test_outlines_come_with_their_row(tmp_path: Path) -> None:
    assert _outline(tmp_path, _polygon(*SQUARE)).equals(shapely.box(30, 0, 32, 2))
    assert _outline(tmp_path, {"type": "MultiPolygon", "coordinates": [SQUARE]}).area == 2 * 2


def test_a_bow_tie_is_repaired_to_its_two_halves_and_said(tmp_path: Path) -> None:
    tie = _polygon([[34, 0], [38, 4], [38, 0], [34, 4], [34, 0]])

    sheet = read_only_sheet(read_features, _file(tmp_path, tie), AREAS)

    assert _outline(tmp_path, tie).area == 2 * (4 * 2 / 2)
    assert marks_of(sheet) == [("warning", "geometry-repaired", "", 1)]


@pytest.mark.parametrize(
    ("geometry", "rule"),
    [
        (None, "empty-geometry"),
        (_polygon(), "empty-geometry"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "empty-geometry"),
        (_point(1, 2), "invalid-geometry"),
        (_polygon([[0, 0], [1, 1], [0, 0]]), "invalid-geometry"),
        (_polygon([[0, 0], [1, 1], [1, 0], [0, 1]]), "invalid-geometry"),
        (_polygon([[0, 0], [1, 1], [2, 2], [0, 0]]), "invalid-geometry"),
        (_polygon([[0, 0], ["1", 1], [1, 0], [0, 0]]), "invalid-geometry"),
        (_polygon([[0, 0], [float("nan"), 1], [1, 0], [0, 0]]), "invalid-geometry"),
        (_polygon(7), "invalid-geometry"),
        (_polygon([1, 2, 3, 4]), "invalid-geometry"),
        (_polygon([[3785000, 0], [4185000, 0], [4185000, 400000], [3785000, 0]]), "coord-out-of-range"),
    ],
)
def test_an_outline_that_cannot_stand_sets_its_row_aside(tmp_path: Path, geometry: Any, rule: str) -> None:
    sheet = read_only_sheet(read_features, _file(tmp_path, geometry, _polygon(*SQUARE)), AREAS)

    assert marks_of(sheet) == [("error", rule, "", 1)]


def test_an_outline_over_the_180th_meridian_is_cut_there(tmp_path: Path) -> None:
    over = _polygon([[177, -16], [-178, -16], [-178, -19], [177, -19], [177, -16]])

    cut = _outline(tmp_path, over)

    assert marks_of(read_only_sheet(read_features, _file(tmp_path, over), AREAS)) == [
        ("warning", "antimeridian", "", 1)
    ]
    assert cut.area == (3 + 2) * 3
    assert cut.bounds == (-180, -19, 180, -16)


def test_antarctica_along_the_pole_is_no_crossing(tmp_path: Path) -> None:
    cap = _polygon([[-180, -90], [180, -90], [180, -70], [-180, -70], [-180, -90]])

    assert _outline(tmp_path, cap).area == 360 * 20


def test_points_give_latitude_and_longitude_as_written(tmp_path: Path) -> None:
    sheet = read_only_sheet(read_features, _file(tmp_path, _point(36.80, -1.3, 99)), EVENTS)

    assert read_rows(sheet)[1] == {"id": "E-1", "country": "XAA", "latitude": "-1.3", "longitude": "36.8"}


def test_an_event_without_a_point_still_counts(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}

    sheet = read_only_sheet(read_features, _file(tmp_path, None, _point("a", 1), line), EVENTS)

    assert marks_of(sheet) == [
        ("warning", "empty-geometry", "", 1),
        ("warning", "bad-coordinate", "", 2),
        ("error", "invalid-geometry", "", 3),
    ]


def test_only_wgs84_is_read(tmp_path: Path) -> None:
    def named(name: str) -> dict[str, Any]:
        return {"type": "name", "properties": {"name": name}}

    for name in ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "http://www.opengis.net/def/crs/EPSG/0/4326", "WGS 84"):
        fine = _file(tmp_path, _polygon(*SQUARE), crs=named(name))
        assert len(read_rows(read_only_sheet(read_features, fine, AREAS))) == 1, name
    for name in ("EPSG:3857", "EPSG:24326"):
        assert refusal(read_features, _file(tmp_path, crs=named(name)), AREAS).rule == "crs-not-wgs84", name


@pytest.mark.parametrize("member", ['"properties": {"iso3": "XBB", "name": "Bardenia"}', '"geometry": null'])
def test_a_feature_that_says_a_thing_twice_is_set_aside(tmp_path: Path, member: str) -> None:
    path = _file(tmp_path, _polygon(*SQUARE))
    path.write_text(path.read_text("utf-8").replace('"Feature", ', f'"Feature", {member}, '), encoding="utf-8")

    assert ("error", "duplicate-column", "", 1) in marks_of(read_only_sheet(read_features, path, AREAS))


def test_properties_that_are_a_list_are_none(tmp_path: Path) -> None:
    path = _file(tmp_path, *[_polygon(*SQUARE)] * 2)
    text = path.read_text("utf-8")
    start = text.index('"properties": ') + len('"properties": ')
    path.write_text(text[:start] + "[7]" + text[text.index("}", start) + 1 :], encoding="utf-8")

    sheet = read_only_sheet(read_features, path, AREAS)

    assert [row.get("iso3") for row in read_rows(sheet).values()] == [None, "XAA"]


@pytest.mark.parametrize(
    "text",
    [
        "<OGRVRTDataSource/>",
        '{"type": "Topology", "objects": {}, "arcs": []}',
        '{"type": "Feature", "properties": {}, "geometry": null}',
        '{"type": "FeatureCollection"}',
        '{"type": "FeatureCollection", "features": {}}',
        '{"type": "FeatureCollection", "features": [7]}',
    ],
)
def test_what_is_no_feature_collection_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sent.geojson"
    path.write_text(text, encoding="utf-8")

    assert refusal(read_features, path, AREAS).rule == "not-geojson"
