"""Horizontal bars: how many, ranked, the value at the end of each bar."""

from typing import Any

import pandas as pd

from dashboard import words
from dashboard.view import View

_ROW = 24
_THICK = 0.66
_HATCHED = ("ABOUT", "NEARLY", "RANGE", "UP_TO")


def draw_days(view: View) -> dict[str, object]:
    """Draw person-days by country with the number of deployments beside.

    Args:
        view: A frame with country_name, country_code, people_count, person_days, in the order to
            draw; the fact ``limit`` says how many rows are shown.
    """
    rows = view.frame.head(view.facts["limit"])
    days = [float(value) for value in rows["person_days"]]
    texts = [
        f"<b>{words.count(value)}</b> · {words.count(number)}"
        for value, number in zip(days, rows["people_count"], strict=True)
    ]
    told = [
        f"<b>{row.country_name}</b><br>{words.count(row.person_days)} person-days<br>"
        f"{words.plural(row.people_count, 'deployment')}"
        for row in rows.itertuples()
    ]
    bar = {**_bar(days, texts, told), "customdata": list(rows["country_code"])}
    layout = _layout(list(rows["country_name"]), max(days, default=1.0), room=84)
    return {"figure": {"data": [bar], "layout": layout, "height": _height(rows), "click": ("countries", "country")}}


def draw_values(view: View) -> dict[str, object]:
    """Draw ranked values; an end is hatched where a source rounds and notched where a value is a lower bound.

    Args:
        view: A frame with label, value (missing where not reported), text (at the bar's end), qualifier_code and
            code (what a click stands for), in the order to draw. Facts: ``limit``, how many rows are shown, and if
            wanted ``click``, screen and filter.
    """
    rows = view.frame.head(view.facts.get("limit", len(view.frame))).reset_index(drop=True)
    values = [float(value) for value in rows["value"].fillna(0.0)]
    top = max(*values, 1e-9) if values else 1.0
    texts = [f"<b>{text}</b>" for text in rows["text"]]
    told = [f"<b>{row.label}</b><br>{row.text}" for row in rows.itertuples()]
    bar = {**_bar(values, texts, told), "customdata": list(rows["code"])}
    figure: dict[str, object] = {
        "data": [trace for trace in (bar, _hatches(rows, values, top)) if trace],
        "layout": {**_layout(list(rows["label"]), top, room=64), "shapes": _notches(rows, values, top)},
        "height": _height(rows),
    }
    if "click" in view.facts:
        figure["click"] = view.facts["click"]
    return {"figure": figure}


def _height(rows: pd.DataFrame) -> int:
    return 8 + _ROW * max(len(rows), 1)


def _bar(values: list[float], texts: list[str], told: list[str]) -> dict[str, Any]:
    """Return the bars, one a row from the top down, each with the text at its end and the words of its tooltip."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": list(range(len(values))),
        "width": _THICK,
        "text": texts,
        "textposition": "outside",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": 13},
        "marker": {"color": "@bar"},
        "cliponaxis": False,
        "hovertext": told,
        "hoverinfo": "text",
    }


def _layout(labels: list[str], top: float, *, room: int) -> dict[str, Any]:
    """Return the layout of bars with a name each; ``room`` is what the texts at their ends need, in pixels."""
    return {
        "margin": {"l": 8, "r": room, "t": 2, "b": 2},
        "barmode": "overlay",
        "xaxis": {"visible": False, "range": [0, top]},
        "yaxis": {
            "range": [len(labels) - 0.5, -0.5],
            "showgrid": False,
            "tickvals": list(range(len(labels))),
            "ticktext": [f"{label}  " for label in labels],
            "tickfont": {"size": 13, "color": "@ink"},
        },
    }


def _hatches(rows: pd.DataFrame, values: list[float], top: float) -> dict[str, Any] | None:
    """Return hatched ends of the bars that a source rounds."""
    about = [place for place, code in enumerate(rows["qualifier_code"]) if code in _HATCHED and values[place] > 0]
    if not about:
        return None
    lengths = [min(values[place], 0.07 * top) for place in about]
    pattern = {"shape": "/", "fillmode": "replace", "size": 5, "solidity": 0.5, "fgcolor": "@bar", "bgcolor": "@paper"}
    return {
        "type": "bar",
        "orientation": "h",
        "x": lengths,
        "base": [values[place] - length for place, length in zip(about, lengths, strict=True)],
        "y": about,
        "width": _THICK,
        "marker": {"color": "@paper", "pattern": pattern, "line": {"color": "@bar", "width": 1}},
        "hoverinfo": "skip",
    }


def _notches(rows: pd.DataFrame, values: list[float], top: float) -> list[dict[str, Any]]:
    """Return a notch in the end of each bar that is a lower bound."""
    half, depth = _THICK / 2 + 0.02, 0.035 * top
    bounds = [place for place, code in enumerate(rows["qualifier_code"]) if code == "AT_LEAST" and values[place] > 0]
    return [
        {
            "type": "path",
            "path": f"M {values[at]} {at - half} L {values[at] - depth} {at} L {values[at]} {at + half} Z",
            "fillcolor": "@paper",
            "line": {"width": 0},
        }
        for at in bounds
    ]
