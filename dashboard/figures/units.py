"""Unit chart: one square a post, filled in the agency's colour, hollow where it is empty; bars where there are many."""

from typing import Any, Final

import pandas as pd

from dashboard import words
from dashboard.view import View

_PALE: Final = ("USAID", "DOC", "DHS", "TREAS", "NONE", "SEVERAL", "OTHER")
_ROW: Final = 33
_TALL: Final = 50
_WIDE: Final = 510.0
_NARROW: Final = 250.0
_FEWEST: Final = 20.0
_GROUP: Final = 0.22
"""Free space between the squares of two agencies, in squares."""
Mark = tuple[float, int, str, str]


def draw(view: View) -> dict[str, object]:
    """Draw who fills the posts of each function.

    Args:
        view: A frame with one row a function and agency, and one with agency_code EMPTY where posts are empty:
            function_name, agency_code, agency_name, people, serving, requested, empty. Facts: ``is_squares``,
            ``bold`` (strong phrase and sentence, or None) and ``key``.

    Returns:
        The figure, the key with counts and the note on the thinnest function.
    """
    figure = {**_arranged(view, is_narrow=False), "narrow": _arranged(view, is_narrow=True)}
    blocks: list[tuple[str, object]] = [("figure", ""), ("key", view.facts["key"])]
    if view.facts["bold"]:
        strong, rest = view.facts["bold"]
        blocks.append(("bold", {"strong": strong, "t": rest}))
    return {"figure": figure, "blocks": blocks}


def _arranged(view: View, *, is_narrow: bool) -> dict[str, object]:
    whole = view.frame.drop_duplicates("function_name").reset_index(drop=True)
    places = {str(name): place for place, name in enumerate(whole["function_name"])}
    reach = max(_reach(view.frame), _FEWEST)
    size = min(18.0, 0.78 * (_NARROW if is_narrow else _WIDE) / reach)
    data = _squares(view.frame, places, size) if view.facts["is_squares"] else _bars(view.frame, places)
    layout = {
        "margin": {"l": 4, "r": 88 if is_narrow else 100, "t": 2, "b": 2},
        "barmode": "overlay",
        "xaxis": {"visible": False, "range": [-0.7, reach]},
        "yaxis": _rows_axis(whole, is_narrow=is_narrow),
        "annotations": [
            note for place, row in enumerate(whole.to_dict("records")) for note in _texts(place, row, is_narrow)
        ],
    }
    return {"data": data, "layout": layout, "height": 6 + (_TALL if is_narrow else _ROW) * len(whole)}


def _reach(rows: pd.DataFrame) -> float:
    """Return the length of the longest row in squares, the space between agencies included."""
    lengths = rows.groupby("function_name")["people"].agg(["sum", "size"])
    return float((lengths["sum"] + _GROUP * (lengths["size"] - 1)).max()) if len(rows) else 0.0


def _rows_axis(whole: pd.DataFrame, *, is_narrow: bool) -> dict[str, object]:
    axis: dict[str, object] = {
        "range": [len(whole) - 0.5, -0.5],
        "showgrid": False,
        "tickvals": list(range(len(whole))),
    }
    if is_narrow:
        return axis | {"showticklabels": False}
    look = {"tickfont": {"size": 14, "color": "@ink"}}
    return axis | look | {"ticktext": [f"{name} " for name in whole["function_name"]]}


def _texts(place: int, row: dict[Any, Any], is_narrow: bool) -> list[dict[str, object]]:
    """Return the numbers at the right of a row, and on a phone its name above it."""
    end = {"xref": "paper", "x": 1, "y": place, "xanchor": "right"}
    is_known = row["serving"] == row["serving"]
    count = f"<b>{words.count(row['serving']) if is_known else '[x]'}</b> of {words.count(row['requested'])}"
    gap = words.count(-row["empty"]) if row["empty"] and is_known else ""
    notes: list[dict[str, object]] = [
        {**end, "xshift": 52, "text": count, "font": {"size": 13}},
        {**end, "xshift": 88, "text": f"<b>{gap}</b>", "font": {"size": 14, "color": "@ink"}},
    ]
    if is_narrow:
        name = {"xref": "paper", "x": 0, "y": place, "yshift": 19, "text": row["function_name"]}
        notes.append({**name, "font": {"size": 13, "color": "@ink"}})
    return notes


def _squares(rows: pd.DataFrame, places: dict[str, int], size: float) -> list[dict[str, object]]:
    """Return filled and hollow squares, laid side by side, a little apart between agencies."""
    marks: dict[bool, list[Mark]] = {True: [], False: []}
    at, row_of = 0.0, ""
    for row in rows.to_dict("records"):
        at = 0.0 if row["function_name"] != row_of else at + _GROUP
        row_of = row["function_name"]
        is_empty = row["agency_code"] == "EMPTY"
        what = f"posts {row['agency_name'].lower()}" if is_empty else row["agency_name"]
        hover = f"<b>{row_of}</b><br>{what}: {words.count(row['people'])}"
        for _ in range(round(row["people"])):
            marks[is_empty].append((at, places[row_of], row["agency_code"], hover))
            at += 1
    return [_points(marks[is_empty], size, is_empty=is_empty) for is_empty in (False, True) if marks[is_empty]]


def _points(marks: list[Mark], size: float, *, is_empty: bool) -> dict[str, object]:
    colours = ["@paper" if is_empty else f"@agency-{code}" for _, _, code, _ in marks]
    edges = ["@ink2" if is_empty else "@ink/0.55" if code in _PALE else f"@agency-{code}" for _, _, code, _ in marks]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _, _, _ in marks],
        "y": [y for _, y, _, _ in marks],
        "hovertext": [hover for _, _, _, hover in marks],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "symbol": "square",
            "size": size,
            "opacity": 1,
            "color": colours,
            "line": {"color": edges, "width": 1.3 if is_empty else 0.7},
        },
    }


def _bars(rows: pd.DataFrame, places: dict[str, int]) -> list[dict[str, object]]:
    """Return the same as bars side by side, for counts too large for squares."""
    starts = rows.groupby("function_name", sort=False)["people"].cumsum() - rows["people"]
    traces = []
    for is_empty in (False, True):
        part = rows[(rows["agency_code"] == "EMPTY") == is_empty]
        if not len(part):
            continue
        codes = list(part["agency_code"])
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": list(part["people"]),
                "base": list(starts.loc[part.index]),
                "y": [places[name] for name in part["function_name"]],
                "width": 0.56,
                "marker": {
                    "color": ["@paper" if is_empty else f"@agency-{code}" for code in codes],
                    "line": {"color": "@ink2" if is_empty else "@ink/0.55", "width": 1.2 if is_empty else 0.7},
                },
                "hovertext": [_hover(row) for row in part.to_dict("records")],
                "hoverinfo": "text",
            }
        )
    return traces


def _hover(row: dict[Any, Any]) -> str:
    return f"<b>{row['function_name']}</b><br>{row['agency_name']}: {words.count(row['people'])}"
