"""Matrices of squares: two kinds of things crossed, area in proportion to number, no heat colours."""

import math
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from dashboard import words
from dashboard.view import View

_SIDE: Final = 28.0
_ROW: Final = 28
_SHORT: Final = 10
_BLANK: Final = "\u00a0"
Pair = tuple[str, str]


def draw(view: View) -> dict[str, object]:
    """Draw a matrix with its numbers, and a total row where one is given.

    Args:
        view: A frame with one row a square: row_code, row_label, column_code, column_label,
            value (missing where not reported) and colour (a colour name); and if wanted
            ``text`` (the number as written). Facts: ``rows`` and ``columns`` (all codes with
            their labels, in order, so that those without a square still stand there; else
            those of the frame), ``total_label`` with ``totals`` (column code to text; without
            it the values of the frame are added), ``click`` (screen and filter) and
            ``click_on`` (``row``, the default, or ``column``).

    Returns:
        The figure; ``·`` stands where there is nothing.
    """
    frame = view.frame
    rows, columns = _pairs(view, "row"), _pairs(view, "column")
    figure: dict[str, object] = {**_figure(view, frame, (rows, columns), is_narrow=False), "plain": True}
    figure["narrow"] = _figure(view, frame, (rows, columns), is_narrow=True)
    if "click" in view.facts:
        figure["click"] = view.facts["click"]
    return {"figure": figure}


def _pairs(view: View, side: str) -> list[Pair]:
    given = view.facts.get(f"{side}s")
    if isinstance(given, Sequence) and not isinstance(given, str):
        return [(str(code), str(label)) for code, label in given]
    pairs = view.frame[[f"{side}_code", f"{side}_label"]].drop_duplicates(f"{side}_code")
    return [(str(code), str(label)) for code, label in pairs.itertuples(index=False)]


def _figure(
    view: View, frame: pd.DataFrame, sides: tuple[list[Pair], list[Pair]], *, is_narrow: bool
) -> dict[str, object]:
    rows, columns = sides
    has_total = "total_label" in view.facts
    height = 46 if is_narrow else _ROW
    heads = [label.partition("<br>")[0] if is_narrow else label for _, label in columns]
    labels = [label for _, label in rows] + ([f"<b>{view.facts['total_label']}</b>"] if has_total else [])
    rules = [_rules(range(len(rows) - 1), "@rule")]
    if has_total:
        rules.append(_rules(range(len(rows) - 1, len(rows)), "@ink"))
    is_slanted = is_narrow and len(columns) > 5 and max(map(len, heads)) > _SHORT
    layout = {
        "margin": {"l": 4, "r": 46 if is_slanted else 4, "t": 40, "b": 2},
        "xaxis": {
            "side": "top",
            "range": [-0.5, len(columns) - 0.5],
            "tickvals": [*range(len(columns))],
            "ticktext": heads,
            "tickangle": -40 if is_slanted else 0,
            "ticklabeloverflow": "allow",
            "tickfont": {"size": 12, "color": "@ink2"},
        },
        "yaxis": {
            "range": [len(labels) - 0.5, -0.5],
            "tickvals": [*range(len(labels))],
            "ticktext": [f"{label}  " for label in labels],
            "showgrid": False,
            "tickfont": {"size": 13, "color": "@ink"},
        },
        "shapes": rules,
    }
    traces = [_squares(view, frame, sides, is_narrow=is_narrow), _nothing(frame, sides)]
    if has_total:
        traces.append(_totals(view, frame, sides, is_narrow=is_narrow))
    return {"data": traces, "layout": layout, "height": 46 + height * len(labels)}


def _rules(rows: range, colour: str) -> dict[str, object]:
    """Return the lines beneath some rows as one shape."""
    path = "".join(f"M0,{row + 0.5}L1,{row + 0.5}" for row in rows)
    return {"type": "path", "xref": "paper", "path": path, "line": {"color": colour, "width": 1}}


def _squares(
    view: View, frame: pd.DataFrame, sides: tuple[list[Pair], list[Pair]], *, is_narrow: bool
) -> dict[str, object]:
    at_row = {code: place for place, (code, _) in enumerate(sides[0])}
    at_column = {code: place for place, (code, _) in enumerate(sides[1])}
    most = float(frame["value"].max()) if frame["value"].notna().any() else 1.0
    side = 22.0 if is_narrow else _SIDE
    texts = [_text(row) for row in frame.itertuples()]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "cliponaxis": False,
        "x": [at_column[code] - (0 if is_narrow else 0.16) for code in frame["column_code"]],
        "y": [at_row[code] - (0.12 if is_narrow else 0) for code in frame["row_code"]],
        "text": texts,
        "textposition": "bottom center" if is_narrow else "middle right",
        "textfont": {"size": 13, "color": "@ink"},
        "marker": {
            "symbol": "square",
            "opacity": 1,
            "color": list(frame["colour"]),
            "line": {"color": "@ink/0.55", "width": 0.7},
            "size": [
                round(max(3.0, side * math.sqrt(value / most)), 1) if value > 0 else 0
                for value in frame["value"].fillna(0)
            ],
        },
        "customdata": list(frame[f"{view.facts.get('click_on', 'row')}_code"]),
        "hoverinfo": "text",
        "hovertext": [
            f"<b>{row.row_label}</b><br>{row.column_label}: {text}"
            for row, text in zip(frame.itertuples(), texts, strict=True)
        ],
    }


def _text(row: Any) -> str:
    return getattr(row, "text", "") or (words.count(row.value) if pd.notna(row.value) else "[x]")


def _nothing(frame: pd.DataFrame, sides: tuple[list[Pair], list[Pair]]) -> dict[str, object]:
    present = set(zip(frame["row_code"], frame["column_code"], strict=True))
    empty = [
        (x, y)
        for y, (row, _) in enumerate(sides[0])
        for x, (column, _) in enumerate(sides[1])
        if (row, column) not in present
    ]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x for x, _ in empty],
        "y": [y for _, y in empty],
        "text": ["·"] * len(empty),
        "textfont": {"size": 13, "color": "@ink3"},
        "hoverinfo": "skip",
    }


def _totals(
    view: View, frame: pd.DataFrame, sides: tuple[list[Pair], list[Pair]], *, is_narrow: bool
) -> dict[str, object]:
    given = view.facts.get("totals")
    sums = frame.groupby("column_code")["value"].sum(min_count=1)
    added = {code: words.count(total) if pd.notna(total) else "[x]" for code, total in sums.items()}
    texts = given if isinstance(given, dict) else added
    columns = sides[1]
    if is_narrow:
        texts = _stacked(texts)
    return {
        "type": "scatter",
        "mode": "text",
        "x": [*range(len(columns))],
        "y": [len(sides[0])] * len(columns),
        "hoverinfo": "skip",
        "text": [f"<b>{texts[code]}</b>" if code in texts else "·" for code, _ in columns],
        "textfont": {"size": 12 if is_narrow else 14, "color": "@ink"},
    }


def _stacked(texts: dict[str, str]) -> dict[str, str]:
    """Return numbers with their signs on a line above, so that neighbours do not touch; plain where none has a sign."""
    if not any(" " in text for text in texts.values()):
        return texts
    parts = {code: text.rpartition(" ") for code, text in texts.items()}
    return {code: f"{sign or _BLANK}<br>{number}" for code, (sign, _, number) in parts.items()}
