"""Needs and missions of one country: the newest figure of each indicator, with its origin; never added."""

from functools import lru_cache

import pandas as pd

from dashboard import index, words
from dashboard.cells import Column
from dashboard.scope import Scope
from dashboard.view import NOT_REPORTED, REPORTED, VALUE, Citation, Figure, View
from loaders.release import Release

NEEDS_RULE = (
    "The newest figure of each indicator for this country, dated on or before the as-of day. Each comes from its own "
    "origin and day; indicators overlap and are never added."
)
MISSIONS_RULE = (
    "The newest figure of each indicator of each mission of other nations or bodies here, dated on or before "
    "the as-of day. They are not United States civilians and are never added to them."
)
_UNITS = {"count": "", "USD": "US dollars", "pct": "%"}


@lru_cache(maxsize=256)
def newest(release: Release, scope: Scope, table: str, keys: tuple[str, ...]) -> pd.DataFrame:
    """Return the newest row of each group of keys within the filters, newest first."""
    rows = release.table(table)
    rows = rows[rows["country_code"].notna()]
    rows = rows[rows["as_of_date"].isna() | (rows["as_of_date"] <= pd.Timestamp(scope.asof))]
    rows = index.rows_chosen(rows, release, scope)
    rows = rows.sort_values("as_of_date", kind="stable", na_position="first").drop_duplicates(list(keys), keep="last")
    return rows.sort_values(["as_of_date", *keys], ascending=[False, *[True] * len(keys)], na_position="last")


def _day(row: dict[str, object]) -> str:
    day = row["as_of_date"]
    return (
        words.day_at(day, str(row["as_of_precision"])) if isinstance(day, pd.Timestamp) and pd.notna(day) else "undated"
    )


def _text(row: dict[str, object]) -> str:
    value = row["value"]
    if value is None or pd.isna(value):
        words_of = row.get("value_text")
        return str(words_of) if isinstance(words_of, str) else "[x]"
    if row["unit_code"] == "USD":
        return words.money(float(value), str(row["qualifier_code"]))  # type: ignore[arg-type]
    number = float(value)  # type: ignore[arg-type]
    figure = words.count(number) if number.is_integer() else f"{number:,.1f}"
    return words.SIGNS.get(str(row["qualifier_code"]), "") + figure


def _unit(row: dict[str, object]) -> str:
    code = str(row["unit_code"]) if isinstance(row["unit_code"], str) else ""
    return _UNITS.get(code, code.replace("_", " "))


def needed(release: Release, scope: Scope) -> View:
    """Return what people need in the chosen country: the newest figure of each indicator."""
    rows = newest(release, scope, "needs", ("country_code", "indicator_name"))
    records = rows.to_dict("records")
    frame = pd.DataFrame(
        {
            "need_id": list(rows["need_id"]),
            "indicator_name": list(rows["indicator_name"]),
            "text": [_text(row) for row in records],
            "unit": [_unit(row) for row in records],
            "day": [_day(row) for row in records],
            "origin_name": [row["origin_name"] if isinstance(row["origin_name"], str) else "[x]" for row in records],
        }
    )
    limit = len(frame) if scope.all == "needs" else 8
    first = frame.iloc[0] if len(frame) else None
    return View(
        "needs",
        "What do people need?",
        "Newest figure of each indicator, with the origin the source names. ≈ about, ≥ at least.",
        frame,
        {"indicator_name": "Indicator", "text": "Figure", "unit": "Unit", "day": "As of", "origin_name": "Origin"},
        f"{first['indicator_name']}: {first['text']}, {first['day']}." if first is not None else "",
        Citation(NEEDS_RULE, "needs", lambda: rows, REPORTED),
        (f"{limit} of {len(frame)} indicators shown.",) if limit < len(frame) else (),
        absence="" if len(frame) else "No source known by this day states a need figure here.",
        facts={"cells": NEED_CELLS, "limit": limit},
    )


NEED_CELLS = (
    Column("indicator_name", "Indicator"),
    Column("text", "Figure", "count", strong=True),
    Column("unit", "Unit"),
    Column("day", "As of"),
    Column("origin_name", "Origin"),
    Column("need_id", "", "mark"),
)


def missions(release: Release, scope: Scope) -> View:
    """Return what missions of other nations or bodies are in the chosen country."""
    rows = newest(release, scope, "missions", ("country_code", "mission_name", "indicator_name"))
    rows = rows.sort_values(["mission_name", "as_of_date"], ascending=[True, False], kind="stable")
    records = rows.to_dict("records")
    names = [
        row["mission_code"]
        if isinstance(row["mission_code"], str) and row["mission_code"] != "PRT"
        else row["mission_name"]
        for row in records
    ]
    frame = pd.DataFrame(
        {
            "mission_id": list(rows["mission_id"]),
            "mission": names,
            "mission_name": list(rows["mission_name"]),
            "lead_name": [row["lead_name"] if isinstance(row["lead_name"], str) else "[x]" for row in records],
            "indicator_name": list(rows["indicator_name"]),
            "text": [_text(row) for row in records],
            "day": [_day(row) for row in records],
        }
    )
    limit = len(frame) if scope.all == "missions" else 8
    return View(
        "missions",
        "Who else is there?",
        "Missions of other nations and bodies, newest figure of each.",
        frame,
        {"mission_name": "Mission", "lead_name": "Led by", "indicator_name": "What", "text": "Figure", "day": "As of"},
        f"{words.plural(frame['mission'].nunique(), 'mission')}: "
        f"{words.listed(list(dict.fromkeys(frame['mission']))[:4])}."
        if len(frame)
        else "",
        Citation(MISSIONS_RULE, "missions", lambda: rows, REPORTED),
        (f"{limit} of {len(frame)} figures shown.",) if limit < len(frame) else (),
        absence="" if len(frame) else "No source known by this day names a mission of others here.",
        facts={"cells": MISSION_CELLS, "limit": limit},
    )


MISSION_CELLS = (
    Column("mission", "Mission", title="mission_name", strong=True),
    Column("indicator_name", "What"),
    Column("text", "Figure", "count", strong=True),
    Column("day", "As of"),
    Column("mission_id", "", "mark"),
)


def newest_need(release: Release, scope: Scope) -> Figure:
    """Return the newest need figure in people that a source states for the chosen country."""
    rows = newest(release, scope, "needs", ("country_code", "indicator_name"))
    rows = rows[(rows["unit_code"] == "people") & rows["value"].notna()]
    citation = Citation(NEEDS_RULE, "needs", lambda: rows.head(1), REPORTED)
    if not len(rows):
        return Figure(
            "newest_need", "People in need", "[x]", NOT_REPORTED, citation, below="no figure stated by this day"
        )
    row = rows.sort_values(["as_of_date", "value"], ascending=[False, False]).iloc[0]
    text = words.SIGNS.get(str(row["qualifier_code"]), "") + words.count(row["value"])
    return Figure(
        "newest_need", str(row["indicator_name"]), text, VALUE, citation, float(row["value"]), below=_day(row.to_dict())
    )
