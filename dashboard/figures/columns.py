"""Columns over years, in panels side by side on one scale; hollow is asked for, not yet there."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard import words
from dashboard.view import View

_GAP: Final = 0.9
_ROW: Final = 168
_WIDTH: Final = 0.78
_ROUNDED: Final = ("ABOUT", "NEARLY", "RANGE", "UP_TO")


def draw(view: View) -> dict[str, object]:
    """Draw values as columns; each panel stands under its name, all share one scale.

    Args:
        view: A frame with one row a column, in order: panel (its name), label (beneath the
            column), value (missing where not reported), text (above the column; empty for
            none), qualifier_code, is_request and colour (a colour name such as ``@bar``);
            and if wanted ``inner`` (a narrower filled column within, such as what was granted
            of what was asked), ``words`` (the value in the tooltip) and ``code`` (what a click
            stands for). Facts: ``titles`` (panel to title, where other than its name),
            ``click`` (screen and filter), ``per_row`` and ``narrow_row`` (panels in a row, on a
            phone), ``height`` (px of a
            row), ``room`` (height of the scale, in heights of the largest column).

    Returns:
        The figure; under 560 px the panels stand in several rows.
    """
    rows = view.frame.reset_index(drop=True)
    panels = list(dict.fromkeys(rows["panel"]))
    most = int(rows.groupby("panel").size().max()) if len(rows) else 1
    wide = int(str(view.facts.get("per_row", max(len(panels), 1))))
    tight = int(view.facts.get("narrow_row", max(1, min(wide, 17 // most))))
    figure = _arranged(view, rows, panels, wide)
    if tight < wide:
        figure["narrow"] = _arranged(view, rows, panels, tight)
    if "click" in view.facts:
        figure["click"] = view.facts["click"]
    return {"figure": figure}


def _arranged(view: View, rows: pd.DataFrame, panels: list[str], per_row: int) -> dict[str, object]:
    """Lay the panels in rows; every row has an axis of its own with the same range."""
    lines = [panels[at : at + per_row] for at in range(0, len(panels), per_row)] or [[]]
    height = int(str(view.facts.get("height", _ROW)))
    peak = rows[[name for name in ("value", "inner") if name in rows]].max(axis=None)
    top = max(float(peak) if pd.notna(peak) else 0.0, 1e-9) * float(view.facts.get("room", 1.22))
    data: list[dict[str, object]] = []
    layout: dict[str, object] = {"margin": {"l": 2, "r": 2, "t": 4, "b": 22}, "barmode": "overlay", "bargap": 0}
    shapes: list[object] = []
    notes: list[object] = []
    for number, line in enumerate(lines):
        part = _placed(rows, line)
        end = "" if number == 0 else str(number + 1)
        data += _traces(part, f"x{end}", f"y{end}")
        layout |= _axes(part, number, len(lines), top)
        spans = part.groupby("panel", sort=False)["x"].agg(["min", "max"])
        shapes += [_base(span, end) for span in spans.itertuples()]
        notes += _titles(view, spans, top, end)
    return {"data": data, "layout": {**layout, "shapes": shapes, "annotations": notes}, "height": height * len(lines)}


def _placed(rows: pd.DataFrame, panels: list[str]) -> pd.DataFrame:
    part = rows[rows["panel"].isin(panels)]
    gaps = part["panel"].map({panel: place * _GAP for place, panel in enumerate(panels)})
    ordered = part.assign(place=part["panel"].map({panel: place for place, panel in enumerate(panels)}))
    ordered = ordered.sort_values("place", kind="stable")
    return ordered.assign(x=np.arange(len(ordered)) + gaps.loc[ordered.index].to_numpy())


def _axes(part: pd.DataFrame, number: int, lines: int, top: float) -> dict[str, object]:
    end = "" if number == 0 else str(number + 1)
    share, free = 1 / lines, 0.16 / lines if lines > 1 else 0.0
    upper = 1 - number * share
    shown = _labelled(part)
    low, high = (float(part["x"].min()), float(part["x"].max())) if len(part) else (0.0, 1.0)
    return {
        f"xaxis{end}": {
            "range": [low - 0.5, high + 0.5],
            "tickvals": list(shown["x"]),
            "tickangle": 0,
            "anchor": f"y{end}",
            "showgrid": False,
            "ticktext": [f"<b>{row.label}</b>" if row.text else row.label for row in shown.itertuples()],
            "automargin": False,
        },
        f"yaxis{end}": {
            "range": [0, top],
            "visible": False,
            "domain": [upper - share + free, upper],
            "anchor": f"x{end}",
        },
    }


def _labelled(part: pd.DataFrame) -> pd.DataFrame:
    """Return the columns whose label is shown: all where there is room, else first, last and those with a value."""
    if len(part) <= 14:
        return part
    edges = ~part["panel"].duplicated() | ~part["panel"].duplicated(keep="last")
    return part[edges | (part["text"] != "")]


def _traces(part: pd.DataFrame, x: str, y: str) -> list[dict[str, object]]:
    fills = [("@paper" if row.is_request else row.colour) for row in part.itertuples()]
    bar: dict[str, object] = {
        "type": "bar",
        "x": list(part["x"]),
        "y": [float(value) for value in part["value"].fillna(0)],
        "xaxis": x,
        "yaxis": y,
        "width": _WIDTH,
        "text": [
            f"<b>{text}</b>" if text else "" if is_known else "[x]"
            for text, is_known in zip(part["text"], part["value"].notna(), strict=True)
        ],
        "textposition": "outside",
        "cliponaxis": False,
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": 13},
        "marker": {
            "color": fills,
            "line": {"color": list(part["colour"]), "width": [1.6 if asked else 0.7 for asked in part["is_request"]]},
        },
        "hovertext": [_hover(row) for row in part.itertuples()],
        "hoverinfo": "text",
    }
    if "code" in part:
        bar["customdata"] = list(part["code"])
    return [trace for trace in (bar, _inner(part, x, y), _hatched(part, x, y), _notched(part, x, y)) if trace]


def _inner(part: pd.DataFrame, x: str, y: str) -> dict[str, object] | None:
    """Return the filled columns within the hollow ones."""
    if "inner" not in part or not part["inner"].notna().any():
        return None
    known = part[part["inner"].notna()]
    return {
        "type": "bar",
        "x": list(known["x"]),
        "y": [float(value) for value in known["inner"]],
        "xaxis": x,
        "yaxis": y,
        "width": 0.6 * _WIDTH,
        "marker": {"color": list(known["colour"])},
        "hoverinfo": "skip",
    }


def _hatched(part: pd.DataFrame, x: str, y: str) -> dict[str, object] | None:
    """Hatch the upper end of columns that a source rounds."""
    about = part[part["qualifier_code"].isin(_ROUNDED) & (part["value"] > 0)]
    if not len(about):
        return None
    ends = 0.06 * float(part["value"].max())
    depth = [min(float(value), ends) for value in about["value"]]
    return {
        "type": "bar",
        "x": list(about["x"]),
        "y": depth,
        "base": [float(value) - part_of for value, part_of in zip(about["value"], depth, strict=True)],
        "xaxis": x,
        "yaxis": y,
        "width": _WIDTH,
        "hoverinfo": "skip",
        "marker": {
            "color": "@paper",
            "pattern": {
                "shape": "/",
                "fgcolor": list(about["colour"]),
                "size": 5,
                "solidity": 0.45,
                "fillmode": "replace",
                "bgcolor": "@paper",
            },
        },
    }


def _notched(part: pd.DataFrame, x: str, y: str) -> dict[str, object] | None:
    """Notch the upper end of columns that are lower bounds."""
    bounds = part[(part["qualifier_code"] == "AT_LEAST") & (part["value"] > 0)]
    if not len(bounds):
        return None
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(bounds["x"]),
        "y": [float(value) for value in bounds["value"]],
        "xaxis": x,
        "yaxis": y,
        "marker": {"symbol": "triangle-down", "size": 9, "color": "@paper", "opacity": 1},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _hover(row: Any) -> str:
    text = getattr(row, "words", "") or row.text or (words.count(row.value) if pd.notna(row.value) else "not reported")
    return f"<b>{row.panel}</b><br>{row.label}: {text}{' requested' if row.is_request else ''}"


def _base(span: Any, end: str) -> dict[str, object]:
    return {
        "type": "line",
        "x0": float(span.min) - 0.5,
        "x1": float(span.max) + 0.5,
        "y0": 0,
        "y1": 0,
        "xref": f"x{end}",
        "yref": f"y{end}",
        "line": {"color": "@ink", "width": 1},
    }


def _titles(view: View, spans: pd.DataFrame, top: float, end: str) -> list[object]:
    titles: Mapping[str, str] = view.facts.get("titles", {})
    return [
        {
            "x": float(row["min"]) - 0.5,
            "y": top,
            "xref": f"x{end}",
            "yref": f"y{end}",
            "yanchor": "top",
            "xanchor": "left",
            "text": f"<b>{titles.get(str(panel), str(panel))}</b>",
            "font": {"size": 13, "color": "@ink"},
        }
        for panel, row in spans.iterrows()
        if titles.get(str(panel), str(panel))
    ]
