"""Needs and missions of one country: the newest figure of each indicator, with its origin; never added."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

import pandas as pd

from dashboard import words
from dashboard.cells import Column
from dashboard.queries import dated
from dashboard.scope import Scope
from dashboard.view import NOT_REPORTED, REPORTED, VALUE, Citation, Figure, View
from loaders.release import Release

NEEDS_RULE = (
    "The newest figure of each indicator for this country, dated on or before the as-of day. Each comes from its own "
    "origin and day; indicators overlap and are never added. What a source states by country of origin only is the sum "
    "over these of its newest day."
)
MISSIONS_RULE = (
    "The newest figure of each indicator of each mission of other nations or bodies here, dated on or before "
    "the as-of day. They are not United States civilians and are never added to them."
)
_UNITS = {"count": "", "USD": "US dollars", "pct": "%"}


_UNDATED = pd.Timestamp.min
_NO_NEEDS: Final = ("Population",)
"""Figures that needs are measured against, which are none themselves."""
_NOT_ADDED: Final = ("admin_code", "admin_name", "sector_text")
Row = dict[Any, Any]


@lru_cache(maxsize=512)
def newest(release: Release, scope: Scope, table: str, keys: tuple[str, ...]) -> tuple[Row, ...]:
    """Return the newest figure of each group of keys within the filters, newest first, then by key.

    A figure of the whole country stands as its source states it. Where a source states it only by country of origin,
    the rows of its newest day are added; figures of areas and sectors of a country are not, for they need not cover it.
    """
    found: dict[tuple[object, ...], list[Row]] = {}
    for row in dated.records(release, table, scope):
        if not isinstance(row["country_code"], str) or any(_is_said(row, name) for name in _NOT_ADDED):
            continue
        rows = found.setdefault(tuple(row[name] for name in keys), [])
        if rows and _when(row) > _when(rows[0]):
            rows.clear()
        if not rows or _when(row) == _when(rows[0]):
            rows.append(row)
    figures = {key: _figure(rows) for key, rows in found.items()}
    by_key = sorted(figures.items(), key=lambda item: [str(part) for part in item[0]])
    return tuple(row for _, row in sorted(by_key, key=lambda item: _when(item[1]), reverse=True))


def _is_said(row: Row, name: str) -> bool:
    return isinstance(row.get(name), str)


def _figure(rows: list[Row]) -> Row:
    """Return the row that states a figure whole, the last where several do; else the sum of those by origin."""
    whole = [row for row in rows if not _is_said(row, "origin_country_code")]
    parts = [row for row in rows if _is_said(row, "origin_country_code") and pd.notna(row["value"])]
    if not parts:
        return whole[-1]
    # People of unknown origin stand beside those of each country of origin, as parts of the same figure.
    same = [row for row in rows if row["source_id"] == parts[-1]["source_id"] and pd.notna(row["value"])]
    whole_value, ids = sum(float(row["value"]) for row in same), tuple(row["need_id"] for row in same)
    return {**parts[-1], "value": whole_value, "parts": ids}


def _when(row: Row) -> pd.Timestamp:
    days = (row["as_of_date"], row.get("end_date"))
    return next((day for day in days if isinstance(day, pd.Timestamp) and pd.notna(day)), _UNDATED)


def _behind(release: Release, scope: Scope, table: str, rows: Iterable[Row]) -> pd.DataFrame:
    """Return the canonical rows of some figures."""
    here = dated.here(release, table, scope)
    key = here.columns[0]
    return here[here[key].isin([identity for row in rows for identity in row.get("parts", (row[key],))])]


def day_of(row: Row) -> str:
    """Return the day a figure stands for, no more exactly than it is known."""
    day = _when(row)
    return "undated" if day is _UNDATED else words.day_at(day, str(row["as_of_precision"]))


def text_of(row: Row) -> str:
    """Return a figure as written, with its sign where it is not exact."""
    value = row["value"]
    if value is None or pd.isna(value):
        words_of = row.get("value_text")
        return str(words_of) if isinstance(words_of, str) else "[x]"
    if row["unit_code"] == "USD":
        return words.money(float(value), str(row["qualifier_code"]))
    number = float(value)
    figure = words.count(number) if number.is_integer() else f"{number:,.1f}"
    return words.SIGNS.get(str(row["qualifier_code"]), "") + figure


def unit_of(row: Row) -> str:
    """Return the unit of a figure in words, empty for a plain number."""
    code = str(row["unit_code"]) if isinstance(row["unit_code"], str) else ""
    return _UNITS.get(code, code.replace("_", " "))


@lru_cache(maxsize=256)
def needed(release: Release, scope: Scope) -> View:
    """Return what people need in the chosen country: the newest figure of each indicator."""
    rows = newest(release, scope, "needs", ("country_code", "indicator_name"))
    frame = pd.DataFrame(
        {
            "need_id": [row["need_id"] for row in rows],
            "indicator_name": [row["indicator_name"] for row in rows],
            "text": [text_of(row) for row in rows],
            "unit": [unit_of(row) for row in rows],
            "day": [day_of(row) for row in rows],
            "origin_name": [row["origin_name"] if isinstance(row["origin_name"], str) else "[x]" for row in rows],
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
        Citation(NEEDS_RULE, "needs", lambda: _behind(release, scope, "needs", rows), REPORTED),
        (f"{limit} of {words.count(len(frame))} indicators shown.",) if limit < len(frame) else (),
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


@lru_cache(maxsize=256)
def missions(release: Release, scope: Scope) -> View:
    """Return what missions of other nations or bodies are in the chosen country."""
    rows = newest(release, scope, "missions", ("country_code", "mission_name", "indicator_name"))
    rows = tuple(sorted(rows, key=lambda row: str(row["mission_name"])))
    names = [
        row["mission_code"]
        if isinstance(row["mission_code"], str) and row["mission_code"] != "PRT"
        else row["mission_name"]
        for row in rows
    ]
    frame = pd.DataFrame(
        {
            "mission_id": [row["mission_id"] for row in rows],
            "mission": names,
            "mission_name": [row["mission_name"] for row in rows],
            "lead_name": [row["lead_name"] if isinstance(row["lead_name"], str) else "[x]" for row in rows],
            "indicator_name": [row["indicator_name"] for row in rows],
            "text": [text_of(row) for row in rows],
            "day": [day_of(row) for row in rows],
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
        Citation(MISSIONS_RULE, "missions", lambda: _behind(release, scope, "missions", rows), REPORTED),
        (f"{limit} of {words.count(len(frame))} figures shown.",) if limit < len(frame) else (),
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


@lru_cache(maxsize=1024)
def newest_need(release: Release, scope: Scope) -> Figure:
    """Return the newest need figure in people that a source states for the chosen country."""
    rows = newest(release, scope, "needs", ("country_code", "indicator_name"))
    people = [
        row
        for row in rows
        if row["unit_code"] == "people" and pd.notna(row["value"]) and row["indicator_name"] not in _NO_NEEDS
    ]
    first = max(people, key=lambda row: (_when(row), row["value"]), default=None)
    citation = Citation(
        NEEDS_RULE, "needs", lambda: _behind(release, scope, "needs", [first] if first else []), REPORTED
    )
    if first is None:
        below = "no figure stated by this day"
        return Figure("newest_need", "People in need", "[x]", NOT_REPORTED, citation, below=below)
    value = float(first["value"])
    text = words.SIGNS.get(str(first["qualifier_code"]), "") + words.count(value)
    return Figure("newest_need", str(first["indicator_name"]), text, VALUE, citation, value, below=day_of(first))
