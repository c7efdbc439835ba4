"""Names of bands: within the band where they fit, else beside the figure with their colour."""

from typing import Any, Final

import numpy as np

from dashboard import words
from dashboard.days import Window
from dashboard.figures.daylines import place_of
from dashboard.view import View

_PLOT: Final = 226


def labelled(
    view: View, days: np.ndarray, top: float, *, is_narrow: bool
) -> tuple[dict[str, object], list[tuple[Any, str]]]:
    """Return the names that fit into their band, and those that do not, from the top down."""
    window: Window = view.facts["window"]
    past = days <= min(window.asof, window.last)
    grid = np.arange(window.first, min(window.asof, window.last) + 1)
    at = np.searchsorted(days, grid, side="right") - 1
    base, x, y, texts, inks = np.zeros(len(grid)), list[int](), list[float](), list[str](), list[str]()
    beneath: list[tuple[Any, str]] = []
    lines = [] if is_narrow else [day - window.first for day, _ in view.facts["moments"]]
    for band in view.facts["bands"]:
        values = view.frame[band.code].to_numpy()
        now = float(values[past][-1]) if past.any() else 0.0
        text, tall = f"{band.label} {words.count(now)}", values[at] if len(grid) else np.zeros(0)
        place = _room(base, base + tall, top, width=round(len(text) * (11 if is_narrow else 4.6)) + 8, lines=lines)
        if place is None:
            beneath.append((band, text))
        else:
            x.append(int(grid[place[0]]))
            y.append(place[1])
            texts.append(f"<b>{text}</b>")
            inks.append(band.ink)
        base = base + tall
    trace: dict[str, object] = {
        "type": "scatter",
        "mode": "text",
        "x": x,
        "y": y,
        "text": texts,
        "textfont": {"size": 14, "color": inks},
        "hoverinfo": "skip",
    }
    return trace, beneath[::-1]


def _room(low: np.ndarray, high: np.ndarray, top: float, width: int, lines: list[int]) -> tuple[int, float] | None:
    """Return where within a band words of a width (days) fit into 17 px of height, on no hairline, past the middle."""
    if len(low) <= width:
        return None
    floors = np.lib.stride_tricks.sliding_window_view(low, width).max(axis=1)
    roofs = np.lib.stride_tricks.sliding_window_view(high, width).min(axis=1)
    fits = np.flatnonzero((roofs - floors) * _PLOT / top >= 17)
    clear = [at for at in fits if not any(at <= line <= at + width for line in lines)]
    fits = np.array(clear, dtype=np.int64) if clear else fits
    if not len(fits):
        return None
    best = int(fits[np.argmin(np.abs(fits - 0.55 * len(low)))])
    return best + width // 2, float(floors[best] + roofs[best]) / 2


def names(beneath: list[tuple[Any, str]], window: Window, top: float, *, is_narrow: bool) -> list[dict[str, object]]:
    """Return the names that fit into no band: left of the days, or beneath them on a phone, with their colour."""
    if not beneath:
        return []
    places = range(len(beneath))
    x = [(at % 3) * 0.34 + 0.02 for at in places] if is_narrow else [0.006] * len(beneath)
    y = [-0.19 - 0.085 * (at // 3) for at in places] if is_narrow else [0.72 - 0.085 * at for at in places]
    return [
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [place_of(share, window.first, window.last, is_narrow=is_narrow) for share in x],
            "y": [top * share for share in y],
            "text": [f" {text}" for _, text in beneath],
            "textposition": "middle right",
            "textfont": {"size": 13, "color": "@ink"},
            "hoverinfo": "skip",
            "cliponaxis": False,
            "marker": {
                "symbol": "square",
                "size": 11,
                "color": [band.colour for band, _ in beneath],
                "opacity": 1,
                "line": {"color": "@ink/0.55", "width": 0.7},
            },
        }
    ]
