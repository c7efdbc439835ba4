"""Agency bars: what each agency supplies or pays, in the agency's colour, its parts told by texture or name."""

import math
from typing import Any, Final

import pandas as pd

from dashboard import words
from dashboard.view import View

_ROW: Final = 30
_SHEET: Final = 27
_NARROW_SHEET: Final = 40
_PALE: Final = ("USAID", "DOC", "DHS", "TREAS", "NONE", "SEVERAL", "OTHER")
_PARTS: Final[tuple[tuple[str, str, str], ...]] = (
    ("active", "Active", "solid"),
    ("standby", "Standby", "hatch"),
    ("reserve", "Reserve", "hollow"),
    ("not_stated", "Component not stated", "faded"),
)


def draw(view: View) -> dict[str, object]:
    """Draw people by agency, split by component: Active solid, Standby hatched, Reserve hollow.

    Args:
        view: A frame with one row an agency, in the order to draw: agency_code, agency_name, active,
            standby, reserve, not_stated, people (numbers of people) and share (0 to 1). The fact
            ``click`` gives screen and filter.

    Returns:
        The key to the textures and the figure.
    """
    rows = view.frame
    top = max(float(rows["people"].max()), 1.0)
    present = [part for part in _PARTS if rows[part[0]].any() or part[0] != "not_stated"]
    data = [_part(rows, name, label, texture, top) for name, label, texture in present]
    ends = [
        f"<b>{words.count(number)}</b>  {words.share(number, rows['people'].sum())}" if number else "<b>0</b>"
        for number in rows["people"]
    ]
    data.append(_texts(list(rows["people"]), list(rows["agency_name"]), ends))
    figure = _figure(data, len(rows), top * 1.16, view, _ROW)
    figure["narrow"] = {"layout": _layout(len(rows), top * 1.42)}
    return {
        "blocks": [("key", [{"sw": texture, "t": label} for _, label, texture in present]), ("figure", "")],
        "figure": figure,
    }


def _part(rows: pd.DataFrame, name: str, label: str, texture: str, top: float) -> dict[str, object]:
    own = [f"@agency-{code}" for code in rows["agency_code"]]
    edge = ["@ink/0.55" if code in _PALE else colour for code, colour in zip(rows["agency_code"], own, strict=True)]
    fills = {"solid": own, "hatch": own, "hollow": ["@paper"] * len(own), "faded": [f"{colour}/0.3" for colour in own]}
    marker: dict[str, object] = {
        "color": fills[texture],
        "line": {"color": own if texture == "hollow" else edge, "width": 1.4 if texture == "hollow" else 0.8},
    }
    if texture == "hatch":
        marker["pattern"] = {"shape": "/", "size": 6, "solidity": 0.28, "fillmode": "overlay", "fgopacity": 1}
    inside = [words.count(number) if texture == "solid" and number >= 0.09 * top else "" for number in rows[name]]
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(rows[name]),
        "y": list(rows["agency_name"]),
        "customdata": list(rows["agency_code"]),
        "marker": marker,
        "text": inside,
        "textposition": "inside",
        "insidetextanchor": "end",
        "textangle": 0,
        "constraintext": "none",
        "insidetextfont": {"size": 13, "weight": 600, "color": [f"@on-{code}" for code in rows["agency_code"]]},
        "hovertext": [
            f"<b>{agency}</b><br>{label}: {words.count(number)}<br>{words.count(people)} in all"
            for agency, number, people in zip(rows["agency_name"], rows[name], rows["people"], strict=True)
        ],
        "hoverinfo": "text",
    }


def _texts(x: list[float], y: list[str], texts: list[str]) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": x,
        "y": y,
        "text": [f"  {text}" for text in texts],
        "textposition": "middle right",
        "textfont": {"size": 14, "color": "@ink"},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _figure(data: list[dict[str, object]], rows: int, top: float, view: View, height: int) -> dict[str, object]:
    return {
        "data": data,
        "layout": _layout(rows, top),
        "height": 8 + height * max(rows, 1),
        "click": view.facts["click"],
        "plain": True,
    }


