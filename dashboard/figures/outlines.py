"""Outlines: a solid bar within the outline of what is asked for, the share and the gap at the right."""

from typing import Final

import pandas as pd

from dashboard import words
from dashboard.view import View

_ROW: Final = 27
_SHARES: Final = 1.28
_GAPS: Final = 1.42
"""Where the columns of text end, in lengths of the longest bar."""
_INSIDE: Final = 0.06
"""Share of the longest bar from which on a number fits inside its own."""


def draw(view: View) -> dict[str, object]:
    """Draw filled posts within the requested ones.

    Args:
        view: A frame with function_name, requested, filled, empty (posts) and filled_pct (0-100),
            in the order to draw.

    Returns:
        The figure; under 560 px the share stands in the tooltip.
    """
    rows = view.frame
    names = list(rows["function_name"])
    top = max(float(rows["requested"].max()), 1.0) if len(rows) else 1.0
    bars = _bars(rows, names, top)
    gaps = [f"<b>{words.count(-empty) if empty else '0'}</b>" for empty in rows["empty"]]
    lacking = _column(names, gaps, top * _GAPS, "@ink")
    shares = _column(names, [f"{share:.0f}%" for share in rows["filled_pct"]], top * _SHARES, "@ink2")
    height = 30 + _ROW * max(len(names), 1)
    figure = {"data": [*bars, shares, lacking], "layout": _layout(len(names), top), "height": height, "plain": True}
    return {"figure": {**figure, "narrow": {"data": [*bars, lacking]}}}


def _layout(number: int, top: float) -> dict[str, object]:
    return {
        "barmode": "overlay",
        "bargap": 0.38,
        "margin": {"l": 4, "r": 6, "t": 24, "b": 2},
        "xaxis": {
            "range": [0, top * _GAPS],
            "side": "top",
            "showgrid": True,
            "tickvals": _ticks(top),
            "zeroline": True,
            "zerolinecolor": "@ink",
            "zerolinewidth": 1,
        },
        "yaxis": {
            "range": [number - 0.5, -0.5],
            "showgrid": False,
            "tickfont": {"size": 14, "color": "@ink"},
            "ticksuffix": "  ",
        },
    }


def _bars(rows: pd.DataFrame, names: list[str], top: float) -> list[dict[str, object]]:
    """Return the outlines of what is requested and upon them the bars of what is filled."""
    hover = [
        f"<b>{row.function_name}</b><br>{words.count(row.filled)} of {words.count(row.requested)} posts filled, "
        f"{row.filled_pct:.0f}%<br>{words.count(row.empty)} empty · {words.count(row.serving)} in country"
        for row in rows.itertuples()
    ]
    asked, filled = (list(rows[name]) for name in ("requested", "filled"))
    return [
        {
            **_bar(names, asked, hover, {"color": "@paper", "line": {"color": "@ink", "width": 1.4}}),
            "text": [f"of {words.count(number)}" for number in asked],
            "textposition": "outside",
            "textfont": {"size": 13, "color": "@ink2"},
        },
        {
            **_bar(names, filled, hover, {"color": "@bar", "line": {"color": "@bar", "width": 0}}),
            "text": [words.count(number) if number >= _INSIDE * top else "" for number in filled],
            "textposition": "inside",
            "insidetextanchor": "end",
            "insidetextfont": {"size": 13, "weight": 600, "color": "@bar-ink"},
        },
    ]


def _bar(names: list[str], values: list[float], hover: list[str], marker: dict[str, object]) -> dict[str, object]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": names,
        "marker": marker,
        "hovertext": hover,
        "hoverinfo": "text",
        "cliponaxis": False,
        "textangle": 0,
        "constraintext": "none",
    }


def _column(names: list[str], texts: list[str], at: float, colour: str) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [at] * len(names),
        "y": names,
        "text": texts,
        "textposition": "middle left",
        "textfont": {"size": 14, "color": colour},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _ticks(top: float) -> list[float]:
    """Return up to four round values from zero to the largest bar."""
    step = next(size * 10**power for power in range(7) for size in (1, 2, 5) if top / (size * 10**power) < 4)
    return [float(step * at) for at in range(int(top // step) + 1)]
