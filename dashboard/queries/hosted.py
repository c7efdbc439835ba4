"""Hosted: people that a publisher counts in each country, in the newest year it counts, and over the years."""

from typing import Final

import pandas as pd

from dashboard import words
from dashboard.queries import stocks
from dashboard.queries.names import country_names
from dashboard.scope import Scope
from dashboard.view import COMPUTED, Citation, View
from loaders.release import Release

FIRST: Final = 16
"""Countries shown until all are asked for."""
_YEARS: Final = 20
RULE: Final = (
    "People in place in one country as one publisher counts them, one series of the personnel table: the rows that "
    "name a country and are no part of another row, of the newest year begun by the as-of day. The series with most "
    "rows is shown; two series may overlap and are never added."
)
_SILENT: Final = "No publisher in this release counts people by country here."


def _meaning(rows: pd.DataFrame) -> str:
    return str(rows["measure_text"].iloc[0]) if len(rows) else "People"


def countries(release: Release, scope: Scope) -> View:
    """Return where the counted people are in the newest year, one row a country."""
    year, rows = stocks.newest(release, scope, stocks.HOSTED)
    frame = stocks.ranked(rows, "country_code", country_names(release))
    limit = len(frame) if scope.all == "hosted" else FIRST
    return View(
        "hosted",
        "Where are they?",
        f"{_meaning(rows)} by country, {year}." if len(frame) else "People by country.",
        frame,
        {"label": "Country", "text": "People"},
        _sentence(frame),
        Citation(RULE, "personnel", lambda: rows, COMPUTED),
        (f"{limit} of {words.count(len(frame))} countries shown.",) if limit < len(frame) else (),
        absence="" if len(frame) else _SILENT,
        facts={"limit": limit, "click": ("countries", "country")},
    )


def _sentence(frame: pd.DataFrame) -> str:
    """Return which country has the most people, or how many the only one has."""
    if not len(frame):
        return ""
    first = f"{frame['label'].iloc[0]}: {frame['text'].iloc[0]}"
    if len(frame) == 1:
        return f"{first}."
    return f"{first} of {words.count(frame['value'].sum())}, the most of {words.count(len(frame))} countries."


def years(release: Release, scope: Scope) -> View:
    """Return how many people were counted in each of the last years, one row a year."""
    rows = stocks.counted(release, scope, stocks.HOSTED)
    frame = stocks.by_year(rows, _YEARS)
    return View(
        "hosted_years",
        "How did it change?",
        f"{_meaning(rows)} in the chosen countries, the last {_YEARS} years counted.",
        frame,
        {"year": "Year", "words": "People"},
        f"{frame['words'].iloc[-1]} people in {frame['year'].iloc[-1]}." if len(frame) else "",
        Citation(RULE, "personnel", lambda: rows, COMPUTED),
        absence="" if len(frame) else _SILENT,
        facts={"titles": {"People": ""}, "room": 1.3},
    )


def headline(release: Release, scope: Scope) -> tuple[str, str]:
    """Return the answer of Deployments in a world release, and its second fact."""
    view = countries(release, scope)
    return view.sentence or view.absence, view.subtitle if view.sentence else ""
