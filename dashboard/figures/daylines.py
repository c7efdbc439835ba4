"""What figures over days share: the span, its months, the as-of line, the words of a day."""

from datetime import date
from typing import Final

from dashboard.days import day_of
from dashboard.measures import day_number

SIDES: Final = (0.141, 0.868)
"""Share of the width the days take on a wide screen; names stand left of it, words right."""
_WHOLE: Final = (0.0, 1.0)


def place_of(share: float, first: int, last: int, *, is_narrow: bool = False) -> float:
    """Return where a share of the figure's width lies on the axis of days; 0 is its left edge, 1 its right."""
    left, right = _WHOLE if is_narrow else SIDES
    return round(first + (share - left) / (right - left) * (last - first), 1)


def axis(first: int, last: int, *, is_narrow: bool, side: str = "bottom") -> dict[str, object]:
    """Return the axis of days with a tick each quarter, or each year where the span is long.

    Args:
        first: First day shown, as day number.
        last: Last day shown.
        is_narrow: Whether the days take the whole width.
        side: Where the words of the ticks stand, ``top`` or ``bottom``.
    """
    days = _ticks(first, last, room=6 if is_narrow else 14)
    return {
        "range": [place_of(share, first, last, is_narrow=is_narrow) for share in _WHOLE],
        "tickvals": [day_number(day) for day in days],
        "ticktext": [_words(day, days[at - 1] if at else None) for at, day in enumerate(days)],
        "showgrid": True,
        "side": side,
        "automargin": False,
        "tickangle": 0,
    }


def _ticks(first: int, last: int, room: int) -> list[date]:
    begin, end = day_of(first), day_of(last)
    months = (end.year - begin.year) * 12 + end.month - begin.month + 1
    every = next((size for size in (3, 6, 12, 24, 48) if months / size <= room), 96)
    at = begin.year * 12 + begin.month - 1
    at += -at % every
    days = []
    while (day := date(at // 12, at % 12 + 1, 1)) <= end:
        if day >= begin:
            days.append(day)
        at += every
    return days


def _words(day: date, before: date | None) -> str:
    if before is not None and day.month == before.month:
        return str(day.year)
    return f"{day:%b} {day.year}" if before is None or before.year != day.year else f"{day:%b}"


def asof_line(asof: int, top: float = 1.0) -> dict[str, object]:
    """Return the line of the as-of day, in link blue."""
    return {
        "type": "line",
        "x0": asof,
        "x1": asof,
        "yref": "paper",
        "y0": 0,
        "y1": top,
        "line": {"color": "@link", "width": 2},
    }