def _layout(rows: int, top: float, **more: object) -> dict[str, object]:
    axis = {"showgrid": True, "nticks": 5, "showticklabels": False, "zeroline": True, "zerolinecolor": "@ink"}
    names = {"showgrid": False, "tickfont": {"size": 14, "color": "@ink"}, "ticksuffix": "  "}
    return {
        "margin": {"l": 4, "r": 10, "t": 2, "b": 2},
        "bargap": 0.33,
        "xaxis": {**axis, "range": [0, top], "zerolinewidth": 1},
        "yaxis": {**names, "range": [rows - 0.5, -0.5]},
        **more,
    }


def draw_sheets(view: View) -> dict[str, object]:
    """Draw money of one sheet a country, its parts by agency side by side, the printed total at the end.

    Args:
        view: A frame with one row a country and agency, in the order to draw: country_code, country_name,
            day, agency_code, agency_name, rank (order of agencies), value (US dollars), said, total
            (text). The facts ``limit`` (countries shown) and ``click``.

    Returns:
        The key to the agencies and the figure.
    """
    wanted = list(dict.fromkeys(view.frame["country_name"]))[: int(str(view.facts["limit"]))]
    rows = view.frame[view.frame["country_name"].isin(wanted)].reset_index(drop=True)
    rows = rows.assign(drawn=rows["value"].fillna(0.0))
    starts = rows.groupby("country_name", sort=False)["drawn"].cumsum() - rows["drawn"]
    ends = (starts + rows["drawn"]).groupby(rows["country_name"], sort=False).max()
    top = max(float(ends.max()), 1.0)
    totals = rows.drop_duplicates("country_name").set_index("country_name")["total"]

    def drawn(between: str, *, is_narrow: bool) -> list[dict[str, object]]:
        names = {
            row.country_name: f"{row.country_name}{between}<span style='font-size:12px'>{row.day}</span>"
            for row in rows.itertuples()
        }
        bars = _stretches(rows, names, starts, math.inf if is_narrow else 0.0165 * top)
        written = [f"<b>{totals[name]}</b>" for name in wanted]
        return [bars, _texts([float(ends[name]) for name in wanted], [names[name] for name in wanted], written)]

    figure = _figure(drawn(" ", is_narrow=False), len(wanted), top * 1.2, view, _SHEET)
    figure["layout"] = _layout(len(wanted), top * 1.2, barmode="overlay")
    figure["narrow"] = {
        "data": drawn("<br>", is_narrow=True),
        "layout": _layout(len(wanted), top * 1.6, barmode="overlay"),
        "height": 8 + _NARROW_SHEET * max(len(wanted), 1),
    }
    shown = rows.drop_duplicates("agency_code").sort_values("rank")
    key = [{"agency": row.agency_code, "t": row.agency_name} for row in shown.itertuples()]
    return {"blocks": [("key", key), ("figure", "")], "figure": figure}


def _stretches(rows: pd.DataFrame, names: dict[str, str], starts: "pd.Series[Any]", letter: float) -> dict[str, object]:
    """Draw the parts side by side; words stand where they fit, a letter taking ``letter`` US dollars of a bar."""
    texts = [f"{row.agency_name} {row.said}" for row in rows.itertuples()]
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(rows["drawn"]),
        "base": list(starts),
        "y": [names[name] for name in rows["country_name"]],
        "customdata": list(rows["country_code"]),
        "marker": {
            "color": [f"@agency-{code}" for code in rows["agency_code"]],
            "line": {"color": "@ink/0.55", "width": 0.7},
        },
        "text": [said if drawn > letter * len(said) else "" for said, drawn in zip(texts, rows["drawn"], strict=True)],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "insidetextfont": {"size": 13, "color": [f"@on-{code}" for code in rows["agency_code"]]},
        "hovertext": [
            f"<b>{row.country_name}</b>, {row.day}<br>{row.agency_name}: {row.said}<br>Printed total {row.total}"
            for row in rows.itertuples()
        ],
        "hoverinfo": "text",
    }
