import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "dashboard" / "static"
VENDOR = STATIC / "vendor"
AXE = ROOT / "tests" / "browser" / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))

# Addresses that are only compared with, written out or followed on a click; none is fetched by the script itself.
HARMLESS = {
    "http://www.w3.org/": "names of XML namespaces",
    "https://leafletjs.com": "link in Leaflet's attribution line",
    "https://plotly.com/": "link behind the logo of the mode bar, and help in console messages",
    "https://github.com/d3/d3-format/": "help in descriptions that are put together at run time",
    "https://github.com/d3/d3-time-format/": "help in descriptions that are put together at run time",
    "https://bugs.chromium.org/": "comment in leaflet.css",
    "https://bugzilla.mozilla.org/": "comment in leaflet.css",
}
LAYERS = {"coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"}

each_asset = pytest.mark.parametrize("name", sorted(MANIFEST))
each_text = pytest.mark.parametrize("name", sorted(name for name in MANIFEST if name.startswith(("plotly", "leaflet"))))


def content(name: str) -> bytes:
    return Path(VENDOR, MANIFEST[name]["file"]).read_bytes()


def test_manifest_names_every_asset() -> None:
    assert sorted(MANIFEST) == [
        "leaflet_css",
        "leaflet_js",
        "plotly",
        "sans_latin",
        "sans_latin_ext",
        "serif_latin",
        "serif_latin_ext",
    ]


@pytest.mark.parametrize("name", ["sans_latin", "sans_latin_ext", "serif_latin", "serif_latin_ext"])
def test_style_sheet_names_the_font_by_its_present_digest(name: str) -> None:
    sheet = (STATIC / "dashboard.css").read_text(encoding="utf-8")
    assert f'url("vendor/{MANIFEST[name]["file"]}")' in sheet


def test_vendor_folder_holds_nothing_that_the_manifest_does_not_name() -> None:
    named = {row["file"] for row in MANIFEST.values()}
    assert {path.name for path in VENDOR.iterdir()} == {"manifest.json", *named, *(f"{file}.br" for file in named)}


@each_asset
def test_asset_has_the_digest_and_size_of_the_manifest(name: str) -> None:
    row = MANIFEST[name]
    assert hashlib.sha256(content(name)).hexdigest() == row["sha256"]
    assert len(content(name)) == row["bytes"]


@each_asset
def test_file_name_carries_version_and_digest(name: str) -> None:
    row = MANIFEST[name]
    assert f"-{row['version']}-{row['sha256'][:8]}." in row["file"]


@each_asset
def test_brotli_sibling_unpacks_to_the_same_bytes(name: str) -> None:
    packed = (VENDOR / f"{MANIFEST[name]['file']}.br").read_bytes()
    assert brotli.decompress(packed) == content(name)
    assert len(packed) == MANIFEST[name]["brotli_bytes"]


def test_plotly_bundle_is_the_version_that_the_python_package_carries() -> None:
    header = files("plotly").joinpath("package_data/plotly.min.js").read_text(encoding="utf-8")[:400]
    carried = re.search(r"plotly\.js v([\d.]+)", header)
    assert carried is not None
    assert MANIFEST["plotly"]["version"] == carried[1]
    assert content("plotly").startswith(f"/*! plotly.js {carried[1]}, partial bundle".encode())


def test_plotly_bundle_holds_our_traces_and_no_tile_map() -> None:
    registered = set(re.findall(r'moduleType:"trace",name:"(\w+)"', content("plotly").decode()))
    assert registered == {"scatter", "bar", "scattergeo", "choropleth"}
    assert b"maplibre-gl" not in content("plotly").lower()


def test_plotly_bundle_keeps_to_its_budget() -> None:
    assert MANIFEST["plotly"]["bytes"] < 1_100_000
    assert MANIFEST["plotly"]["brotli_bytes"] < 340_000


def test_plotly_bundle_asks_no_public_host_for_base_maps_and_sends_no_chart_away() -> None:
    script = content("plotly").decode()
    assert re.search(r'topojsonURL:\{valType:"string",noBlank:!0,dflt:"topojson/"', script)
    assert re.search(r'plotlyServerURL:\{valType:"string",dflt:""', script)
    assert re.search(r'showSendToCloud:\{valType:"boolean",dflt:!1', script)


@each_text
def test_asset_holds_no_address_that_it_would_fetch(name: str) -> None:
    addresses = set(re.findall(r"""https?://[^\s"'`)<>\\]*|(?<=["'`(])//[\w-]+\.[^\s"'`)]*""", content(name).decode()))
    assert {address for address in addresses if not address.startswith(tuple(HARMLESS))} == set()


@each_text
def test_asset_runs_without_eval_and_points_to_no_source_map(name: str) -> None:
    text = content(name).decode()
    assert re.findall(r"(?<![\w$.])(?:eval|Function)\s*\(|new\s+Function\b", text) == []
    assert "sourceMappingURL" not in text


@pytest.mark.parametrize("resolution", [110, 50])
def test_base_map_that_plotly_asks_for_is_a_topology_of_empty_layers(resolution: int) -> None:
    stub = json.loads((STATIC / "topojson" / f"world_{resolution}m.json").read_text(encoding="utf-8"))
    assert stub["type"] == "Topology"
    assert stub["arcs"] == []
    assert set(stub["objects"]) == LAYERS
    assert all(layer == {"type": "GeometryCollection", "geometries": []} for layer in stub["objects"].values())


def test_notice_names_every_asset_and_every_licence_text() -> None:
    notice = (STATIC / "NOTICE.md").read_text(encoding="utf-8")
    for row in MANIFEST.values():
        assert f"| `vendor/{row['file']}` | {row['package']} | {row['version']} | {row['licence']} |" in notice
    linked = set(re.findall(r"\(licences/([^)]+)\)", notice))
    assert linked == {path.name for path in (STATIC / "licences").iterdir()}
    assert all((STATIC / "licences" / name).stat().st_size > 0 for name in linked)


def test_axe_is_the_file_its_notice_describes_and_stays_out_of_what_is_served() -> None:
    script = (AXE / "axe.min.js").read_bytes()
    notice = (AXE / "NOTICE.md").read_text(encoding="utf-8")
    version = re.search(r"axe v([\d.]+)", script[:200].decode())
    assert version is not None
    assert f"`axe-core` {version[1]}, licence MPL-2.0" in notice
    assert hashlib.sha256(script).hexdigest() in notice
    assert "Mozilla Public License" in (AXE / "LICENSE").read_text(encoding="utf-8")
    assert list(STATIC.rglob("*axe*")) == []
