"""Build ``margins.arrow`` in this folder: each country with the land and sea around it in which its points may lie.

Run ``python data/boundaries/build_margins.py`` after ``build.py``; it reads ``outlines.geojson`` and nothing else. The
same could be worked out whenever points are looked up, but takes far longer than to read a small file of it.

The columns of a country, by ``code`` as the features of the outlines have it under ``fill_code``:

- ``outline``: WKB in degrees, longitude first: all outlines the country has had, together, and the margin around them.
  Sudan's holds South Sudan as well, and Serbia's Kosovo, since both once did.
- ``west``, ``south``, ``columns``, ``rows``: a grid of squares over it from its south-western corner, in degrees and
  squares; the schema's metadata say under ``squares`` how many make a degree.
- ``inside``: for each square, row by row from the south-west, whether it lies whole inside; bits, packed by zlib.
"""

import json
import zlib
from pathlib import Path

import numpy as np
import pyarrow as pa
import shapely

HERE = Path(__file__).parent
# Degrees, some 28 km at the equator. The outlines are drawn for 1:50 million with corners thinned at 0.05 degrees,
# which moves a coast by up to a tenth of a degree; harbours and posts at a border crossing lie a little beyond.
MARGIN = 0.25
CORNER_STEPS = 2
SQUARES = 8


def margins(outlines: Path) -> pa.Table:
    """Return the margins of every country in a file of outlines, by code; see above for the columns."""
    found: dict[str, list[shapely.Geometry]] = {}
    for feature in json.loads(outlines.read_text(encoding="utf-8"))["features"]:
        if code := feature["properties"]["fill_code"]:
            found.setdefault(code, []).append(shapely.geometry.shape(feature["geometry"]))
    rows = [{"code": code, **_margin(found[code])} for code in sorted(found)]
    return pa.Table.from_pylist(rows).replace_schema_metadata({"squares": str(SQUARES)})


def _margin(outlines: list[shapely.Geometry]) -> dict[str, object]:
    widened = shapely.union_all(shapely.buffer(outlines, MARGIN, quad_segs=CORNER_STEPS))
    west, south, east, north = shapely.bounds(widened)
    columns, rows = int((east - west) * SQUARES) + 1, int((north - south) * SQUARES) + 1
    lefts, bottoms = west + np.arange(columns) / SQUARES, south + np.arange(rows)[:, None] / SQUARES
    shapely.prepare(widened)
    squares = shapely.box(lefts, bottoms, lefts + 1 / SQUARES, bottoms + 1 / SQUARES)
    inside = np.packbits(shapely.contains_properly(widened, squares))
    return {"outline": shapely.to_wkb(widened), "west": west, "south": south, "columns": columns, "rows": rows,
            "inside": zlib.compress(inside.tobytes(), 9)}  # fmt: skip


if __name__ == "__main__":
    table = margins(HERE / "outlines.geojson")
    with pa.ipc.new_file(str(HERE / "margins.arrow"), table.schema) as writer:
        writer.write_table(table)
