"""Dots over days: single statements, filled where in place, hollow where wished for; no line joins them."""

from typing import Any, Final

import pandas as pd

from dashboard.figures.daylines import axis
from dashboard.measures import day_number
from dashboard.view import View

_ROW: Final = 92
_WIDE: Final = 580.0
_NARROW: Final = 256.0
Box = tuple[float, float, float, float]


def draw(view: View) -> dict[str, object]:
    """Draw statements over days, one row a component, each row on its own scale.

    Args:
        view: A frame with component, day, value, number (as written), is_target, when, agency_name
            and strength_id, by component and day. Fact: ``click``.
    """
    return {"figure": {**_figure(view, _WIDE, after=1), "narrow": _figure(view, _NARROW, after=3)}}


def _figure(view: View, width: float, after: int) -> dict[str, object]:
    frame = view.frame
    days = [day_number(day.date()) for day in frame["day"]]
    first, last = min(days), max(days)
    pad = max((last - first) // 12, 60)
    names = list(dict.fromkeys(frame["component"]))
    y, rules = _heights(frame, names), [at * _ROW for at in range(1, len(names))]
    scale = width / (last - first + (1 + after) * pad)
    places = _places(list(frame["number"]), [(day - first + pad) * scale for day in days], y, width)
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
        "data": [_dots(view, days, y, places)],
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


def _dots(view: View, days: list[int], y: list[float], places: list[str]) -> dict[str, object]:
    frame = view.frame
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": days,
        "y": y,
        "cliponaxis": False,
        "text": list(frame["number"]),
        "textposition": places,
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


def _places(numbers: list[str], x: list[float], y: list[float], width: float) -> list[str]:
    """Return where each number stands so that it touches no dot and no number placed before it.

    Args:
        numbers: The numbers as written.
        x: Place of each dot from the left, in pixels.
        y: Place of each dot from the top, in pixels.
        width: Width of the figure in pixels; no number runs out of it.
    """
    taken = [(across - 5, down - 5, across + 5, down + 5) for across, down in zip(x, y, strict=True)]
    places: list[str] = []
    for number, across, down in zip(numbers, x, y, strict=True):
        wide = 5.6 * len(number) + 4
        spots: dict[str, Box] = {
            "top center": (across - wide / 2, down - 21, across + wide / 2, down - 7),
            "bottom center": (across - wide / 2, down + 7, across + wide / 2, down + 21),
            "middle right": (across + 8, down - 7, across + 8 + wide, down + 7),
            "middle left": (across - 8 - wide, down - 7, across - 8, down + 7),
        }
        within = [place for place, box in spots.items() if box[2] - 4 <= width] or ["middle left"]
        place = min(within, key=lambda place: sum(_shared(spots[place], other) for other in taken))
        taken.append(spots[place])
        places.append(place)
    return places


def _shared(one: Box, other: Box) -> float:
    """Return the area two boxes share."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0.0) * max(down, 0.0)


def _hover(row: Any) -> str:
    stage = "target" if row.is_target else "in place"
    return f"<b>{row.component}: {row.number} {stage}</b><br>{row.when}, {row.agency_name}<br>Click for its row"
