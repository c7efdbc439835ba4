"""Indicators of one country: risk, severity, output and advice, the newest figure of each, as its maker states it."""

from typing import Final

import pandas as pd

from dashboard import words
from dashboard.cells import Column
from dashboard.queries import needs
from dashboard.scope import Scope
from dashboard.view import REPORTED, Citation, View
from loaders.release import Release

_FIRST: Final = 10
_KEYS: Final = ("country_code", "indicator_name")
RULE: Final = (
    "The newest figure of each indicator for this country, dated on or before the as-of day, in the unit of its maker. "
    "Scales differ; no figure is added to or weighed against another."
)


def stated(release: Release, scope: Scope) -> View:
    """Return what publishers measure of the chosen country that is neither people nor money."""
    rows = needs.newest(release, scope, "indicators", _KEYS)
    frame = pd.DataFrame(
        {
            "indicator_id": [row["indicator_id"] for row in rows],
            "indicator_name": [row["indicator_name"] for row in rows],
            "text": [needs.text_of(row) for row in rows],
            "unit": [needs.unit_of(row) for row in rows],
            "day": [needs.day_of(row) for row in rows],
            "origin_name": [row["origin_name"] if isinstance(row["origin_name"], str) else "[x]" for row in rows],
        }
    )
    limit = len(frame) if scope.all == "indicators" else _FIRST
    first = frame.iloc[0] if len(frame) else None
    keys = set(frame["indicator_id"])
    held = release.table("indicators")
    return View(
        "indicators",
        "How do publishers rate it?",
        "Newest figure of each indicator, on its maker’s own scale.",
        frame,
        {"indicator_name": "Indicator", "text": "Figure", "unit": "Unit", "day": "As of", "origin_name": "Made by"},
        f"{first['indicator_name']}: {first['text']}, {first['day']}." if first is not None else "",
        Citation(RULE, "indicators", lambda: held[held["indicator_id"].isin(keys)], REPORTED),
        (f"{limit} of {words.plural(len(frame), 'indicator')} shown.",) if limit < len(frame) else (),
        absence="" if len(frame) else "No publisher in this release rates this country.",
        facts={"cells": _CELLS, "limit": limit},
    )


_CELLS: Final = (
    Column("indicator_name", "Indicator"),
    Column("text", "Figure", "count", strong=True),
    Column("unit", "Unit", minor=True),
    Column("day", "As of"),
    Column("indicator_id", "", "mark"),
)
