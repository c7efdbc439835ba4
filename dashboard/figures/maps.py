"""The world map: status as fill, people as circles, shapes for small numbers, dashes for disputed lines."""

import math
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from dashboard import geo, words
from dashboard.queries.status import SEVERITY
from dashboard.view import View

SYMBOLS: Final = {
    "COMPLEX": "diamond",
    "FAILED": "square",
    "FAILING": "triangle-down",
    "POST": "hexagon",
    "DESCRIBED": "triangle-up-open",
}
_SMALL: Final = 6
_CIRCLE: Final = 5.5


def draw(view: View) -> dict[str, object]:
    """Draw the countries of a view.

    Args:
        view: A frame with country_code, country_name, status_code, status_words, shape
            (id of the outline), lat, lon, people (None where not reported) and is_changed. The fact
            ``circle`` is the width in px of one person, where it is not the usual.

    Returns:
        The figure and the key beneath it.
    """
    rows = view.frame
    west, east, south, north = view.facts["frame"]
    circles = _circles(rows, view.facts.get("circle", _CIRCLE))
    ground = [_land(), *_fills(rows), _hatch(rows), _disputed(view)]
    data = [*ground, _leaders(rows), circles, _glyphs(rows), *_labels(rows)]
    layout = {
        "projection": {"type": "equal earth", "rotation": {"lon": 11}},
        "visible": False,
        "bgcolor": "@ocean",
        "lonaxis": {"range": [west, east], "showgrid": True, "dtick": 30, "gridcolor": "@graticule", "gridwidth": 0.6},
        "lataxis": {
            "range": [south, north],
            "showgrid": True,
            "dtick": 30,
            "gridcolor": "@graticule",
            "gridwidth": 0.6,
        },
    }
    figure = {
        "data": [trace for trace in data if trace],
        "layout": {"geo": layout, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "paper_bgcolor": "@ocean"},
        "height": "clamp(320px, calc(100vh - 521px), 620px)",
        "click": ("countries", "country"),
        "narrow": {"height": 205, "drop": ["labels"], "shrink": 0.62},
    }
    return {"figure": figure, "blocks": [("figure", ""), ("key", _key(view))]}


def _choropleth(ids: list[str], colour: str, line: str, width: float, **more: object) -> dict[str, object]:
    return {
        "type": "choropleth",
        "geojson": geo.world_address(),
        "locationmode": "geojson-id",
        "featureidkey": "id",
        "locations": ids,
        "z": [0] * len(ids),
        "colorscale": [[0, colour], [1, colour]],
        "showscale": False,
        "marker": {"line": {"color": line, "width": width}},
        **more,
    }


def _land() -> dict[str, object]:
    return _choropleth(["LAND"], "@land", "@border", 0.4, hoverinfo="skip")


def _fills(rows: pd.DataFrame) -> list[dict[str, object]]:
    traces = []
    for code in SEVERITY:
        part = rows[(rows["status_code"] == code) & rows["shape"].notna()]
        if len(part):
            traces.append(
                _choropleth(
                    list(part["shape"]),
                    f"@status-{code}",
                    "@ink/0.6",
                    0.6,
                    customdata=list(part["country_code"]),
                    hovertext=[_hover(row) for row in part.itertuples()],
                    hoverinfo="text",
                )
            )
    return traces


def _hover(row: Any) -> str:
    people = "People not reported" if row.people is None or row.people != row.people else f"{row.people_words}"
    return f"<b>{row.country_name}</b><br>{row.status_words}<br>{people}<br>Click to open"


def _hatch(rows: pd.DataFrame) -> dict[str, object] | None:
    missing = rows[rows["people"].isna() & rows["is_silent"] & rows["shape"].notna()]
    if not len(missing):
        return None
    lon: list[float | None] = []
    lat: list[float | None] = []
    for shape in missing["shape"]:
        across, up = geo.hatch(shape)
        lon += across
        lat += up
    return {
        "type": "scattergeo",
        "mode": "lines",
        "lon": lon,
        "lat": lat,
        "line": {"color": "@ink/0.55", "width": 0.8},
        "hoverinfo": "skip",
    }


def _disputed(view: View) -> dict[str, object]:
    return {
        "type": "scattergeo",
        "mode": "lines",
        "lines": view.facts["disputed"],
        "line": {"color": "@ink", "width": 0.9, "dash": "2px,2px"},
        "hoverinfo": "skip",
    }


