"""Words of a timeline: names of groups and rows left, until when and what changed right."""

import textwrap
from collections.abc import Sequence
from typing import Any, Final

from dashboard.days import Window
from dashboard.figures.daylines import SIDES, place_of

_SHAPES: Final = {
    "COMPLEX": "diamond",
    "FAILED": "square",
    "FAILING": "triangle-down",
    "POST": "hexagon",
    "DESCRIBED": "triangle-up-open",
}
_CHARACTER: Final = 0.0047
_LINE: Final = 50


def said(bar: Any) -> str:
    """Return the words of one bar: its number, then its team."""
    return f"<b>{bar.number}</b> {bar.team}" if bar.number else str(bar.team)


def room(bar: Any, window: Window) -> float:
    """Return the days that the words of a bar take at 1440 px."""
    return float((window.last - window.first) * 0.0068 * (len(str(bar.team)) + len(str(bar.number)) + 3))


def fits(bar: Any, window: Window) -> bool:
    """Whether the words fit into the part of the bar that their colour is made for."""
    end = window.asof if bar.phase == "serving" else window.last
    if getattr(bar, "about_days", 0) * 2 > bar.end - bar.start:
        return False
    return bool(min(bar.end, end) - max(bar.start, window.first) >= room(bar, window))


def is_cut(bar: Any, window: Window) -> bool:
    """Whether a planned bar holds most of its words: they are cut short, so that none crosses the as-of line."""
    length = min(bar.end, window.last) - max(bar.start, window.first)
    return bool(bar.phase == "planned" and not fits(bar, window) and length >= 0.5 * room(bar, window))


def within(bar: Any, window: Window) -> str:
    """Return the words that stand in a bar or after it; the tooltip and the table hold them whole."""
    if not is_cut(bar, window):
        return said(bar)
    length = min(bar.end, window.last) - max(bar.start, window.first)
    kept = int(length / room(bar, window) * len(said(bar).replace("<b>", "").replace("</b>", "")))
    return f"<b>{bar.number}</b> {bar.team[: max(kept - len(bar.number) - 3, 3)].rstrip()}…"


def is_beside(bar: Any, window: Window) -> bool:
    """Whether the words would run out of the days at the right, so that they stand left of the bar."""
    if fits(bar, window) or is_cut(bar, window):
        return False
    end, needed = window.asof if bar.phase == "serving" else window.last, room(bar, window)
    return bool(min(bar.end, end) + needed > window.last and max(bar.start, window.first) - window.first > needed)


