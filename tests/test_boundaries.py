import csv
import json
import math
import runpy
from functools import cache
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest
import shapely
from shapely.geometry import shape

BOUNDARIES = Path(__file__).parents[1] / "data" / "boundaries"
COUNTRIES = Path(__file__).parents[1] / "data" / "raw" / "reference" / "countries.csv"
FILES = ("outlines.geojson", "world.json", "disputed.geojson")
MOST_BYTES = {"outlines.geojson": 1_400_000, "world.json": 130_000, "disputed.geojson": 100_000}

NO_OUTLINE_OF_THEIR_OWN = {
    "BES": "Caribbean Netherlands, part of the Netherlands in the set",
    "BVT": "Bouvet Island, too small",
    "CCK": "Cocos Islands, in Indian Ocean Territories",
    "CXR": "Christmas Island, in Indian Ocean Territories",
    "GIB": "Gibraltar, too small",
    "GLP": "part of France in the set",
    "GUF": "part of France in the set",
    "MTQ": "part of France in the set",
    "MYT": "part of France in the set",
    "REU": "part of France in the set",
    "SJM": "part of Norway in the set",
    "TKL": "Tokelau, too small",
    "UMI": "scattered islets, too small",
}


@cache
def features(name: str) -> list[dict]:
    return json.loads((BOUNDARIES / name).read_text(encoding="utf-8"))["features"]


def outline(code: str, day: str) -> shapely.Geometry | None:
    found = [
        shape(feature["geometry"])
        for feature in features("outlines.geojson")
        if feature["properties"]["country_code"] == code
        and (feature["properties"]["valid_from"] or "") <= day <= (feature["properties"]["valid_until"] or "9999")
    ]
    assert len(found) < 2, f"{code} has {len(found)} shapes on {day}"
    return found[0] if found else None


def polygon_features() -> list[dict]:
    return [*features("outlines.geojson"), *features("world.json")]


def rings(geometry: dict) -> list[list[list[float]]]:
    return [ring for polygon in geometry["coordinates"] for ring in polygon]


@pytest.mark.parametrize("name", FILES)
def test_files_stay_under_their_size(name: str) -> None:
    assert (BOUNDARIES / name).stat().st_size < MOST_BYTES[name]


@pytest.mark.parametrize("name", FILES)
def test_every_shape_is_valid_and_not_empty(name: str) -> None:
    broken = [
        feature["properties"]
        for feature in features(name)
        if shape(feature["geometry"]).is_empty or not shape(feature["geometry"]).is_valid
    ]
    assert features(name)
    assert broken == []


def test_outer_rings_run_clockwise_and_holes_the_other_way() -> None:
    for feature in polygon_features():
        for outer, *holes in feature["geometry"]["coordinates"]:
            assert not shapely.is_ccw(shapely.LinearRing(outer)), feature["properties"]
            assert all(shapely.is_ccw(shapely.LinearRing(hole)) for hole in holes), feature["properties"]


def test_no_edge_jumps_across_180_degrees() -> None:
    for feature in polygon_features():
        for ring in rings(feature["geometry"]):
            longitudes = [position[0] for position in ring]
            assert -180 <= min(longitudes) <= max(longitudes) <= 180
            if feature["properties"]["country_code"] != "ATA":
                assert max(abs(east - west) for west, east in pairwise(longitudes)) < 180, feature["properties"]


def test_russia_and_fiji_lie_on_both_sides_of_180_degrees() -> None:
    for code in ("RUS", "FJI"):
        parts = shapely.get_parts(outline(code, "2010-01-01"))
        assert min(part.bounds[0] for part in parts) == -180
        assert max(part.bounds[2] for part in parts) == 180


def test_south_sudan_begins_on_9_july_2011() -> None:
    assert outline("SSD", "2011-07-08") is None
    assert outline("SSD", "2011-07-09") is not None


def test_sudan_before_is_sudan_and_south_sudan_after() -> None:
    before, after = outline("SDN", "2011-07-08"), outline("SDN", "2011-07-09")
    south = outline("SSD", "2011-07-09")
    assert before.area == pytest.approx(after.area + south.area, rel=1e-4)
    assert before.symmetric_difference(after.union(south)).area < 1e-3 * before.area
    assert before.contains(shapely.Point(31.58, 4.85))
    assert not after.contains(shapely.Point(31.58, 4.85))


def test_serbia_loses_montenegro_and_then_kosovo() -> None:
    montenegro, kosovo = outline("MNE", "2010-01-01"), outline("XKX", "2010-01-01")
    union, alone = outline("SRB", "2006-06-02"), outline("SRB", "2008-02-17")
    with_kosovo = outline("SRB", "2006-06-03")
    assert outline("MNE", "2006-06-02") is None
    assert outline("XKX", "2008-02-16") is None
    assert with_kosovo.area == pytest.approx(alone.area + kosovo.area, rel=1e-3)
    assert union.area == pytest.approx(with_kosovo.area + montenegro.area, rel=1e-3)


@pytest.mark.parametrize("day", ["2004-08-05", "2007-01-01", "2009-01-31", "2014-06-30"])
def test_neighbours_do_not_overlap(day: str) -> None:
    codes = ("SDN", "SSD", "ETH", "KEN", "TCD", "CAF", "COD", "SRB", "XKX", "MNE", "ALB", "MKD", "IRQ", "SYR", "TUR")
    shapes = [found for code in codes if (found := outline(code, day)) is not None]
    together = shapely.union_all(shapes).area
    assert sum(found.area for found in shapes) == pytest.approx(together, rel=1e-4)


