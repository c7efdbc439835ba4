"""Steps: people over days as an area of hard steps; right of the as-of line what is only recorded to come."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from dashboard import words
from dashboard.days import Window, day_of
from dashboard.figures.bandnames import labelled, names
from dashboard.figures.daylines import asof_line, axis
from dashboard.measures import day_number
from dashboard.view import View

_HEIGHT: Final = 268
_PLOT: Final = 226
_ROOM: Final = 1.3


def draw(view: View) -> dict[str, object]:
    """Draw people over days.

    Args:
        view: A frame with one row a step: day, total, and one column a band. Facts: ``bands``
            (code, label, colour and ink, from the base up), ``window`` (first, last, asof as day
            numbers), ``total`` (people on the as-of day), ``moments`` (day number and words).

    Returns:
        The figure; under 560 px the days take the whole width and names stand beneath.
    """
    figure = _figure(view, is_narrow=False)
    figure["narrow"] = _figure(view, is_narrow=True)
    return {"figure": figure}


def _figure(view: View, *, is_narrow: bool) -> dict[str, object]:
    frame, window = view.frame, _window(view)
    days = np.array([day_number(day) for day in frame["day"].dt.date])
    top = float(frame["total"].max()) * _ROOM
    inside, beneath = labelled(view, days, top, is_narrow=is_narrow)
    more = 20 * -(-len(beneath) // 3) if is_narrow else 0
    scale = _scale(top)
    data = [
        *_areas(view, days),
        *_outline(view, days),
        inside,
        _numbers(scale, window, is_narrow=is_narrow),
        *names(beneath, window, top, is_narrow=is_narrow),
    ]
    layout = {
        "margin": {"l": 26 if is_narrow else 0, "r": 4, "t": 6, "b": 22 + more},
        "xaxis": axis(window.first, window.last, is_narrow=is_narrow),
        "yaxis": {"range": [0, top], "visible": False, "showgrid": False},
        "shapes": [
            *_grid(scale, window),
            *([asof_line(window.asof)] if window.has_asof else []),
            *([] if is_narrow else _hairlines(view)),
        ],
        "annotations": [*([] if is_narrow else _moments(view)), *_ends(view, is_narrow=is_narrow)],
    }
    return {"data": data, "layout": layout, "height": _HEIGHT + more}


def _scale(top: float) -> list[int]:
    """Return the numbers of the scale: four or five round steps from zero up to the highest."""
    high = top / _ROOM
    step = next(size * 10**power for power in range(9) for size in (1, 2, 5) if high / (size * 10**power) <= 5)
    return [step * at for at in range(int(high // step) + 1)]


def _grid(scale: list[int], window: Window) -> list[dict[str, object]]:
    return [
        {
            "type": "line",
            "x0": window.first,
            "x1": window.last,
            "y0": value,
            "y1": value,
            "line": {"color": "@rule" if value else "@ink", "width": 1},
            "layer": "below",
        }
        for value in scale
    ]


def _numbers(scale: list[int], window: Window, *, is_narrow: bool) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [window.first] * len(scale),
        "y": scale,
        "text": [f"{words.count(value)} " for value in scale],
        "textposition": ["middle left" if value else "top left" for value in scale],
        "textfont": {"size": 12, "color": "@ink2"},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _window(view: View) -> Window:
    return view.facts["window"]


def _bands(view: View) -> Sequence[Any]:
    return view.facts["bands"]


def _areas(view: View, days: np.ndarray) -> list[dict[str, object]]:
    """Return one filled area a band and side of the as-of line, each upon the one beneath."""
    asof, frame = _window(view).asof, view.frame
    traces: list[dict[str, object]] = []
    for side, alpha in ((days <= asof, ""), (days >= asof, "0.16")):
        if side.sum() < 2:
            continue
        base = np.zeros(int(side.sum()))
        for number, band in enumerate(_bands(view)):
            base = base + frame.loc[side, band.code].to_numpy()
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [int(day) for day in days[side]],
                    "y": [float(value) for value in base],
                    "line": {"shape": "hv", "width": 0},
                    "fill": "tonexty" if number else "tozeroy",
                    "fillcolor": _faded(band.colour, alpha),
                    "hoverinfo": "skip",
                }
            )
    return traces


def _faded(colour: str, alpha: str) -> str:
    if not alpha:
        return colour
    name, _, own = colour.partition("/")
    return f"{name}/{float(own or 1) * float(alpha):.3f}"


def _outline(view: View, days: np.ndarray) -> list[dict[str, object]]:
    """Return the top of the area: bare where it happened, dashed where it is only recorded to come."""
    asof, frame = _window(view).asof, view.frame
    hover = [_hover(view, row) for row in frame.to_dict("records")]
    traces: list[dict[str, object]] = []
    for side, dash, width in ((days <= asof, "solid", 0.0), (days >= asof, "5px,3px", 1.6)):
        if side.any():
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [int(day) for day in days[side]],
                    "y": [float(value) for value in frame.loc[side, "total"]],
                    "line": {"shape": "hv", "width": width, "dash": dash, "color": "@ink"},
                    "hoverinfo": "text",
                    "hovertext": [text for text, is_shown in zip(hover, side, strict=True) if is_shown],
                }
            )
    if (days == asof).any():
        total = float(str(view.facts["total"]))
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": [int(asof)],
                "y": [total],
                "text": [f"<b>{words.count(total)}</b>"],
                "textposition": "top left",
                "textfont": {"size": 18, "color": "@ink"},
                "marker": {"size": 9, "color": "@ink", "opacity": 1},
                "hoverinfo": "skip",
                "cliponaxis": False,
            }
        )
    return traces


def _hover(view: View, row: dict[Any, Any]) -> str:
    parts = ", ".join(
        f"{band.label} {words.count(row[band.code])}" for band in reversed(_bands(view)) if row[band.code]
    )
    return f"<b>{words.plural(row['total'], 'civilian')}</b> {row['basis']}<br>from {words.day(row['day'])}<br>{parts}"


def _hairlines(view: View) -> list[dict[str, object]]:
    line = {"color": "@ink/0.8", "width": 1, "dash": "1.5px,2.5px"}
    return [
        {"type": "line", "x0": day, "x1": day, "yref": "paper", "y0": 0, "y1": 0.97 - 0.075 * place, "line": line}
        for place, (day, _) in enumerate(_told(view))
    ]


def _told(view: View) -> Sequence[tuple[int, str]]:
    return view.facts["moments"]


def _moments(view: View) -> list[dict[str, object]]:
    """Return the words of the events, each a line lower than the one before, beside its line."""
    window = _window(view)
    notes = []
    for place, (day, text) in enumerate(_told(view)):
        is_near = window.asof - day < len(text) * 4.2 + 40
        notes.append(
            {
                "x": day,
                "yref": "paper",
                "y": 0.975 - 0.075 * place,
                "text": text,
                "yanchor": "top",
                "xanchor": "right" if is_near else "left",
                "xshift": -4 if is_near else 4,
                "font": {"size": 12.5, "color": "@ink2"},
            }
        )
    return notes


def _ends(view: View, *, is_narrow: bool) -> list[dict[str, object]]:
    """Return the words of the as-of line and of what remains at the end."""
    window, last = _window(view), float(view.frame["total"].iloc[-1])
    notes: list[dict[str, object]] = []
    if window.has_asof:
        text = f"<b>as of {words.day(day_of(window.asof))}</b>"
        font = {"size": 13, "color": "@link"}
        notes.append(
            {"x": window.asof, "yref": "paper", "y": 1.0, "yanchor": "top", "xshift": 5, "text": text, "font": font}
        )
    if window.asof < window.last:
        low = {"yref": "paper", "y": 0.92, "xanchor": "right", "yanchor": "top", "align": "right"}
        at = low if is_narrow else {"y": last, "xanchor": "left", "xshift": 10, "align": "left"}
        said = f"<b>{words.count(last)} if no tour</b><br><b>is extended</b>"
        notes.append({"x": window.last, **at, "text": said, "font": {"size": 13, "color": "@ink"}})
    return notes
