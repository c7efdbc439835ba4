"""The map of one country: a page of its own with its outlines and stations, that asks for nothing but Leaflet here."""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import folium
import geopandas as gpd
import pandas as pd
import shapely

from dashboard.maplabels import Frame, Label, placed, radius_of
from dashboard.queries import eventcells, stations
from dashboard.queries.names import country_names
from dashboard.queries.situation import label_points
from dashboard.scope import Scope
from dashboard.vendored import addresses
from loaders.release import Release

_CSS: Final = Path(__file__).parent / "static" / "dashboard.css"
_PICTURE: Final = Path(__file__).with_name("countrymap.js")
_PAD: Final = 0.14
_SMALLEST: Final = 1.2
_NEIGHBOUR: Final = 0.34
_LONGEST: Final = 34
_NO_PICTURE: Final = 'L.Marker.mergeOptions({icon: L.divIcon({className: ""})});'
_STYLE: Final = """
:root { --paper: %(paper)s; }
html, body { background: %(ocean)s; color: %(ink)s; }
body .leaflet-container { background: %(ocean)s; font: 500 12px/15px "Source Sans 3", Arial, sans-serif; }
@media (pointer: coarse) { body .leaflet-container { touch-action: pan-y !important; } }
.cs-name, .cs-place, .cs-line, .cs-count { white-space: nowrap; }
.cs-name { color: %(ink2)s; text-align: center; text-shadow: 0 0 2px %(paper)s, 0 0 2px %(paper)s; }
.cs-place { color: %(ink)s; font-weight: 700; font-size: 13px; line-height: 16px; }
.cs-place, .cs-line { -webkit-text-stroke: 3px %(paper)s; paint-order: stroke fill; }
.cs-place, .cs-line { text-shadow: 0 0 2px %(paper)s, 0 0 2px %(paper)s, 0 0 3px %(paper)s, 0 0 4px %(paper)s; }
.cs-left { text-align: right; }
.cs-line { color: %(ink)s; font-style: italic; text-align: center; }
.cs-count { color: %(ink)s; font-weight: 700; font-size: 13px; text-align: center; line-height: 20px; }
body .leaflet-control-scale-line { background: none; color: %(ink)s; border-color: %(ink)s; text-shadow: none; }
.leaflet-control-scale-line:not(:first-child) { display: none; }
body .leaflet-bar { border: 1px solid %(control)s !important; border-radius: 4px; box-shadow: none; }
body .leaflet-bar a { background: %(surface)s; color: %(ink)s; border-color: %(rule)s; }
body .leaflet-bar a.leaflet-disabled { background: %(sunk)s; color: %(ink3)s; }
:focus-visible { outline: 2px solid %(link)s; outline-offset: -2px; }
"""


@cache
def colours(*, is_dark: bool) -> dict[str, str]:
    """Return the colours of the style sheet by name, of the light or the dark theme."""
    blocks = re.findall(r":root[^{]*\{(.*?)\}", _CSS.read_text(encoding="utf-8"), flags=re.DOTALL)
    found: dict[str, str] = {}
    for block in blocks[: 2 if is_dark else 1]:
        found |= dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6})", block))
    return found


@cache
def _faces() -> str:
    """Return the faces of the sans letters as the style sheet has them, found from the map's own address."""
    faces = re.findall(r'@font-face \{[^}]*"Source Sans 3"[^}]*\}', _CSS.read_text(encoding="utf-8"))
    return "\n".join(faces).replace('url("', 'url("../app/static/')


def encoded(text: str) -> str:
    """Return text in which every character but letters and digits of ASCII is a numeric entity; it can run nothing."""
    return "".join(sign if sign.isascii() and sign.isalnum() else f"&#{ord(sign)};" for sign in text)


def script_hashes(page: str) -> str:
    """Return the sources a policy has to allow for the page's own inline scripts, and for no others."""
    inline = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    digests = (hashlib.sha256(text.encode()).digest() for text in inline)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


@dataclass(frozen=True)
class _Ground:
    """What the map shows beneath its marks: outlines and disputed lines within one frame, colours by name."""

    frame: Frame
    outlines: gpd.GeoDataFrame
    disputed: gpd.GeoDataFrame
    colours: dict[str, str]


