"""The world map's marks and labels: none hides another, and the smaller one gives way."""

import math
from typing import Any

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


@pytest.mark.parametrize("release_id", ["2011-09-30", "ex-2011-09-15"])
def test_small_circles_are_drawn_over_large_ones(nowhere: Nowhere, release_id: str) -> None:
    release: Release = nowhere.release(release_id)
    figure = maps.draw(situation.world(release, nowhere.scope(release_id)))["figure"]
    sizes = [trace["marker"]["size"] for trace in figure["data"] if trace.get("mode") == "markers+text"]
    assert sizes == [sorted(size, reverse=True) for size in sizes]