def _circles(rows: pd.DataFrame, size: float) -> dict[str, object] | None:
    large = rows[rows["people"] >= _SMALL].sort_values("people", ascending=False, kind="stable")
    if not len(large):
        return None
    return {
        "type": "scattergeo",
        "mode": "markers+text",
        "lon": list(large["lon"]),
        "lat": list(large["lat"]),
        "text": [words.count(number) for number in large["people"]],
        "textfont": {
            "size": [15 if number >= 25 else 12.5 for number in large["people"]],
            "color": "@ink",
            "weight": 700,
        },
        "marker": {
            "size": [max(17.0, size * math.sqrt(number)) for number in large["people"]],
            "color": "@surface",
            "opacity": 1,
            "line": {
                "color": [
                    f"@status-{code}" if code not in ("NONE", "DESCRIBED") else "@ink2" for code in large["status_code"]
                ],
                "width": 2.6,
            },
        },
        "customdata": list(large["country_code"]),
        "hovertext": [_hover(row) for row in large.itertuples()],
        "hoverinfo": "text",
    }


def _glyphs(rows: pd.DataFrame) -> dict[str, object] | None:
    small = rows[~(rows["people"] >= _SMALL) & (rows["status_code"] != "NONE")]
    if not len(small):
        return None
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lon": list(small["lon"]),
        "lat": list(small["lat"]),
        "marker": {
            "symbol": [SYMBOLS[code] for code in small["status_code"]],
            "size": 11,
            "opacity": 1,
            "color": [f"@status-{code}" if code != "DESCRIBED" else "@ink" for code in small["status_code"]],
            "line": {"color": "@surface", "width": 1.4},
        },
        "customdata": list(small["country_code"]),
        "hovertext": [_hover(row) for row in small.itertuples()],
        "hoverinfo": "text",
    }


def _leaders(rows: pd.DataFrame) -> dict[str, object] | None:
    """Draw the lines from countries to labels that stand further away."""
    led = rows[rows["is_led"]]
    if not len(led):
        return None
    return {
        "type": "scattergeo",
        "name": "labels",
        "mode": "lines",
        "lon": [lon for row in led.itertuples() for lon in (row.lon, row.label_lon, None)],
        "lat": [lat for row in led.itertuples() for lat in (row.lat, row.label_lat, None)],
        "line": {"color": "@ink", "width": 0.8},
        "hoverinfo": "skip",
    }


def _labels(rows: pd.DataFrame) -> list[dict[str, object]]:
    labelled = rows[rows["label_at"].notna()]
    traces: list[dict[str, object]] = []
    for is_changed, part in labelled.groupby("is_changed"):
        font = {"size": 12.5, "weight": 600, "color": "@changed-ink" if is_changed else "@ink"}
        font["shadow"] = _halo("changed-bg" if is_changed else "paper")
        traces.append(
            {
                "type": "scattergeo",
                "name": "labels",
                "mode": "text",
                "lon": list(part["label_lon"]),
                "lat": list(part["label_lat"]),
                "text": [_label(row) for row in part.itertuples()],
                "textposition": list(part["label_at"]),
                "textfont": font,
                "hoverinfo": "skip",
            }
        )
    return traces


def _halo(ground: str) -> str:
    """Return a solid halo behind letters, so that they read on land, sea and every fill."""
    around = ("2px 0", "-2px 0", "0 2px", "0 -2px", "1.5px 1.5px", "-1.5px 1.5px", "1.5px -1.5px", "-1.5px -1.5px")
    return ", ".join(f"{offset} 1px {{@{ground}}}" for offset in around)


def _label(row: Any) -> str:
    number = (
        f" <b>{words.count(row.people)}</b>"
        if row.people == row.people and row.people is not None and row.people < _SMALL
        else ""
    )
    silent = " <b>n/r</b>" if row.is_silent else ""
    return f"\u00a0{row.country_name}{number}{silent}\u00a0"


def _key(view: View) -> list[dict[str, object]]:
    counts: Mapping[str, int] = view.facts["counts"]
    labels: Mapping[str, str] = view.facts["labels"]
    key: list[dict[str, object]] = [
        {"status": code, "t": labels[code], "n": str(counts[code]), "to": (None, {"status": (code,)})}
        for code in SEVERITY
        if counts[code] or code != "DESCRIBED"
    ]
    key.append({"sw": "circle", "t": str(view.facts["circles"]).split(",")[0]})
    if view.facts.get("silent"):
        key.append({"sw": "nodata", "t": "not reported (n/r)", "n": str(view.facts["silent"])})
    return key
