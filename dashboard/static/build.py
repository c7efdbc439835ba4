"""Rebuilds the browser assets of the dashboard from pinned npm packages.

Run ``python dashboard/static/build.py`` after a change of the ``plotly`` pin or of ``PINNED``. It needs Python
with ``plotly`` and ``brotli`` installed, node 20 or later and npm. It writes the files of ``vendor/`` with their
``.br`` siblings and manifest, ``topojson/``, ``licences/``, ``NOTICE.md`` and axe-core for the browser tests.

The Plotly bundle holds only ``TRACES`` and differs from the published bundles in this:

* attribute descriptions, and the components in ``LEFT_OUT``, are not in it;
* by default nothing is fetched from an outside host, and the button that sends a chart to a public server is off;
* place names are not looked up (``locationmode`` must be ``geojson-id``), and the only projections are those of
  d3-geo (equal earth, natural earth1, mercator, orthographic ...); any other name fails to draw.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, TypedDict

import brotli

PINNED = {
    "plotly.js": "4.1.1",
    "leaflet": "1.9.4",
    "@fontsource-variable/source-sans-3": "5.3.0",
    "@fontsource-variable/source-serif-4": "5.3.1",
    "axe-core": "4.14.1",
    "esbuild": "0.28.2",
    "acorn": "8.15.0",
}
BEFORE = "2026-11-20"  # what the packages above depend on is taken as it was published on this day
TRACES = ("scattergeo", "choropleth", "bar")
LEFT_OUT = ("annotations3d", "images", "updatemenus", "sliders", "rangeslider", "rangeselector")

STATIC = Path(__file__).parent
AXE = STATIC.parents[1] / "tests" / "browser" / "vendor"
LAYERS = ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
RESOLUTIONS = (110, 50)

EDITS = {
    "src/core.js": {f"    require('./components/{name}'),\n": "" for name in LEFT_OUT},
    "src/plot_api/plot_config.js": {
        "dflt: 'https://cdn.plot.ly/un/'": "dflt: 'topojson/'",
        "dflt: 'https://cloud.plotly.com/newchart'": "dflt: ''",
        "showSendToCloud: {\n        valType: 'boolean',\n        dflt: true": (
            "showSendToCloud: {\n        valType: 'boolean',\n        dflt: false"
        ),
    },
}
STUBS = {
    "country-iso-search": "exports.COUNTRIES = []; exports.createLookup = () => ({ lookupAlpha3: () => undefined });",
    "d3-geo-projection": "",
    "maplibre-gl/dist/maplibre-gl.css": "",
}

NOTICE = """# Third-party notices for the browser assets

Written by `build.py`; change that, not this. The docstring of `build.py` says how the Plotly bundle differs from the
published ones. From `leaflet.js` only the pointer to its source map was taken out; `leaflet.css` is as published. The
images that `leaflet.css` names (layer switch, default marker) are not shipped and must not be used.

| File | Package | Version | Licence |
|---|---|---|---|
{assets}

The files under `topojson/` are empty base maps made by `build.py`; they hold no third-party data.

## Packages inside the files

| Package | Version | Licence | Full text |
|---|---|---|---|
{inside}

## Fonts

Source Sans 3 and Source Serif 4 (SIL Open Font License 1.1) are vendored here, Latin and extended Latin only: a
fraction of the files bundled within the `streamlit` package, whose Source Code Pro is used as it is.
"""
AXE_NOTICE = """# axe-core, for tests only

`axe.min.js` is the unchanged file of the npm package `axe-core` {version}, licence {licence} (`LICENSE`, and
`LICENSE-3RD-PARTY.txt` for what it contains). Its source form is `axe.js` of the same package. Copied by
`dashboard/static/build.py`; not part of what the dashboard serves.

