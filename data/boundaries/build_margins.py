"""Build ``margins.arrow`` in this folder: each country with the land and sea around it in which its points may lie.

Run ``python data/boundaries/build_margins.py`` after ``build.py``; it reads ``outlines.geojson`` and nothing else. The
same could be worked out whenever points are looked up, but takes longer than to read a small file of them.

The columns are ``code``, as the features of the outlines have it under ``fill_code``, and ``outline``, WKB in degrees,
longitude first: all outlines a country has had, together. Sudan's holds South Sudan as well, and Serbia's Kosovo, since
both once did.
"""

import json
from pathlib import Path

import pyarrow as pa
import shapely

HERE = Path(__file__).parent
# Degrees, some 28 km at the equator. The outlines are drawn for 1:50 million with corners thinned at 0.05 degrees,
# which moves a coast by up to a tenth of a degree; harbours and posts at a border crossing lie a little beyond.
MARGIN = 0.25
CORNER_STEPS = 2


def margins(outlines: Path) -> pa.Table:
    """Return the code and the widened outline of every country in a file of outlines, by code."""
    found: dict[str, list[shapely.Geometry]] = {}
    for feature in json.loads(outlines.read_text(encoding="utf-8"))["features"]:
        if code := feature["properties"]["fill_code"]:
            found.setdefault(code, []).append(shapely.geometry.shape(feature["geometry"]))
    widened = [shapely.union_all(shapely.buffer(found[code], MARGIN, quad_segs=CORNER_STEPS)) for code in sorted(found)]
    return pa.table({"code": sorted(found), "outline": pa.array(shapely.to_wkb(widened), pa.binary())})


if __name__ == "__main__":
    table = margins(HERE / "outlines.geojson")
    with pa.ipc.new_file(str(HERE / "margins.arrow"), table.schema) as writer:
        writer.write_table(table)