def text(x: list[float], y: list[float], texts: list[str], at: str, size: float, colour: str) -> dict[str, object]:
    """Return words at places, as one trace."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": x,
        "y": y,
        "text": texts,
        "textposition": at,
        "textfont": {"size": size, "color": colour},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def rows(bars: Sequence[Any], y: list[float], window: Window) -> list[dict[str, object]]:
    """Return what stands beside the bars on a wide screen."""
    name_at, right = (place_of(share, window.first, window.last) for share in (SIDES[0] - 0.007, SIDES[1] + 0.012))
    unit = place_of(1, window.first, window.last) - place_of(0, window.first, window.last)
    has_ended = [bool(bar.change) and bar.until.startswith("ended") for bar in bars]
    shift = [
        max(len(bar.change) * _CHARACTER + 0.003, 0.02) * unit if bar.change and not ended else 0.0
        for bar, ended in zip(bars, has_ended, strict=True)
    ]
    until = ["" if ended else bar.until for bar, ended in zip(bars, has_ended, strict=True)]
    left = [(bar, at) for bar, at in zip(bars, y, strict=True) if is_beside(bar, window)]
    points = [
        (bar, at)
        for bar, at in zip(bars, y, strict=True)
        if getattr(bar, "is_point", False) and not is_beside(bar, window)
    ]
    return [
        text([name_at] * len(bars), y, _once(bars), "middle left", 13, "@ink"),
        text(
            [bar.end for bar, _ in points],
            [at for _, at in points],
            [f"  {said(bar)}" for bar, _ in points],
            "middle right",
            13,
            "@ink",
        ),
        text([right + step for step in shift], y, until, "middle right", 13, "@ink2"),
        text(
            [max(bar.start, window.first) for bar, _ in left],
            [at for _, at in left],
            [f"{said(bar)} " for bar, _ in left],
            "middle left",
            13,
            "@ink",
        ),
    ]


def _once(bars: Sequence[Any]) -> list[str]:
    """Return the name of each row, empty where it repeats the one above."""
    names = [(bar.group_code, str(bar.row_label)) for bar in bars]
    return ["" if at and names[at - 1] == name else name[1] for at, name in enumerate(names)]


def above(bars: Sequence[Any], y: list[float], window: Window) -> dict[str, object]:
    """Return what stands above the bars on a phone: row, number, team, until when, what changed."""
    lines = [_line(bar) for bar in bars]
    shown = text([window.first] * len(lines), [at - 18 for at in y], lines, "middle right", 13, "@ink")
    halo = {"size": 13, "color": "@ink", "shadow": "0 0 3px var(--paper), 0 0 3px var(--paper), 0 0 4px var(--paper)"}
    return {**shown, "textfont": halo}


def _line(bar: Any) -> str:
    room = _LINE - len(f"{bar.row_label}{bar.number}{bar.until}{bar.change}")
    team = bar.team if len(bar.team) <= room else f"{bar.team[: max(room - 1, 6)].rstrip()}…"
    number = f"<b>{bar.number}</b> " if bar.number else ""
    return f"{bar.row_label} · {number}{team}, {bar.until}" + (f" <b>{bar.change}</b>" if bar.change else "")


def changes(bars: Sequence[Any], y: list[float], window: Window) -> list[dict[str, object]]:
    """Return what changed since the comparison release, on the highlighter."""
    right = place_of(SIDES[1] + 0.012, window.first, window.last)
    return [
        {
            "x": right,
            "y": at,
            "xanchor": "left",
            "yanchor": "middle",
            "bgcolor": "@changed-bg",
            "borderpad": 1,
            "text": f"<b>{bar.until if bar.until.startswith('ended') else bar.change}</b>",
            "font": {"size": 13, "color": "@changed-ink"},
        }
        for bar, at in zip(bars, y, strict=True)
        if bar.change
    ]


def name_lines(bar: Any, *, is_narrow: bool) -> list[str]:
    """Return the lines that the name of a bar's group takes."""
    return textwrap.wrap(bar.group_label, 40 if is_narrow else 15)


def heads(groups: Sequence[Any], y: list[float], window: Window, *, is_narrow: bool) -> list[dict[str, object]]:
    """Return the names of the groups with the shape of their status.

    Args:
        groups: The first bar of each group.
        y: Where each group's name stands.
        window: The days shown.
        is_narrow: Whether the days take the whole width.
    """
    left, glyph, after = (
        place_of(share, window.first, window.last, is_narrow=is_narrow)
        for share in (0.0, 0.02 if is_narrow else 0.006, 0.05 if is_narrow else 0.015)
    )
    shaped = [(at, bar.status_code) for at, bar in zip(y, groups, strict=True) if bar.status_code in _SHAPES]
    lines = [name_lines(bar, is_narrow=is_narrow) for bar in groups]
    names = ["<br>".join(f"<b>{line}</b>" for line in part) for part in lines]
    down = [at + 9 * (len(part) - 1) for at, part in zip(y, lines, strict=True)]
    return [
        text(
            [after if bar.status_code in _SHAPES else left for bar in groups], down, names, "middle right", 15, "@ink"
        ),
        {
            "type": "scatter",
            "mode": "markers",
            "x": [glyph] * len(shaped),
            "y": [at for at, _ in shaped],
            "hoverinfo": "skip",
            "cliponaxis": False,
            "marker": {
                "symbol": [_SHAPES[code] for _, code in shaped],
                "size": 13,
                "opacity": 1,
                "line": {"color": "@ink", "width": 1},
                "color": [f"@status-{code}" if code != "DESCRIBED" else "@ink" for _, code in shaped],
            },
        },
    ]
