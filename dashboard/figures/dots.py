"""Dots over days: single statements, filled where in place, hollow where wished for; no line joins them."""

from typing import Any, Final

import pandas as pd

from dashboard.figures.daylines import axis
from dashboard.measures import day_number
from dashboard.view import View

_ROW: Final = 92


def draw(view: View) -> dict[str, object]:
    """Draw statements over days, one row a component, each row on its own scale.

    Args:
        view: A frame with component, day, value, number (as written), is_target, when, agency_name
            and strength_id, by component and day. Fact: ``click``.
    """
    return {"figure": {**_figure(view, near=0.075, after=1), "narrow": _figure(view, near=0.17, after=3)}}


def _figure(view: View, near: float, after: int) -> dict[str, object]:
    frame = view.frame
    days = [day_number(day.date()) for day in frame["day"]]
    first, last = min(days), max(days)
    pad = max((last - first) // 12, 60)
    names = list(dict.fromkeys(frame["component"]))
    y, rules = _heights(frame, names), [at * _ROW for at in range(1, len(names))]
    layout = {
        "margin": {"l": 98, "r": 4, "t": 4, "b": 22},
        "xaxis": axis(first - pad, last + after * pad, is_narrow=True),
        "yaxis": {
            "range": [len(names) * _ROW, 0],
            "showgrid": False,
            "tickvals": [(at + 0.5) * _ROW for at in range(len(names))],
            "ticktext": [f"<b>{name.replace(' ', '<br>')}</b>  " for name in names],
            "tickfont": {"size": 13, "color": "@ink"},
            "automargin": False,
        },
        "shapes": [
            {
                "type": "line",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": at,
                "y1": at,
                "line": {"color": "@rule", "width": 1},
            }
            for at in rules
        ],
    }
    figure: dict[str, object] = {
        "data": [_dots(view, days, y, near * (last - first + (1 + after) * pad))],
        "layout": layout,
        "height": len(names) * _ROW + 26,
        "click": view.facts["click"],
    }
    return figure


def _heights(frame: pd.DataFrame, names: list[str]) -> list[float]:
    """Return the height of each dot: within its row, zero at the base, the row's largest near the top."""
    most = frame.groupby("component")["value"].max()
    place = {name: at for at, name in enumerate(names)}
    return [
        (place[name] + 0.82 - 0.56 * (value / most[name] if most[name] else 0)) * _ROW
        for name, value in zip(frame["component"], frame["value"], strict=True)
    ]


def _dots(view: View, days: list[int], y: list[float], span: float) -> dict[str, object]:
    frame = view.frame
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": days,
        "y": y,
        "cliponaxis": False,
        "text": list(frame["number"]),
        "textposition": _places(frame, days, y, span),
        "textfont": {"size": 12.5, "color": "@ink"},
        "marker": {
            "size": 10,
            "opacity": 1,
            "color": ["@paper" if is_target else "@bar" for is_target in frame["is_target"]],
            "line": {"color": "@bar", "width": 2},
        },
        "customdata": [f"{view.id}:{key}" for key in frame["strength_id"]],
        "hoverinfo": "text",
        "hovertext": [_hover(row) for row in frame.itertuples()],
    }


def _places(frame: pd.DataFrame, days: list[int], y: list[float], span: float) -> list[str]:
    """Return where each number stands, so that numbers close in time do not touch."""
    places: list[str] = []
    for at, (component, day) in enumerate(zip(frame["component"], days, strict=True)):
        near = [
            other
            for other in range(at)
            if frame["component"].iloc[other] == component and day - days[other] < span and abs(y[other] - y[at]) < 24
        ]
        taken = {places[other] for other in near}
        free = [place for place in ("top center", "bottom center", "middle right", "middle left") if place not in taken]
        places.append(free[0] if free else "top center")
    return places


def _hover(row: Any) -> str:
    stage = "target" if row.is_target else "in place"
    return f"<b>{row.component}: {row.number} {stage}</b><br>{row.when}, {row.agency_name}<br>Click for its row"
