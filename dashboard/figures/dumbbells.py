"""Dumbbells: need against contribution; filled is there, hollow is asked for, the gap stands at the right."""

import pandas as pd

from dashboard import words
from dashboard.figures.maps import SYMBOLS
from dashboard.view import View

_ROW = 23


def draw(view: View) -> dict[str, object]:
    """Draw requested posts against people.

    Args:
        view: A frame with country_name, status_code, serving, requested, empty (posts), in the order to draw;
            the fact ``limit`` says how many rows are shown.

    Returns:
        The figure.
    """
    rows = view.frame.head(view.facts["limit"])
    names, serving, requested = list(rows["country_name"]), list(rows["serving"]), list(rows["requested"])
    top = max(requested, default=1)
    links_x: list[float | None] = []
    links_y: list[str | None] = []
    for name, low, high in zip(names, serving, requested, strict=True):
        links_x += [low, high, None]
        links_y += [name, name, None]
    gaps = [words.count(-empty) if empty else "0" for empty in rows["empty"]]
    data = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": links_x,
            "y": links_y,
            "line": {"color": "@ink", "width": 2},
            "hoverinfo": "skip",
        },
        _dots(rows, serving, "@ink", "in country"),
        _dots(rows, requested, "@paper", "requested"),
        {
            "type": "scatter",
            "mode": "text",
            "x": [top * 1.16] * len(names),
            "y": names,
            "text": [f"<b>{gap}</b>" for gap in gaps],
            "textfont": {"size": 14, "color": "@ink"},
            "hoverinfo": "skip",
            "cliponaxis": False,
        },
    ]
    data.insert(
        0,
        {
            "type": "scatter",
            "mode": "markers",
            "x": [-0.035 * top] * len(names),
            "y": names,
            "cliponaxis": False,
            "hoverinfo": "skip",
            "marker": {
                "size": 11,
                "opacity": 1,
                "symbol": [SYMBOLS.get(code, "line-ew") for code in rows["status_code"]],
                "color": [
                    f"@status-{code}" if code not in ("NONE", "DESCRIBED") else "@ink" for code in rows["status_code"]
                ],
                "line": {"color": "@ink", "width": 1},
            },
        },
    )
    notes = []
    if names:
        notes = [
            {
                "x": serving[0],
                "y": names[0],
                "text": f"in country {words.count(serving[0])}",
                "xanchor": "right",
                "xshift": -9,
                "yshift": 0,
            },
            {
                "x": requested[0],
                "y": names[0],
                "text": f"requested {words.count(requested[0])}",
                "xanchor": "right",
                "xshift": 30,
                "yshift": 13,
            },
        ]
        notes = notes if serving[0] > top * 0.35 else notes[1:]
    layout = {
        "margin": {"l": 8, "r": 8, "t": 4, "b": 4},
        "xaxis": {"range": [-0.07 * top, top * 1.22], "side": "top", "showgrid": True, "nticks": 4},
        "yaxis": {
            "autorange": "reversed",
            "showgrid": False,
            "tickfont": {"size": 14, "color": "@ink"},
            "range": [len(names) - 0.5, -0.9],
            "ticksuffix": " ",
        },
        "annotations": notes,
    }
    return {
        "figure": {
            "data": data,
            "layout": layout,
            "height": 34 + _ROW * max(len(names), 1),
            "click": ("countries", "country"),
        }
    }


def _dots(rows: pd.DataFrame, values: list[float], fill: str, word: str) -> dict[str, object]:
    names, codes = list(rows["country_name"]), list(rows["country_code"])
    return {
        "type": "scatter",
        "mode": "markers",
        "x": values,
        "y": names,
        "customdata": codes,
        "cliponaxis": False,
        "marker": {"size": 11, "color": fill, "line": {"color": "@ink", "width": 2}, "opacity": 1},
        "hovertext": [
            f"<b>{name}</b><br>{words.count(value)} {word}" for name, value in zip(names, values, strict=True)
        ],
        "hoverinfo": "text",
    }