@lru_cache(maxsize=128)
def country_map(release: Release, scope: Scope, *, is_dark: bool) -> str:
    """Return the map of the chosen country as a whole page; the same choices give the same bytes.

    Args:
        release: The open release; its outlines valid on the as-of day are drawn.
        scope: The reader's choices, with exactly one country.
        is_dark: Whether the dark colours are used.
    """
    ground = _ground(release, scope, colours(is_dark=is_dark))
    page = folium.Map(
        tiles=None,
        zoom_snap=0.1,
        attribution_control=False,
        control_scale=True,
        scroll_wheel_zoom=False,
        max_zoom=11,
    )
    page.default_js = [("leaflet", f"../{addresses()['leaflet_js']}")]
    page.default_css = [("leaflet_css", f"../{addresses()['leaflet_css']}")]
    root = page.get_root()
    root.header.add_child(folium.Element(f"<style>{_faces()}{_STYLE % ground.colours}</style>"))  # type: ignore[attr-defined]
    west, south, east, north = ground.frame.bounds
    fit = f"{page.get_name()}.invalidateSize(); {page.get_name()}.fitBounds([[{south}, {west}], [{north}, {east}]])"
    script = f'{_NO_PICTURE} window.addEventListener("resize", () => {{ {fit} }});'
    script += _PICTURE.read_text(encoding="utf-8")
    root.script.add_child(folium.Element(script))  # type: ignore[attr-defined]  # folium's root is a Figure
    _add_country(page, ground, release, scope)
    _add_disputed(page, ground)
    _add_marks(page, ground, release, scope)
    page.fit_bounds([(south, west), (north, east)])
    return _steady(page.get_root().render(), f"Map of {country_names(release).get(scope.country[0], scope.country[0])}")


def _steady(page: str, title: str) -> str:
    """Give folium's random names an order, and the page a language and a title."""
    names: dict[str, str] = {}
    page = re.sub(r"[0-9a-f]{32}", lambda found: names.setdefault(found[0], f"n{len(names)}"), page)
    return page.replace("<html>", '<html lang="en">', 1).replace("<head>", f"<head><title>{encoded(title)}</title>", 1)


def _ground(release: Release, scope: Scope, named: dict[str, str]) -> _Ground:
    outlines = stations.outlines(release, scope.asof)
    frame = Frame(_bounds(release, scope, outlines))
    west, south, east, north = frame.bounds
    wide, high = east - west, north - south
    # A tall country in a wide room shows much land beside it: where none is drawn would look like sea.
    aside, above = max(wide, 2 * high), max(high, wide)
    box = (west - aside, south - above, east + aside, north + above)
    near = outlines[outlines.intersects(shapely.box(*box))]
    near = near.assign(geometry=shapely.set_precision(shapely.clip_by_rect(near.geometry.values, *box), 0.001))
    lines = release.disputed(scope.asof)
    lines = lines[lines.intersects(shapely.box(*box))]
    return _Ground(frame, near[~near.geometry.is_empty], lines, named)


def _bounds(release: Release, scope: Scope, outlines: gpd.GeoDataFrame) -> tuple[float, float, float, float]:
    """Return west, south, east and north of the country, its far islands left out, with a margin."""
    here = outlines[outlines["fill_code"] == scope.country[0]].geometry
    parts = shapely.get_parts(here.values)
    points = stations.frame(release, scope)
    if not len(parts):
        lat, lon = label_points(release)[scope.country[0]]
        parts = [shapely.Point(lon, lat).buffer(4)]
    largest = max(parts, key=lambda part: part.area)
    main = [part for part in parts if part.area >= 0.04 * largest.area and part.distance(largest) < 12]
    near = [shapely.Point(row.lon, row.lat) for row in points.itertuples()]
    near = [point for point in near if point.distance(largest) < stations.FAR]
    west, south, east, north = shapely.GeometryCollection([*main, *near]).bounds
    wide, high = max(_PAD * (east - west), _SMALLEST / 2), max(_PAD * (north - south), _SMALLEST / 2)
    return max(west - wide, -180.0), max(south - high, -84.0), min(east + wide, 180.0), min(north + high, 84.0)


