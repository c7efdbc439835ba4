"""Columns over years, in panels side by side on one scale; hollow is asked for, not yet there."""

import math
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from dashboard import words
from dashboard.figures.records import records
from dashboard.view import View

_GAP: Final = 0.9
_ROW: Final = 168
_WIDTH: Final = 0.78
_ROUNDED: Final = ("ABOUT", "NEARLY", "RANGE", "UP_TO")
Column = Any  # a record of the view's frame
Placed = list[tuple[float, Column]]


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
            phone), ``height`` (px of a row), ``room`` (height of the scale, in heights of the
            largest column).

    Returns:
        The figure; under 560 px the panels stand in several rows.
    """
    panels: dict[str, list[Column]] = {}
    for column in records(view.frame):
        panels.setdefault(column.panel, []).append(column)
    most = max((len(columns) for columns in panels.values()), default=1)
    wide = int(view.facts.get("per_row", max(len(panels), 1)))
    tight = int(view.facts.get("narrow_row", max(1, min(wide, 17 // most))))
    figure: dict[str, object] = {**_arranged(view, panels, wide), "plain": True}
    if tight < wide:
        figure["narrow"] = _arranged(view, panels, tight)
    if "click" in view.facts:
        figure["click"] = view.facts["click"]
    return {"figure": figure}


def _arranged(view: View, panels: dict[str, list[Column]], per_row: int) -> dict[str, object]:
    """Lay the panels in rows; every row has an axis of its own with the same range."""
    names = list(panels)
    lines = [names[at : at + per_row] for at in range(0, len(names), per_row)] or [[]]
    top = _top(view, panels)
    data: list[dict[str, object]] = []
    layout: dict[str, object] = {"margin": {"l": 2, "r": 2, "t": 4, "b": 22}, "barmode": "overlay", "bargap": 0}
    shapes: list[object] = []
    notes: list[object] = []
    for number, line in enumerate(lines):
        end = "" if number == 0 else str(number + 1)
        placed, spans = _placed(panels, line)
        data += _traces(placed, f"x{end}", f"y{end}")
        layout |= _axes(placed, number, len(lines), top)
        shapes.append(_base([(first, last) for _, first, last in spans], end))
        notes += _titles(view, spans, top, end)
    height = int(view.facts.get("height", _ROW)) * len(lines)
    return {"data": data, "layout": {**layout, "shapes": shapes, "annotations": notes}, "height": height}


def _top(view: View, panels: dict[str, list[Column]]) -> float:
    """Return the upper end of the scale that all panels share."""
    held = [value for columns in panels.values() for column in columns for value in _values(column)]
    return max(max(held, default=0.0), 1e-9) * float(view.facts.get("room", 1.22))


def _values(column: Column) -> list[float]:
    return [float(value) for value in (column.value, getattr(column, "inner", math.nan)) if _is_known(value)]


def _is_known(value: Any) -> bool:
    return bool(pd.notna(value))


def _placed(panels: dict[str, list[Column]], line: Sequence[str]) -> tuple[Placed, list[tuple[str, float, float]]]:
    """Return each column of a row of panels with its place, and each panel with its first and last place."""
    placed: Placed = []
    spans = []
    for number, name in enumerate(line):
        first = len(placed) + number * _GAP
        placed += [(round(first + at, 2), column) for at, column in enumerate(panels[name])]
        spans.append((name, round(first, 2), placed[-1][0]))
    return placed, spans


def _axes(placed: Placed, number: int, lines: int, top: float) -> dict[str, object]:
    end = "" if number == 0 else str(number + 1)
    share, free = 1 / lines, 0.16 / lines if lines > 1 else 0.0
    upper = 1 - number * share
    shown = _labelled(placed)
    low, high = (placed[0][0], placed[-1][0]) if placed else (0.0, 1.0)
    return {
        f"xaxis{end}": {
            "range": [low - 0.5, high + 0.5],
            "tickvals": [x for x, _ in shown],
            "ticktext": [f"<b>{column.label}</b>" if column.text else column.label for _, column in shown],
            "tickangle": 0,
            "anchor": f"y{end}",
            "showgrid": False,
            "automargin": False,
        },
        f"yaxis{end}": {
            "range": [0, top],
            "visible": False,
            "domain": [upper - share + free, upper],
            "anchor": f"x{end}",
        },
    }


def _labelled(placed: Placed) -> Placed:
    """Return the columns whose label is shown: all where there is room, else first, last and those with a value."""
    named = [(x, column) for x, column in placed if column.label]
    if len(named) <= 14:
        return named
    names = [column.panel for _, column in placed]
    last = len(names) - 1
    return [
        (x, column)
        for at, (x, column) in enumerate(placed)
        if column.text or at in (0, last) or column.panel != names[at - 1] or column.panel != names[at + 1]
    ]


def _traces(placed: Placed, x: str, y: str) -> list[dict[str, object]]:
    columns = [column for _, column in placed]
    bar: dict[str, object] = {
        "type": "bar",
        "x": [at for at, _ in placed],
        "y": [float(column.value) if _is_known(column.value) else 0.0 for column in columns],
        "xaxis": x,
        "yaxis": y,
        "width": _WIDTH,
        "text": [f"<b>{column.text}</b>" if column.text else "" if _values(column) else "[x]" for column in columns],
        "textposition": "outside",
        "cliponaxis": False,
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": 13},
        "marker": {
            "color": ["@paper" if column.is_request else column.colour for column in columns],
            "line": {
                "color": [column.colour for column in columns],
                "width": [1.6 if column.is_request else 0.7 for column in columns],
            },
        },
        "hovertext": [_hover(column) for column in columns],
        "hoverinfo": "text",
    }
    if columns and hasattr(columns[0], "code"):
        bar["customdata"] = [column.code for column in columns]
    return [trace for trace in (bar, _inner(placed, x, y), _hatched(placed, x, y), _notched(placed, x, y)) if trace]


def _inner(placed: Placed, x: str, y: str) -> dict[str, object] | None:
    """Return the filled columns within the hollow ones."""
    known = [(at, column) for at, column in placed if _is_known(getattr(column, "inner", math.nan))]
    if not known:
        return None
    return {
        "type": "bar",
        "x": [at for at, _ in known],
        "y": [float(column.inner) for _, column in known],
        "xaxis": x,
        "yaxis": y,
        "width": 0.6 * _WIDTH,
        "marker": {"color": [column.colour for _, column in known]},
        "hoverinfo": "skip",
    }


def _hatched(placed: Placed, x: str, y: str) -> dict[str, object] | None:
    """Hatch the upper end of columns that a source rounds."""
    about = [
        (at, column)
        for at, column in placed
        if column.qualifier_code in _ROUNDED and _is_known(column.value) and column.value > 0
    ]
    if not about:
        return None
    most = 0.06 * max(value for _, column in placed for value in _values(column))
    depth = [min(float(column.value), most) for _, column in about]
    return {
        "type": "bar",
        "x": [at for at, _ in about],
        "y": depth,
        "base": [float(column.value) - end for (_, column), end in zip(about, depth, strict=True)],
        "xaxis": x,
        "yaxis": y,
        "width": _WIDTH,
        "hoverinfo": "skip",
        "marker": {
            "color": "@paper",
            "pattern": {
                "shape": "/",
                "fgcolor": [column.colour for _, column in about],
                "size": 5,
                "solidity": 0.45,
                "fillmode": "replace",
                "bgcolor": "@paper",
            },
        },
    }


def _notched(placed: Placed, x: str, y: str) -> dict[str, object] | None:
    """Notch the upper end of columns that are lower bounds."""
    bounds = [
        (at, column)
        for at, column in placed
        if column.qualifier_code == "AT_LEAST" and _is_known(column.value) and column.value > 0
    ]
    if not bounds:
        return None
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [at for at, _ in bounds],
        "y": [float(column.value) for _, column in bounds],
        "xaxis": x,
        "yaxis": y,
        "marker": {"symbol": "triangle-down", "size": 9, "color": "@paper", "opacity": 1},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _hover(column: Column) -> str:
    value = words.count(column.value) if _is_known(column.value) else "not reported"
    text = getattr(column, "words", "") or column.text or value
    head = f"<b>{column.panel}</b><br>" if column.panel else ""
    return f"{head}{column.label}: {text}{' requested' if column.is_request and not hasattr(column, 'inner') else ''}"


def _base(spans: list[tuple[float, float]], end: str) -> dict[str, object]:
    """Return the line on which the columns of a row of panels stand, broken between them."""
    path = "".join(f"M{first - 0.5:g},0L{last + 0.5:g},0" for first, last in spans)
    return {"type": "path", "path": path, **_on(end), "line": {"color": "@ink", "width": 1}}


def _on(end: str) -> dict[str, str]:
    """Return the axes a mark is on, where they are not the first ones."""
    return {"xref": f"x{end}", "yref": f"y{end}"} if end else {}


def _titles(view: View, spans: list[tuple[str, float, float]], top: float, end: str) -> list[object]:
    titles: dict[str, str] = view.facts.get("titles", {})
    at = {"y": top, **_on(end), "yanchor": "top"}
    return [
        {"x": first - 0.5, **at, "text": f"<b>{titles.get(name, name)}</b>", "font": {"size": 13, "color": "@ink"}}
        for name, first, _ in spans
        if titles.get(name, name)
    ]
