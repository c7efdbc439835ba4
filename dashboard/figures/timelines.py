"""Timelines: bars over days; solid up to the as-of line, pale after it, hollow if only planned."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from dashboard.days import Window
from dashboard.figures import barwords
from dashboard.figures.barwords import fits, is_beside, is_cut, name_lines, said, within
from dashboard.figures.daylines import asof_line, axis
from dashboard.figures.records import records
from dashboard.view import View

_ROW, _BAR, _NARROW_ROW = 26, 18, 42
_HEAD: Final = 30
_GAP, _TITLE, _NAME_DOWN = 10, 24, 13
_MARKS: Final = (
    ("solid", "in country"),
    ("faded", "expected to stay"),
    ("hollow", "planned"),
    ("hatch", "date approximate"),
    ("notch", "began earlier"),
    ("arrow", "no end date"),
)
_Put = Callable[..., None]
"""``_Segments.put`` for one bar, whose row, height and outline are given."""


def draw(view: View) -> dict[str, object]:
    """Draw bars over days, grouped, each with its number and until when.

    Args:
        view: A frame with one row a bar, in order: group_code, group_label, status_code (a shape
            beside the group; empty for none), row_label, number and team (words in the bar), colour
            and ink (colour names), phase (``serving``, ``planned``, ``ended`` or ``stated``), start and
            end (day numbers), is_open, is_about (start rounded), until and change (words at the
            right; change on yellow), key (what a click stands for). Optional: about_days and
            end_about_days (days hatched at either end), is_point (one day is all that is stated).
            Facts: ``window``, ``click``; ``marks`` for the key, where other than that of tours.

    Returns:
        Key and figure; under 560 px the words stand above each bar.
    """
    bars = records(view.frame)
    wide, narrow = (_figure(view, bars, is_narrow=is_narrow) for is_narrow in (False, True))
    figure: dict[str, object] = {**wide, "narrow": narrow}
    if "click" in view.facts:
        figure["click"] = view.facts["click"]
    marks: Any = view.facts.get("marks", _MARKS)
    return {"figure": figure, "blocks": [("key", [{"sw": mark, "t": text} for mark, text in marks]), ("figure", "")]}


class _Plan:
    """Where every bar and every group stands, in px from the top."""

    def __init__(self, bars: Sequence[Any], *, is_narrow: bool) -> None:
        row = _NARROW_ROW if is_narrow else _ROW
        self.rows: list[float] = []
        self.groups: list[tuple[float, int]] = []
        at, floor, before = 4.0, 0.0, None
        for place, bar in enumerate(bars):
            if bar.group_code != before:
                at = max(at, floor) + (_GAP if before is not None else 0)
                floor = at + 18 * len(name_lines(bar, is_narrow=is_narrow)) + 4
                self.groups.append((at, place))
                at += _TITLE if is_narrow else 0
                before = bar.group_code
            self.rows.append(at + row - _BAR / 2 - 4)
            at += row
        self.height = max(at, floor) + 8


def _figure(view: View, bars: Sequence[Any], *, is_narrow: bool) -> dict[str, object]:
    window = _window(view)
    plan = _Plan(bars, is_narrow=is_narrow)
    down = 14 if is_narrow else _NAME_DOWN
    heads, at = [bars[place] for _, place in plan.groups], [top + down for top, _ in plan.groups]
    beside = [barwords.above(bars, plan.rows, window)] if is_narrow else barwords.rows(bars, plan.rows, window)
    data = [
        _bars(view.id, bars, plan, is_narrow=is_narrow, window=window),
        *_ends(view.id, bars, plan, window),
        *barwords.heads(heads, at, window, is_narrow=is_narrow),
        *beside,
    ]
    layout = {
        "margin": {"l": 0, "r": 2, "t": _HEAD, "b": 2},
        "barmode": "overlay",
        "xaxis": axis(window.first, window.last, is_narrow=is_narrow, side="top"),
        "yaxis": {"range": [plan.height, 0], "visible": False, "showgrid": False},
        "shapes": _shapes(plan, window),
        "annotations": [] if is_narrow else barwords.changes(bars, plan.rows, window),
    }
    return {"data": [trace for trace in data if trace["x"]], "layout": layout, "height": round(plan.height) + _HEAD + 2}


def _window(view: View) -> Window:
    return view.facts["window"]


class _Segments:
    """Parts of bars, gathered for one trace."""

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = {
            name: [] for name in ("base", "x", "y", "fill", "line", "width", "hatch", "text", "at", "ink", "row")
        }

    def put(self, first: float, last: float, y: float, **look: Any) -> None:
        values = {
            "base": first,
            "x": last - first,
            "y": y,
            "width": 0,
            "hatch": "",
            "text": "",
            "at": "inside",
            "ink": "@ink",
        } | look
        for name, value in values.items():
            self.columns[name].append(value)


def _bars(view_id: str, bars: Sequence[Any], plan: _Plan, *, window: Window, is_narrow: bool) -> dict[str, object]:
    parts = _Segments()
    for place, bar in enumerate(bars):
        if getattr(bar, "is_point", False):
            continue
        put = partial(parts.put, y=plan.rows[place], line=bar.colour, row=place)
        text = "" if is_narrow or is_beside(bar, window) else _indent(bar, window) + within(bar, window)
        at = "inside" if fits(bar, window) or is_cut(bar, window) else "outside"
        _body(put, bar, window, {"text": text, "at": at})
        _hatches(put, bar, window)
    return _trace(parts, bars, view_id)


def _body(put: _Put, bar: Any, window: Window, words: dict[str, str]) -> None:
    """Put the bar itself; of one that is serving, what lies after the as-of line goes first and is pale."""
    first, last = _span(bar, window)
    if bar.phase == "planned":
        put(first, last, fill="@paper", width=1.6, **words)
    elif bar.phase == "serving":
        put(window.asof, last, fill=f"{bar.colour}/0.3", width=1.2)
        put(first, min(last, window.asof), fill=bar.colour, ink=bar.ink, **words)
    elif bar.phase == "ended":
        put(first, last, fill=f"{bar.colour}/0.45", **words)
    else:
        put(first, last, fill=bar.colour, ink=bar.ink, **words)


def _hatches(put: _Put, bar: Any, window: Window) -> None:
    """Put the hatched days at either end of a bar whose day there is not known exactly."""
    first, last = _span(bar, window)
    start_depth, end_depth = (min(days, last - first) for days in _depths(bar, window))
    hatched = {"fill": "@paper", "width": 0.8, "hatch": "/"}
    if bar.is_about and bar.start >= window.first:
        put(first, first + start_depth, **hatched)
    if getattr(bar, "end_about_days", 0) and bar.end <= window.last:
        put(last - end_depth, last, **hatched)


def _span(bar: Any, window: Window) -> tuple[float, float]:
    """Return the first and last day of a bar that the window shows."""
    return max(bar.start, window.first), min(bar.end, window.last)


def _depths(bar: Any, window: Window) -> tuple[float, float]:
    """Return how many days are hatched at the start and at the end of a bar."""
    usual = (window.last - window.first) * 0.022
    return float(getattr(bar, "about_days", usual)), float(getattr(bar, "end_about_days", usual))


def _indent(bar: Any, window: Window) -> str:
    """Return the space that keeps words off a notch or a hatched end."""
    if bar.is_open and bar.end <= window.last and not fits(bar, window):
        return "\u2003"
    return "\u2003" if bar.start < window.first else "\u2003\u2003 " if bar.is_about and fits(bar, window) else ""


def _trace(parts: _Segments, bars: Sequence[Any], view_id: str) -> dict[str, object]:
    held = parts.columns
    hover, keys = [_hover(bar) for bar in bars], [f"{view_id}:{bar.key}" for bar in bars]
    return {
        "type": "bar",
        "orientation": "h",
        "base": held["base"],
        "x": held["x"],
        "y": held["y"],
        "width": _BAR,
        "marker": {
            "color": held["fill"],
            "line": {"color": held["line"], "width": held["width"]},
            "pattern": {
                "shape": held["hatch"],
                "fgcolor": held["line"],
                "bgcolor": held["fill"],
                "size": 5,
                "solidity": 0.4,
                "fillmode": "replace",
            },
        },
        "text": held["text"],
        "textposition": held["at"],
        "insidetextanchor": "start",
        "insidetextfont": {"size": 13, "color": held["ink"]},
        "outsidetextfont": {"size": 13, "color": "@ink"},
        "constraintext": "none",
        "textangle": 0,
        "cliponaxis": False,
        "customdata": [keys[row] for row in held["row"]],
        "hovertext": [hover[row] for row in held["row"]],
        "hoverinfo": "text",
    }


def _hover(bar: Any) -> str:
    change = f" ({bar.change})" if bar.change else ""
    return f"<b>{bar.group_label}, {bar.row_label}</b><br>{said(bar)}<br>{bar.until}{change}<br>Click for its rows"


def _ends(view_id: str, bars: Sequence[Any], plan: _Plan, window: Window) -> list[dict[str, object]]:
    """Return notches where a bar began before the window, arrows where it has no end, ticks where one day is stated."""
    rows = list(zip(bars, plan.rows, strict=True))
    points = [(bar, y) for bar, y in rows if getattr(bar, "is_point", False)]
    notched = [(window.first, y, "@paper") for bar, y in rows if bar.start < window.first]
    arrows = [(min(bar.end, window.last), y, bar.colour) for bar, y in rows if bar.is_open]
    ticks = _marks([(bar.start, y, bar.colour) for bar, y in points], "line-ns", 9, _thick)
    told = {
        "hoverinfo": "text",
        "hovertext": [_hover(bar) for bar, _ in points],
        "customdata": [f"{view_id}:{bar.key}" for bar, _ in points],
    }
    return [
        _marks(notched, "triangle-right", 13, lambda colours: {"color": colours}),
        _marks(arrows, "triangle-right", 17, _hollow),
        {**ticks, **told},
    ]


def _hollow(colours: list[str]) -> dict[str, object]:
    return {"color": "@paper", "line": {"color": colours, "width": 1.6}}


def _thick(colours: list[str]) -> dict[str, object]:
    return {"color": colours, "line": {"color": colours, "width": 4}}


def _marks(
    found: list[tuple[int, float, str]], symbol: str, size: int, look: Callable[[list[str]], dict[str, object]]
) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _, _ in found],
        "y": [y for _, y, _ in found],
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {"symbol": symbol, "size": size, "opacity": 1, **look([colour for _, _, colour in found])},
    }


def _shapes(plan: _Plan, window: Window) -> list[dict[str, object]]:
    rules: list[dict[str, object]] = [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": at - 4,
            "y1": at - 4,
            "line": {"color": "@rule2", "width": 1},
        }
        for at, _ in plan.groups
    ]
    if not window.has_asof:
        return rules
    ground = {
        "type": "rect",
        "x0": window.asof,
        "x1": window.last,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "fillcolor": "@sunk/0.55",
        "line": {"width": 0},
        "layer": "below",
    }
    return [ground, *rules, asof_line(window.asof)]
