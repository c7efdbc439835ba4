"""Dumbbells: need against contribution; filled is there, hollow is asked for, the gap stands at the right."""

from typing import Final

import pandas as pd

from dashboard import words
from dashboard.figures.maps import SYMBOLS
from dashboard.view import View

_ROW: Final = 21
_HEAD: Final = 36
_LEFT: Final = 0.35
"""Share of the axis from which on words fit left of the first row's mark."""


def draw(view: View) -> dict[str, object]:
    """Draw requested posts against people.

    Args:
        view: A frame with country_name, status_code, serving, requested, empty (posts), in the order to draw;
            the fact ``limit`` says how many rows are shown.

    Returns:
        The figure.
    """
    rows = view.frame.head(view.facts["limit"])
    top = max(rows["requested"], default=1)
    data = [
        _shapes(rows, top),
        _links(rows),
        _dots(rows, list(rows["serving"]), "@ink", "in country"),
        _dots(rows, list(rows["requested"]), "@paper", "requested"),
        _gaps(rows, top),
    ]
    height = _HEAD + _ROW * max(len(rows), 1)
    figure = {"data": data, "layout": _layout(rows, top), "height": height, "click": ("countries", "country")}
    return {"figure": figure}


def _layout(rows: pd.DataFrame, top: float) -> dict[str, object]:
    return {
        "margin": {"l": 8, "r": 8, "t": 20, "b": 2},
        "xaxis": {
            "range": [-0.07 * top, top * 1.22],
            "side": "top",
            "showgrid": True,
            "nticks": 4,
            "automargin": False,
        },
        "yaxis": {
            "showgrid": False,
            "tickfont": {"size": 14, "color": "@ink"},
            "range": [len(rows) - 0.5, -0.9],
            "ticksuffix": " ",
        },
        "annotations": _words(rows, top),
    }


def _shapes(rows: pd.DataFrame, top: float) -> dict[str, object]:
    """Return each country's status at the axis."""
    codes = list(rows["status_code"])
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [-0.035 * top] * len(rows),
        "y": list(rows["country_name"]),
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {
            "size": 11,
            "opacity": 1,
            "symbol": [SYMBOLS.get(code, "line-ew") for code in codes],
            "color": [f"@status-{code}" if code not in ("NONE", "DESCRIBED") else "@ink" for code in codes],
            "line": {"color": "@ink", "width": 1},
        },
    }


def _links(rows: pd.DataFrame) -> dict[str, object]:
    """Return the lines from what is there to what is asked for; a gap in the list ends each."""
    across: list[float | None] = []
    names: list[str | None] = []
    for name, low, high in zip(rows["country_name"], rows["serving"], rows["requested"], strict=True):
        across += [None if pd.isna(low) else low, high, None]
        names += [name, name, None]
    line = {"color": "@ink", "width": 2}
    return {"type": "scatter", "mode": "lines", "x": across, "y": names, "line": line, "hoverinfo": "skip"}


def _gaps(rows: pd.DataFrame, top: float) -> dict[str, object]:
    """Return the posts each country lacks, at the right edge."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [top * 1.16] * len(rows),
        "y": list(rows["country_name"]),
        "text": [f"<b>{_gap(empty)}</b>" for empty in rows["empty"]],
        "textfont": {"size": 14, "color": "@ink"},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _gap(empty: float) -> str:
    if pd.isna(empty):
        return "[x]"
    return words.count(-empty) if empty else "0"


def _words(rows: pd.DataFrame, top: float) -> list[dict[str, object]]:
    """Return what the two marks mean, written once in the first row."""
    if not len(rows):
        return []
    name, serving, requested = rows[["country_name", "serving", "requested"]].iloc[0].tolist()
    asked = {"x": requested, "text": f"requested {words.count(requested)}", "xshift": 30, "yshift": 13}
    said = [asked]
    if serving > top * _LEFT:
        said = [{"x": serving, "text": f"in country {words.count(serving)}", "xshift": -9, "yshift": 0}, asked]
    return [{**note, "y": name, "xanchor": "right"} for note in said]


def _dots(rows: pd.DataFrame, values: list[float], fill: str, word: str) -> dict[str, object]:
    names, codes = list(rows["country_name"]), list(rows["country_code"])
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [None if pd.isna(value) else value for value in values],
        "y": names,
        "customdata": codes,
        "cliponaxis": False,
        "marker": {"size": 11, "color": fill, "line": {"color": "@ink", "width": 2}, "opacity": 1},
        "hovertext": [
            f"<b>{name}</b><br>{'[x]' if pd.isna(value) else words.count(value)} {word}"
            for name, value in zip(names, values, strict=True)
        ],
        "hoverinfo": "text",
    }
