import pyarrow as pa
import pytest
from onecell import one, read, rules, setting

from loaders.values.points import Points, read_points
from loaders.values.reading import Read

NAIROBI = ("-1.2921", "36.8219")


def point(north: str | None, east: str | None, country: str | None = "KEN") -> tuple[Points, list[str]]:
    latitudes, longitudes = read("latitude", north), read("longitude", east)
    points = read_points(latitudes, longitudes, pa.array([country], pa.string()))
    marks = (*latitudes.marks, *longitudes.marks, *points.marks)
    return points, rules(Read(points.latitudes, marks=marks))


def drawn(points: Points) -> tuple[float | None, float | None]:
    return points.latitudes[0].as_py(), points.longitudes[0].as_py()


def test_a_point_in_its_country_is_drawn() -> None:
    points, found = point(*NAIROBI)
    assert (drawn(points), found) == ((-1.2921, 36.8219), [])


def test_a_point_without_a_country_is_drawn() -> None:
    assert drawn(point(*NAIROBI, None)[0]) == (-1.2921, 36.8219)


def test_a_swapped_point_is_withheld_with_a_hint() -> None:
    points, found = point("36.8219", "-1.2921")
    assert (drawn(points), found) == ((None, None), ["warning point-outside-country"])
    assert "swapped?" in points.marks[0].message[0]


def test_a_point_in_another_country_is_withheld_without_a_hint() -> None:
    points, found = point("15.6", "32.5", "EGY")
    assert found == ["warning point-outside-country"]
    assert "swapped" not in points.marks[0].message[0]


@pytest.mark.parametrize(("north", "east", "country"), [
    ("-4.0435", "39.6682", "KEN"), ("4.85", "31.6", "SDN"), ("4.85", "31.6", "SSD"), ("31.5", "34.47", "PSE"),
    ("12.37", "-1.53", "CXR"),
])  # fmt: skip
def test_coasts_former_outlines_and_countries_without_one_are_allowed_for(north: str, east: str, country: str) -> None:
    assert point(north, east, country)[1] == []


@pytest.mark.parametrize(("north", "east"), [("0", "0"), ("0.0", "-0.0"), ("0.001", "0.001")])
def test_null_island_is_withheld(north: str, east: str) -> None:
    points, found = point(north, east, None)
    assert (drawn(points), found) == ((None, None), ["warning null-island"])


def test_a_point_on_the_equator_is_drawn() -> None:
    assert drawn(point("0.0", "34.7")[0]) == (0.0, 34.7)


@pytest.mark.parametrize(("north", "east"), [("", "36"), ("1", None)])
def test_half_a_point_is_withheld(north: str, east: str | None) -> None:
    points, found = point(north, east)
    assert (drawn(points), found) == ((None, None), ["warning half-coordinate"])


def test_no_point_needs_no_word() -> None:
    assert point(None, "") == (point(None, None)[0], [])


@pytest.mark.parametrize(
    ("north", "east", "rule"),
    [("95", "36", "coord-out-of-range"), ("-1.2", "190", "coord-out-of-range"), ("abc", "36", "bad-coordinate"),
     ("500000", "36", "coord-out-of-range"), ("nan", "36", "bad-coordinate"), ("1°17'31\"S", "36", "bad-coordinate")],
)  # fmt: skip
def test_a_coordinate_that_is_none_withholds_the_point_with_one_word(north: str, east: str, rule: str) -> None:
    points, found = point(north, east)
    assert (drawn(points), found) == ((None, None), [f"warning {rule}"])


@pytest.mark.parametrize(("cell", "degrees", "found"), [
    ("−1.29", -1.29, []), ("1.29 S", -1.29, []), ("N 1.29°", 1.29, []), ("1e-05", 1e-05, []),
    ("-1,29", -1.29, ["warning decimal-comma"]), ("١٫٥", 1.5, ["warning other-digits"]),
    ("n/a", None, ["warning missing-value"]), ("1.29 E", None, ["warning bad-coordinate"]),
    ("-1.29 S", None, ["warning bad-coordinate"]), ("-.5", -0.5, []), ("-1.", -1.0, []), ("1.29º S", -1.29, []),
    (".", None, ["warning missing-value"]), ("1,", None, ["warning bad-coordinate"]),
])  # fmt: skip
def test_degrees_are_read_where_they_have_one_reading(cell: str, degrees: float | None, found: list[str]) -> None:
    assert one("latitude", cell, setting()) == (degrees, found)