def mixed(over: str, under: str, share: float) -> str:
    """Return the colour that one colour at a share of opacity gives over another."""
    pairs = ((int(over[at : at + 2], 16), int(under[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(share * top + (1 - share) * ground):02X}" for top, ground in pairs)


def _add_country(page: folium.Map, ground: _Ground, release: Release, scope: Scope) -> None:
    """Fill the country by its status or, in a world release, by where its events lie; never by two at once."""
    found = eventcells.cells(release, scope) if release.kind == "WORLD" else None
    _add_outlines(page, ground, scope.country[0], stations.neighbour_status(release, scope) if found is None else {})
    if found is not None:
        _add_cells(page, ground, found)
        _add_border(page, ground, scope.country[0])


def _add_border(page: folium.Map, ground: _Ground, code: str) -> None:
    """Draw the country's own border once more, so that it reads upon the cells."""
    own = ground.outlines[ground.outlines["fill_code"] == code]
    look = {"fill": False, "weight": 1.2, "color": ground.colours["ink"], "opacity": 0.7}
    for outline in own.geometry:
        shape = {"type": "Feature", "geometry": shapely.geometry.mapping(outline), "properties": {}}
        folium.GeoJson(shape, style_function=lambda _: look, smooth_factor=0.4, interactive=False).add_to(page)


def _add_cells(page: folium.Map, ground: _Ground, found: pd.DataFrame) -> None:
    """Draw each cell as its square; a line around it keeps the lightest apart from the land."""

    def style(feature: dict[str, Any]) -> dict[str, object]:
        fill = ground.colours[f"class-{feature['properties']['class']}"]
        return {"fillColor": fill, "fillOpacity": 0.92, "weight": 0.6, "color": ground.colours["edge"], "opacity": 1}

    size = eventcells.SIZE
    features = [
        {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(
                shapely.box(row.cell_lon, row.cell_lat, row.cell_lon + size, row.cell_lat + size)
            ),
            "properties": {"class": int(row.class_number)},
        }
        for row in found.itertuples()
    ]
    if features:
        collection = {"type": "FeatureCollection", "features": features}
        folium.GeoJson(collection, style_function=style, interactive=False).add_to(page)


def _add_outlines(page: folium.Map, ground: _Ground, code: str, status: dict[str, str]) -> None:
    tone = ground.colours

    def style(feature: dict[str, Any]) -> dict[str, object]:
        own, fill = feature["properties"]["own"], tone[f"status-{feature['properties']['status']}"]
        if own:
            return {"fillColor": fill, "fillOpacity": 1, "weight": 1.2, "color": tone["ink"], "opacity": 0.7}
        fill = mixed(fill, tone["land"], _NEIGHBOUR)
        return {"fillColor": fill, "fillOpacity": 1, "weight": 1, "color": tone["border"], "opacity": 1}

    features = [
        {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(row.geometry),
            "properties": {"own": row.fill_code == code, "status": status.get(row.fill_code, "NONE")},
        }
        for row in ground.outlines.sort_values("fill_code", key=lambda codes: codes == code).itertuples()
    ]
    collection = {"type": "FeatureCollection", "features": features}
    folium.GeoJson(collection, style_function=style, smooth_factor=0.4, interactive=False).add_to(page)


def _add_disputed(page: folium.Map, ground: _Ground) -> None:
    for line in shapely.get_parts(shapely.line_merge(shapely.union_all(ground.disputed.geometry.values))):
        points = [(lat, lon) for lon, lat in line.coords]
        for colour, width, dash in ((ground.colours["border"], 2.2, None), (ground.colours["ink"], 1.1, "3 2.6")):
            look = {"color": colour, "weight": width, "dash_array": dash, "line_cap": "butt", "opacity": 1}
            folium.PolyLine(points, interactive=False, **look).add_to(page)  # type: ignore[no-untyped-call]


def _add_marks(page: folium.Map, ground: _Ground, release: Release, scope: Scope) -> None:
    places = stations.frame(release, scope)
    for row in places.itertuples():
        is_known = pd.notna(row.people_count)
        radius = radius_of(row.people_count)
        folium.CircleMarker(
            (row.lat, row.lon),
            radius=radius,
            color=ground.colours["ink"],
            weight=2,
            opacity=1,
            fill=True,
            fill_color=ground.colours["surface"],
            fill_opacity=1,
            interactive=False,
        ).add_to(page)
        if is_known:
            _write(page, Label(str(row.people), row.lat, row.lon, "cs-count", (44, 20), (22, 10)))
    code = scope.country[0]
    for label in placed(ground.frame, places, _countries(ground, release, code), _lines(release, scope.asof, code)):
        _write(page, label)


def _countries(ground: _Ground, release: Release, code: str) -> list[tuple[str, float, float]]:
    """Return name and place of the neighbours, each in the middle of what is seen of it."""
    names, seen = country_names(release), ground.frame.seen
    found = []
    for row in ground.outlines[ground.outlines["fill_code"] != code].itertuples():
        parts = shapely.get_parts(shapely.clip_by_rect(row.geometry, *seen))
        if len(parts):
            largest = max(parts, key=lambda part: part.area)
            middle = largest.representative_point()
            found.append((largest.area, (names.get(row.country_code, row.country_name), middle.y, middle.x)))
    return [named for _, named in sorted(found, reverse=True)]


def _lines(release: Release, day: date, code: str) -> list[tuple[str, float, float]]:
    """Return name and middle of the disputed lines on the country's own border, each place once.

    A long name is cut to the place it names; the whole name stands beneath the map.
    """
    found: dict[str, tuple[str, float, float]] = {}
    for row in stations.own_lines(release, day, code).itertuples():
        name, place = str(row.line_name), str(row.line_name).split(":")[0]
        middle = row.geometry.interpolate(0.5, normalized=True)
        text = name if len(name) <= _LONGEST and place not in found else place
        found[place] = (text, float(middle.y), float(middle.x))
    return list(found.values())


def _write(page: folium.Map, label: Label) -> None:
    """Put text on the map; it is encoded, so it stays text whatever it holds."""
    icon = folium.DivIcon(
        html=encoded(label.text), icon_size=label.size, icon_anchor=label.anchor, class_name=label.kind
    )
    folium.Marker((label.lat, label.lon), icon=icon, interactive=False, keyboard=False).add_to(page)
