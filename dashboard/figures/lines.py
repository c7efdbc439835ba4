"""Lines: two counts over time as steps, asked for dashed and there solid, the gap between them hatched."""

import pandas as pd

from dashboard import words
from dashboard.view import View

_GAP = {"shape": "/", "size": 6, "solidity": 0.1, "fgcolor": "@ink/0.4", "bgcolor": "@paper/0"}
_TIGHT = 0.09
"""Share of the axis within which two end labels would touch."""


def draw_gap(view: View) -> dict[str, object]:
    """Draw posts requested and people in country as steps.

    Args:
        view: A frame with day, requested and serving, one row a day on which one of them changed, in order;
            serving is missing throughout where it is not reported, and then no line stands for it.
    """
    rows = view.frame
    days = [day.date().isoformat() for day in rows["day"]]
    requested = [float(number) for number in rows["requested"]]
    is_known = bool(rows["serving"].notna().all())
    serving = [float(number) for number in rows["serving"]] if is_known else []
    top = max(*serving, *requested, 1.0)
    asked = _line(days, requested, "requested", {"color": "@ink", "width": 1.6, "dash": "4px,3px"})
    data = [asked]
    if is_known:
        there = _line(days, serving, "in country", {"color": "@ink", "width": 2.6})
        data = [there, {**asked, "fill": "tonexty", "fillcolor": "@paper/0", "fillpattern": _GAP}]
    layout = {
        "margin": {"l": 4, "r": 66, "t": 8, "b": 26},
        "hovermode": "x unified",
        "xaxis": {"type": "date", "range": [days[0], days[-1]], "ticklabelstandoff": 5, **_quarters(rows["day"])},
        "yaxis": {"range": [0, top * 1.12], "nticks": 4},
        "annotations": _ends(days[-1], serving[-1] if serving else None, requested[-1], top),
    }
    return {"figure": {"data": data, "layout": layout, "height": 140}}


def _line(days: list[str], values: list[float], word: str, line: dict[str, object]) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": days,
        "y": values,
        "line": {**line, "shape": "hv"},
        "hovertemplate": f"%{{y:,}} {word}<extra></extra>",
    }


def _quarters(days: "pd.Series[pd.Timestamp]") -> dict[str, object]:
    """Return a tick every three months, the first with its year."""
    first = pd.Timestamp(days.iloc[0]).replace(day=1)
    ticks = [first + pd.DateOffset(months=months) for months in (0, 3, 6, 9)]
    names = [f"{tick:%b}" if at and tick.month != 1 else f"{tick:%b %Y}" for at, tick in enumerate(ticks)]
    return {"tickvals": [tick.date().isoformat() for tick in ticks], "ticktext": names}


def _ends(day: str, serving: float | None, requested: float, top: float) -> list[dict[str, object]]:
    """Return the words at the right end; they step apart where they would touch."""
    look = {"x": day, "xshift": 6, "font": {"size": 13, "color": "@ink"}}
    if serving is None:
        return [{**look, "y": requested, "text": f"<b>{words.count(requested)} asked</b>"}]
    apart = 7 if abs(requested - serving) < 2 * _TIGHT * top else 0
    up = apart if requested >= serving else -apart
    return [
        {**look, "y": requested, "yshift": up, "text": f"<b>{words.count(requested)} asked</b>"},
        {**look, "y": serving, "yshift": -up, "text": f"<b>{words.count(serving)} there</b>"},
    ]
