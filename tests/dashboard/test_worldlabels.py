"""The world map's marks and labels: none hides another, and the smaller one gives way."""

import math
from typing import Any

import pandas as pd
import pytest

from dashboard import worldlabels
from dashboard.figures import maps
from dashboard.queries import situation
from loaders.release import Release
from tests.conftest import Nowhere

WORLD = (-90.0, 135.0, -38.0, 54.0)
NARROWED = 0.72
"""A degree of longitude beside one of latitude, as the projection draws them at the height of the Levant."""


def country(name: str, lat: float, lon: float, people: float | None, status: str = "DESCRIBED") -> dict[str, Any]:
    return {
        "country_name": name,
        "status_code": status,
        "people": people,
        "lat": lat,
        "lon": lon,
        "is_changed": False,
        "is_silent": people is None,
    }


def apart(one: dict[str, Any], other: dict[str, Any]) -> float:
    return math.hypot((one["lon"] - other["lon"]) * NARROWED, one["lat"] - other["lat"])


def test_a_large_circle_does_not_cover_the_small_mark_beside_it() -> None:
    syria, lebanon = country("Syria", 35.0, 38.5, 21), country("Lebanon", 33.9, 35.9, 5)
    large, small = worldlabels.placed([syria, lebanon], WORLD)
    # 2.75 px a root of people at 4.05 px a degree, half of an 11 px shape, and both outlines.
    assert apart(large, small) >= (2.75 * 21**0.5 + 5.5) / 4.05
    assert apart(small, lebanon) > apart(large, syria) > 0


def test_three_marks_in_one_place_are_all_moved_apart() -> None:
    rows = [country(name, 14.0, -88.0, people) for name, people in (("One", 16), ("Two", 7), ("Three", 6))]
    placed = worldlabels.placed(rows, WORLD)
    distances = [apart(placed[at], placed[other]) for at, other in ((0, 1), (0, 2), (1, 2))]
    assert min(distances) > (2 * 2.75 * 6**0.5) / 4.05


def test_a_mark_alone_stays_where_its_country_is() -> None:
    (haiti,) = worldlabels.placed([country("Haiti", 19.0, -72.5, 18)], WORLD)
    assert (haiti["lat"], haiti["lon"]) == (19.0, -72.5)
    assert haiti["label_at"] == "middle right"


def test_a_country_without_a_mark_moves_nothing_and_keeps_no_label_away() -> None:
    rows = [country("Syria", 35.0, 38.5, 21), country("Unmarked", 35.0, 44.0, 2, "NONE")]
    syria, unmarked = worldlabels.placed(rows, WORLD)
    assert (syria["lon"], unmarked["lon"]) == (38.5, 44.0)
    assert syria["label_at"] == "middle right"


def hemmed_in(*, is_changed: bool) -> list[dict[str, Any]]:
    """Return a country whose four sides are taken by marks of its neighbours."""
    around = (("East", 0.0, 12.0), ("West", 0.0, -12.0), ("North", 5.0, 0.0), ("South", -5.0, 0.0))
    rows = [country(name, lat, lon, 9) for name, lat, lon in around]
    return [{**country("Middle", 0.0, 0.0, 1), "is_changed": is_changed}, *rows]


def test_a_changed_country_without_room_beside_it_is_named_further_away() -> None:
    middle, *_ = worldlabels.placed(hemmed_in(is_changed=True), WORLD)
    assert middle["is_led"]
    assert abs(middle["label_lat"]) >= 5.0
    unchanged, *_ = worldlabels.placed(hemmed_in(is_changed=False), WORLD)
    assert (unchanged["label_at"], unchanged["is_led"]) == (None, False)


def test_a_line_leads_from_the_country_to_a_label_further_away() -> None:
    rows = pd.DataFrame(worldlabels.placed(hemmed_in(is_changed=True), WORLD))
    line = maps._leaders(rows)
    assert line is not None
    assert (line["lat"], line["lon"]) == ([0.0, rows["label_lat"][0], None], [0.0, rows["label_lon"][0], None])
    assert maps._leaders(rows.assign(is_led=False)) is None


def test_the_map_is_widened_so_that_no_mark_is_cut_at_its_edge() -> None:
    west, east, south, north = situation.frame_of([country("Guatemala", 15.5, -90.3, 6)], is_filtered=False)
    assert (west, east, south, north) == (-90.3 - 8, 135.0, -38.0, 54.0)
    assert situation.frame_of([country("Samoa", -13.6, -172.4, 6)], is_filtered=False)[0] == -165.0


@pytest.mark.parametrize("release_id", ["2011-09-30", "ex-2011-09-15"])
def test_small_circles_are_drawn_over_large_ones(nowhere: Nowhere, release_id: str) -> None:
    release: Release = nowhere.release(release_id)
    figure = maps.draw(situation.world(release, nowhere.scope(release_id)))["figure"]
    sizes = [trace["marker"]["size"] for trace in figure["data"] if trace.get("mode") == "markers+text"]
    assert sizes == [sorted(size, reverse=True) for size in sizes]
