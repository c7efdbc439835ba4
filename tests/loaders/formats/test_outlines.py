from typing import Any

import pytest
import shapely

from loaders.formats.jsontexts import NumberText
from loaders.formats.outlines import read_outline

SQUARE = [[33, 0], [35, 0], [35, 2], [33, 2], [33, 0]]


def texts(value: Any) -> Any:
    """Write every number as the reader of JSON hands it on."""
    return [texts(one) for one in value] if isinstance(value, list) else NumberText(str(value))


def outline(*rings: list[list[Any]], kind: str = "Polygon") -> tuple[Any, list[tuple[str, str]]]:
    found = read_outline(kind, texts(list(rings)))
    shape = None if found.wkb is None else shapely.from_wkb(found.wkb)
    return shape, [(one.severity, one.rule) for one in found.remarks]


def test_square_keeps_its_area_and_loses_its_altitudes() -> None:
    shape, told = outline([[*position, 7] for position in SQUARE])
    # 2 degrees by 2 degrees
    assert (shape.area, shape.has_z, told) == (4, False, [])


def test_hole_is_no_part_of_the_outline() -> None:
    shape, told = outline(SQUARE, [[33.5, 0.5], [34.5, 0.5], [34.5, 1.5], [33.5, 1.5], [33.5, 0.5]])
    # 4 less a hole of 1 by 1
    assert (shape.area, told) == (3, [])


def test_outline_that_crosses_itself_is_repaired_into_its_two_triangles() -> None:
    shape, told = outline([[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]])
    # Two triangles of base 2 and height 1.
    assert (shape.area, shape.is_valid, told) == (2, True, [("warning", "geometry-repaired")])


def test_outline_over_the_180th_meridian_is_cut_there() -> None:
    shape, told = outline([[177, -18], [-179, -18], [-179, -16], [177, -16], [177, -18]])
    # 3 degrees west of the meridian and 1 east of it, 2 high
    assert (shape.area, shape.bounds[::2], told) == (8, (-180, 180), [("warning", "antimeridian")])


@pytest.mark.parametrize(
    ("ring", "rule"),
    [
        (SQUARE[:-1], "invalid-geometry"),
        (SQUARE[:2] + SQUARE[:1], "invalid-geometry"),
        ([[33, 0], [35, 0], [34, 0], [33, 0]], "invalid-geometry"),
        ([[33], [35], [34], [33]], "invalid-geometry"),
        ([[3_300_000, 0], [3_500_000, 0], [3_500_000, 2], [3_300_000, 0]], "coord-out-of-range"),
        ([[33, 0], [35, 0], [35, 91], [33, 0]], "coord-out-of-range"),
    ],
)
def test_what_is_no_outline_on_the_globe_has_none(ring: list[list[Any]], rule: str) -> None:
    assert outline(ring) == (None, [("error", rule)])


def test_word_is_no_number_and_nothing_is_no_outline() -> None:
    position = [[["x", "y"]] * 4]
    assert [one.rule for one in read_outline("Polygon", position).remarks] == ["invalid-geometry"]
    assert [one.rule for one in read_outline("MultiPolygon", []).remarks] == ["empty-geometry"]
    assert [one.rule for one in read_outline("Point", []).remarks] == ["invalid-geometry"]