@pytest.mark.parametrize(
    ("code", "longitude", "latitude"),
    [
        ("HTI", -72.34, 18.6),
        ("UKR", 34.1, 45.2),
        ("ISR", 35.75, 33.0),
        ("SDN", 28.4, 9.8),
        ("EGY", 35.6, 22.3),
        ("KEN", 35.3, 4.9),
        ("CHN", 79.5, 35.2),
        ("IND", 94.5, 28.2),
        ("ESH", -13.0, 25.0),
        ("XKX", 21.1, 42.6),
        ("SOL", 44.06, 9.56),
        ("CYN", 33.5, 35.3),
        ("PSE", 35.2, 31.95),
    ],
)
def test_disputed_places_lie_where_the_notice_says(code: str, longitude: float, latitude: float) -> None:
    assert outline(code, "2014-06-30").contains(shapely.Point(longitude, latitude))


def test_every_country_has_an_outline_or_a_reason_not_to() -> None:
    with COUNTRIES.open(encoding="utf-8", newline="") as rows:
        codes = {row["country_code"] for row in csv.DictReader(rows)}
    drawn = {feature["properties"]["country_code"] for feature in features("outlines.geojson")}
    assert codes - drawn == set(NO_OUTLINE_OF_THEIR_OWN)
    assert drawn - codes == {"CYN", "IOA", "KAS", "SOL"}


def test_territories_outside_iso_fill_with_a_country() -> None:
    fills = {
        feature["properties"]["country_code"]: feature["properties"]["fill_code"] for feature in polygon_features()[:-1]
    }
    assert {code: fill for code, fill in fills.items() if code != fill} == {"CYN": "CYP", "IOA": "AUS", "SOL": "SOM"}


def test_microstates_are_kept_in_the_outlines() -> None:
    for code in ("VAT", "MCO", "SMR", "NRU", "TUV", "MDV", "SGP", "BHR"):
        assert outline(code, "2010-01-01").area > 0


def test_world_map_ids_are_codes_and_older_shapes_bear_their_first_day() -> None:
    ids = [feature["id"] for feature in features("world.json")]
    assert len(ids) == len(set(ids))
    assert [name for name in ids if "@" in name] == ["SDN@start", "SRB@start", "SRB@2006-06-03"]
    assert ids[-1] == "LAND"


def test_world_map_holds_no_null() -> None:
    assert "null" not in (BOUNDARIES / "world.json").read_text(encoding="utf-8")


def test_world_map_land_is_all_countries_of_a_day_together() -> None:
    on_the_day = [
        shape(feature["geometry"])
        for feature in features("world.json")[:-1]
        if "valid_until" not in feature["properties"]
    ]
    land = shape(features("world.json")[-1]["geometry"])
    assert land.area == pytest.approx(sum(country.area for country in on_the_day), rel=1e-3)


def test_disputed_lines_are_lines_with_one_id_each() -> None:
    ids = [feature["properties"]["line_id"] for feature in features("disputed.geojson")]
    assert len(ids) == len(set(ids))
    assert {feature["geometry"]["type"] for feature in features("disputed.geojson")} == {"LineString"}
    assert {"abyei", "crimea", "halaib", "kashmir-line-of-control", "kosovo-serbia", "western-sahara-morocco"} <= set(
        ids
    )


def test_dashes_of_the_sudan_boundary_fall_on_the_polygons_border() -> None:
    border = outline("SSD", "2011-07-09").boundary.buffer(2e-4)
    lines = [
        feature
        for feature in features("disputed.geojson")
        if feature["properties"]["line_id"].startswith(("abyei", "sudan-south-sudan"))
    ]
    assert sum(shape(line["geometry"]).length for line in lines) > 15
    assert all(border.covers(shape(line["geometry"])) for line in lines)
    assert {line["properties"]["valid_from"] for line in lines} == {"2011-07-09"}


def test_labels_stand_inside_the_country_they_name() -> None:
    with (BOUNDARIES / "places_label.csv").open(encoding="utf-8", newline="") as rows:
        labels = list(csv.DictReader(rows))
    assert [label["country_code"] for label in labels] == sorted({label["country_code"] for label in labels})
    for label in labels:
        point = shapely.Point(float(label["label_lon"]), float(label["label_lat"]))
        found = outline(label["country_code"], "2014-06-30")
        assert found.distance(point) < 1e-3, label
        assert all(math.isfinite(value) for value in found.bounds)


def test_the_margins_are_those_of_the_outlines_as_they_are(tmp_path: Path) -> None:
    with pa.OSFile(str(BOUNDARIES / "margins.arrow")) as source:
        kept = pa.ipc.open_file(source).read_all()
    countries = [feature for feature in features("outlines.geojson") if feature["properties"]["fill_code"]]
    assert kept["code"].to_pylist() == sorted({one["properties"]["fill_code"] for one in countries})
    # To decide every square of all of them takes some seconds: one country in five stands for the others.
    chosen = kept["code"].to_pylist()[::5]
    (tmp_path / "few.geojson").write_text(
        json.dumps({"features": [one for one in countries if one["properties"]["fill_code"] in chosen]})
    )
    made = runpy.run_path(str(BOUNDARIES / "build_margins.py"))["margins"](tmp_path / "few.geojson")
    same = kept.take(pa.array(range(0, len(kept), 5)))
    exact = ["code", "columns", "rows", "inside"]
    assert same.select(exact).to_pylist() == made.select(exact).to_pylist()
    assert kept.schema.metadata == made.schema.metadata
    pairs = zip(*(shapely.from_wkb(table["outline"].to_pylist()) for table in (same, made)), strict=True)
    assert all(shapely.equals_exact(one, other, 1e-9) for one, other in pairs)
