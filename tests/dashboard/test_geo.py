import json
from datetime import date

import pytest
from shapely.geometry import shape

from dashboard import geo

EVE, DAY = date(2011, 7, 8), date(2011, 7, 9)


def outline(name: str) -> object:
    return next(shape(item["geometry"]) for item in json.loads(geo.world())["features"] if item["id"] == name)


def test_south_sudan_is_on_the_map_from_9_july_2011() -> None:
    assert geo.shape_on("SSD", EVE) is None
    assert geo.shape_on("SSD", DAY) == "SSD"


def test_sudan_is_whole_until_8_july_2011() -> None:
    before, after = geo.shape_on("SDN", EVE), geo.shape_on("SDN", DAY)
    assert (before, after) == ("SDN@start", "SDN")
    whole = outline("SDN").area + outline("SSD").area
    assert outline("SDN@start").area == pytest.approx(whole, rel=0.02)


def test_serbia_has_a_shape_for_each_of_its_three_stretches() -> None:
    days = (date(2006, 6, 2), date(2006, 6, 3), date(2008, 2, 16), date(2008, 2, 17))
    assert [geo.shape_on("SRB", day) for day in days] == ["SRB@start", "SRB@2006-06-03", "SRB@2006-06-03", "SRB"]


def test_countries_that_never_changed_have_one_shape_on_every_day() -> None:
    assert {geo.shape_on("HTI", day) for day in (date(2004, 1, 1), EVE, DAY, date(2014, 6, 30))} == {"HTI"}


def test_an_unknown_country_has_no_shape() -> None:
    assert geo.shape_on("XAA", DAY) is None


def test_no_country_has_two_shapes_on_one_day() -> None:
    for code, known in geo.shape_ids().items():
        for day in (date(2005, 1, 1), date(2007, 1, 1), EVE, DAY):
            here = [name for name, first, last in known if (first or "") <= day.isoformat() <= (last or "9999")]
            assert len(here) <= 1, code


def test_the_line_between_the_sudans_is_disputed_from_9_july_2011() -> None:
    before, after = (
        json.loads(geo.served(geo.disputed_address(day).removeprefix("geo/")) or b"") for day in (EVE, DAY)
    )
    assert len(after["lon"]) > len(before["lon"])
    assert len(before["lon"]) == len(before["lat"])


def test_the_disputed_lines_are_one_file_between_two_changes() -> None:
    assert geo.disputed_address(date(2009, 1, 1)) == geo.disputed_address(EVE)
    assert geo.disputed_address(DAY) == geo.disputed_address(date(2014, 3, 17))
    days = (date(2008, 2, 16), date(2008, 2, 17), DAY, date(2014, 3, 18))
    assert len({geo.disputed_address(day) for day in days}) == 4


def test_an_address_of_another_digest_is_not_served() -> None:
    assert geo.served(geo.world_address().removeprefix("geo/")) == geo.world()
    assert geo.served("world.000000000000.json") is None
    assert geo.served("../../etc/passwd") is None


def test_hatching_stays_within_its_outline() -> None:
    lon, lat = geo.hatch("HTI")
    points = [(x, y) for x, y in zip(lon, lat, strict=True) if x is not None and y is not None]
    west, south, east, north = outline("HTI").bounds
    assert points
    assert all(west - 0.01 <= x <= east + 0.01 and south - 0.01 <= y <= north + 0.01 for x, y in points)
    assert geo.hatch("NOWHERE") == ((), ())


def test_the_map_carries_shapes_and_ids_only() -> None:
    features = json.loads(geo.world())["features"]
    assert all(set(item) == {"type", "id", "geometry"} for item in features)
    assert len(features) > 170