sha256 `{digest}`
"""


class Package(NamedTuple):
    """An npm package as unpacked, with the name, version and licence it declares."""

    folder: Path
    name: str
    version: str
    licence: str

    @property
    def licence_file(self) -> str:
        """File name of its licence text under ``licences/``."""
        return f"{self.name.lstrip('@').replace('/', '-')}-{self.version}.txt"


class Asset(TypedDict):
    """One row of ``vendor/manifest.json``; both sizes in bytes."""

    file: str
    package: str
    version: str
    licence: str
    sha256: str
    bytes: int
    brotli_bytes: int


def installed_plotly_js() -> str:
    """Returns the version of plotly.js that the installed Python plotly carries."""
    header = files("plotly").joinpath("package_data/plotly.min.js").read_text(encoding="utf-8")[:400]
    found = re.search(r"plotly\.js v(\d+\.\d+\.\d+)", header)
    if found is None:
        sys.exit("plotly/package_data/plotly.min.js: no 'plotly.js v<version>' in its header; check the plotly package")
    return found[1]


def install(folder: Path) -> None:
    """Unpacks the pinned packages under ``folder/node_modules`` without running their scripts."""
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    wanted = [f"{name}@{version}" for name, version in PINNED.items()]
    quiet = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(["npm", "install", *quiet, f"--before={BEFORE}", *wanted], cwd=folder, check=True)


def package_at(folder: Path) -> Package:
    """Reads what an unpacked package says of itself."""
    declared = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    return Package(folder, declared["name"], declared["version"], declared["license"])


def bundle_plotly(folder: Path) -> tuple[bytes, list[Package]]:
    """Builds the partial bundle.

    Args:
        folder: Where ``install`` has unpacked the packages.

    Returns:
        The minified script and the packages that have at least one byte in it, by name.
    """
    banner = f"/*! plotly.js {PINNED['plotly.js']}, partial bundle: scatter, {', '.join(TRACES)}. MIT, see NOTICE.md */"
    plan = {"version": PINNED["plotly.js"], "traces": TRACES, "edits": EDITS, "stubs": STUBS, "banner": banner}
    (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    shutil.copy(STATIC / "bundle.mjs", folder)
    subprocess.run(["node", "bundle.mjs"], cwd=folder, check=True)
    inputs = json.loads((folder / "parts.json").read_text(encoding="utf-8"))
    folders = {
        re.sub(r"(.*node_modules/(?:@[^/]+/)?[^/]+)/.*", r"\1", path)
        for path, share in inputs.items()
        if path.startswith("node_modules/") and share["bytesInOutput"]
    }
    parts = sorted((package_at(folder / name) for name in folders), key=lambda part: (part.name, part.version))
    return (folder / "bundle.js").read_bytes(), parts


def vendor(content: bytes, package: Package, stem: str, suffix: str) -> Asset:
    """Writes one asset and its brotli sibling under a name that changes with the content."""
    digest = hashlib.sha256(content).hexdigest()
    target = STATIC / "vendor" / f"{stem}-{package.version}-{digest[:8]}{suffix}"
    packed = brotli.compress(content, mode=brotli.MODE_TEXT, quality=11, lgwin=24)
    target.write_bytes(content)
    target.with_name(target.name + ".br").write_bytes(packed)
    return {
        "file": target.name,
        "package": package.name,
        "version": package.version,
        "licence": package.licence,
        "sha256": digest,
        "bytes": len(content),
        "brotli_bytes": len(packed),
    }


def fonts(modules: Path) -> dict[str, Package]:
    """Returns the packages of the fonts, by the name the style sheet gives them."""
    folder = modules / "@fontsource-variable"
    return {"sans": package_at(folder / "source-sans-3"), "serif": package_at(folder / "source-serif-4")}


def vendor_all(bundle: bytes, modules: Path) -> dict[str, Asset]:
    """Replaces the content of ``vendor/`` and returns its manifest, name to asset."""
    for old in (STATIC / "vendor").glob("*"):
        old.unlink()
    leaflet = package_at(modules / "leaflet")
    script = (leaflet.folder / "dist" / "leaflet.js").read_bytes()
    script = re.sub(rb"\n//# sourceMappingURL=.*", b"\n", script)
    sheet = (leaflet.folder / "dist" / "leaflet.css").read_bytes()
    manifest = {
        "plotly": vendor(bundle, package_at(modules / "plotly.js"), "plotly-geo", ".min.js"),
        "leaflet_js": vendor(script, leaflet, "leaflet", ".js"),
        "leaflet_css": vendor(sheet, leaflet, "leaflet", ".css"),
    }
    axes = {"sans": "wght", "serif": "opsz"}  # answers are set large: their letters follow the optical size
    for name, package in fonts(modules).items():
        for part in ("latin", "latin-ext"):
            stem = f"{package.name.rsplit('/', 1)[1]}-{part}"
            font = (package.folder / "files" / f"{stem}-{axes[name]}-normal.woff2").read_bytes()
            manifest[f"{name}_{part.replace('-', '_')}"] = vendor(font, package, stem, ".woff2")
    text = json.dumps(manifest, indent=2) + "\n"
    (STATIC / "vendor" / "manifest.json").write_text(text, encoding="utf-8")
    return manifest


def write_topojson() -> None:
    """Writes the empty base maps that a Plotly geo subplot asks for before it draws its own GeoJSON."""
    empty = {"type": "GeometryCollection", "geometries": []}
    stub = {"type": "Topology", "arcs": [], "objects": dict.fromkeys(LAYERS, empty)}
    (STATIC / "topojson").mkdir(exist_ok=True)
    for resolution in RESOLUTIONS:
        (STATIC / "topojson" / f"world_{resolution}m.json").write_text(json.dumps(stub) + "\n", encoding="utf-8")


def licence_text(package: Package) -> str:
    """Returns the licence as the package carries it, or what it declares when it carries none."""
    found = sorted(path for path in package.folder.iterdir() if path.name.lower().startswith(("licen", "copying")))
    if found:
        return found[0].read_text(encoding="utf-8").replace("\r\n", "\n").strip() + "\n"
    declared = json.loads((package.folder / "package.json").read_text(encoding="utf-8"))
    author = declared.get("author", "not stated")
    name = author.get("name", "not stated") if isinstance(author, dict) else author
    return (
        f"{package.name} {package.version} carries no licence text.\n"
        f"Its package.json declares: licence {package.licence}, author {name}.\n"
    )


def write_licences(packages: list[Package]) -> None:
    """Replaces the content of ``licences/`` with one text for each package and version."""
    for old in (STATIC / "licences").glob("*"):
        old.unlink()
    for package in packages:
        (STATIC / "licences" / package.licence_file).write_text(licence_text(package), encoding="utf-8")


def write_notice(manifest: dict[str, Asset], parts: list[Package]) -> None:
    """Writes ``NOTICE.md``: the assets, the packages inside the Plotly bundle, the fonts."""
    assets = [
        f"| `vendor/{row['file']}` | {row['package']} | {row['version']} | {row['licence']} |"
        for row in manifest.values()
    ]
    inside = [f"| {p.name} | {p.version} | {p.licence} | [text](licences/{p.licence_file}) |" for p in parts]
    text = NOTICE.format(assets="\n".join(assets), inside="\n".join(inside))
    (STATIC / "NOTICE.md").write_text(text, encoding="utf-8")


def write_axe(package: Package) -> None:
    """Copies axe-core and its licences beside the browser tests; it is never served to readers."""
    AXE.mkdir(parents=True, exist_ok=True)
    content = (package.folder / "axe.min.js").read_bytes()
    (AXE / "axe.min.js").write_bytes(content)
    for name in ("LICENSE", "LICENSE-3RD-PARTY.txt"):
        (AXE / name).write_bytes((package.folder / name).read_bytes())
    digest = hashlib.sha256(content).hexdigest()
    text = AXE_NOTICE.format(version=package.version, licence=package.licence, digest=digest)
    (AXE / "NOTICE.md").write_text(text, encoding="utf-8")


def main() -> None:
    """Builds everything, or stops with nothing written when the plotly versions differ."""
    carried, pinned = installed_plotly_js(), PINNED["plotly.js"]
    if carried != pinned:
        sys.exit(f"PINNED['plotly.js'] is '{pinned}', the installed plotly package carries '{carried}': pin that")
    with tempfile.TemporaryDirectory() as name:
        folder, modules = Path(name), Path(name) / "node_modules"
        install(folder)
        bundle, parts = bundle_plotly(folder)
        manifest = vendor_all(bundle, modules)
        packages = [*parts, package_at(modules / "leaflet"), *fonts(modules).values()]
        write_licences(packages)
        write_notice(manifest, packages)
        write_topojson()
        write_axe(package_at(modules / "axe-core"))
    for row in manifest.values():
        print(f"{row['file']}: {row['bytes']:,} bytes, {row['brotli_bytes']:,} with brotli")


if __name__ == "__main__":
    main()
