"""Borders: disputed or undetermined boundaries as lines that lie on the set's own linework."""

import csv
from dataclasses import dataclass
from pathlib import Path

import geopandas
import shapely
from atlas import Shapes
from shapely import LineString, Point
from shapely.ops import substring

NEAR_DEGREES = 0.35
LINE_TOLERANCE = 0.02

Layers = dict[str, dict[int, shapely.Geometry]]


@dataclass(frozen=True)
class Dispute:
    """One row of ``disputed_lines.csv``: which line, between whom, from which day to which."""

    line_id: str
    line_name: str
    layer: str
    ne_ids: str
    left_code: str
    right_code: str
    valid_from: str
    valid_until: str


def read_disputes(path: Path) -> list[Dispute]:
    """Read the table of disputed lines in its order."""
    with path.open(encoding="utf-8", newline="") as rows:
        return [Dispute(**row) for row in csv.DictReader(rows)]


def read_layer(path: Path) -> dict[int, shapely.Geometry]:
    """Read a Natural Earth boundary-line layer: line id to geometry."""
    lines = geopandas.read_file(path)
    lines.columns = [name if name == "geometry" else name.upper() for name in lines.columns]
    return dict(zip(lines["NE_ID"].astype(int), lines["geometry"], strict=True))


def shared_border(shapes: Shapes, left_code: str, right_code: str) -> list[LineString]:
    """Return the border two shapes have in common, as lines joined end to end."""
    common = shapes[left_code].boundary.intersection(shapes[right_code].boundary)
    lines = [part for part in shapely.get_parts(common).tolist() if isinstance(part, LineString)]
    return list(shapely.get_parts(shapely.line_merge(shapely.MultiLineString(lines))))


def published_lines(dispute: Dispute, layers: Layers) -> list[LineString]:
    """Return the Natural Earth lines of a dispute, joined end to end and thinned.

    Raises:
        KeyError: The layer no longer holds a line the table names.
    """
    parts = [layers[dispute.layer][int(number)] for number in dispute.ne_ids.split()]
    return list(shapely.get_parts(shapely.line_merge(shapely.union_all(parts)).simplify(LINE_TOLERANCE)))


def stretch_beside(published: LineString, border: list[LineString]) -> LineString | None:
    """Return the stretch of a border that a published line means, or None where none runs beside it."""
    first, last = Point(published.coords[0]), Point(published.coords[-1])
    stretches = [substring(line, *sorted((line.project(first), line.project(last)))) for line in border]
    near = [stretch for stretch in stretches if stretch.hausdorff_distance(published) < NEAR_DEGREES]
    return min(near, key=lambda stretch: stretch.hausdorff_distance(published), default=None)


def drawn_lines(dispute: Dispute, shapes: Shapes, layers: Layers) -> tuple[list[LineString], str]:
    """Return the lines to draw and how they were obtained.

    Where the polygons of the set share a border beside a published line, that
    border is drawn, so that dashes fall on it and not next to it.
    """
    border = shared_border(shapes, dispute.left_code, dispute.right_code) if dispute.left_code else []
    if not dispute.layer:
        return border, "border of the two polygons"
    published = published_lines(dispute, layers)
    beside = [stretch for line in published if (stretch := stretch_beside(line, border))]
    if len(beside) == len(published):
        return beside, f"border of the two polygons beside the Natural Earth {dispute.layer} line"
    return published, f"Natural Earth {dispute.layer} line"


def without_repeats(drawn: dict[str, list[LineString]]) -> dict[str, list[LineString]]:
    """Return the lines with Abyei taken out of the long boundary, so no dash is drawn twice."""
    abyei = shapely.union_all(drawn["abyei"]).buffer(1e-6, cap_style="flat")
    rest = shapely.union_all(drawn["sudan-south-sudan"]).difference(abyei)
    return drawn | {"sudan-south-sudan": shapely.get_parts(rest).tolist()}
