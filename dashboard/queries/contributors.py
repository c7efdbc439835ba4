"""Contributors: which states give their people to the missions of the United Nations, to which, and since when."""

from typing import Final

import pandas as pd

from dashboard import words
from dashboard.queries import stocks
from dashboard.queries.names import country_names
from dashboard.scope import Scope
from dashboard.view import COMPUTED, NOT_REPORTED, VALUE, Citation, Figure, View
from loaders.release import Release

FIRST: Final = 12
"""States and missions shown until all are asked for."""
RULE: Final = (
    "People that a state gives to a mission, as one source counts them: the rows of the personnel table that name a "
    "contributing state, in place, of the newest year begun by the as-of day, added over one series of one source. "
    "Rows that are part of another are left out."
)
_SILENT: Final = "No source in this release counts people by contributing state here."


def has_contributors(release: Release) -> bool:
    """Whether the release says which states give people."""
    return len(stocks.series(release, stocks.GIVEN)) > 0


def states(release: Release, scope: Scope) -> View:
    """Return which states give the most people in the newest year, one row a state."""
    year, rows = stocks.newest(release, scope, stocks.GIVEN)
    frame = stocks.ranked(rows, "contributor_code", country_names(release))
    limit = len(frame) if scope.all == "contributors" else FIRST
    return View(
        "contributors",
        "Which states give the people?",
        f"People in missions by contributing state, {year}." if len(frame) else "People in missions by state.",
        frame,
        {"label": "State", "text": "People"},
        _sentence(frame, year),
        Citation(RULE, "personnel", lambda: rows, COMPUTED),
        (f"{limit} of {words.count(len(frame))} states shown.",) if limit < len(frame) else (),
        absence="" if len(frame) else _SILENT,
        facts={"limit": limit, "click": ("countries", "country")},
    )


def _sentence(frame: pd.DataFrame, year: int) -> str:
    """Return which state gives the most people, or how many the only one gives."""
    if not len(frame):
        return ""
    name, most = frame["label"].iloc[0], frame["text"].iloc[0]
    if len(frame) == 1:
        return f"{name} gives {words.plural(frame['value'].iloc[0], 'person', 'people')} in {year}."
    total = words.count(frame["value"].sum())
    return f"{name} gives the most: {most} of {total} people from {words.count(len(frame))} states in {year}."


def missions(release: Release, scope: Scope) -> View:
    """Return where contributed people serve in the newest year, one row a mission."""
    year, rows = stocks.newest(release, scope, stocks.GIVEN)
    frame = stocks.ranked(rows, "mission_code", {})
    limit = len(frame) if scope.all == "contributed_missions" else FIRST
    names = country_names(release)
    givers = words.listed([names.get(code, code) for code in scope.country]) or "states"
    return View(
        "contributed_missions",
        "To which missions?",
        f"People given by {givers}, by mission, {year}." if len(frame) else "People given by states, by mission.",
        frame,
        {"label": "Mission", "text": "People"},
        f"The largest mission is {frame['label'].iloc[0]}: {frame['text'].iloc[0]} people in {year}."
        if len(frame)
        else "",
        Citation(RULE, "personnel", lambda: rows, COMPUTED),
        (f"{limit} of {words.count(len(frame))} missions shown.",) if limit < len(frame) else (),
        absence="" if len(frame) else "No source in this release counts people by mission here.",
        facts={"limit": limit},
    )


def years(release: Release, scope: Scope) -> View:
    """Return how many people states gave, one row a year."""
    rows = stocks.counted(release, scope, stocks.GIVEN)
    frame = stocks.by_year(rows)
    return View(
        "contributed_years",
        "How did it change?",
        "People given by states, mean of each year’s months as the source states it.",
        frame,
        {"year": "Year", "words": "People"},
        f"{frame['words'].iloc[-1]} people in {frame['year'].iloc[-1]}." if len(frame) else "",
        Citation(RULE, "personnel", lambda: rows, COMPUTED),
        absence="" if len(frame) else _SILENT,
        facts={"titles": {"People": ""}, "room": 1.3},
    )


def contributed(release: Release, scope: Scope) -> Figure:
    """Return how many people states give in the newest year."""
    year, rows = stocks.newest(release, scope, stocks.GIVEN)
    held = Citation(RULE, "personnel", lambda: rows, COMPUTED)
    label = "People given by states"
    if not len(rows):
        return Figure("contributed", label, "[x]", NOT_REPORTED, held, below="not counted by any publisher")
    total = float(rows["people_count"].sum())
    below = f"{year}, by {words.plural(rows['contributor_code'].nunique(), 'state')}"
    return Figure("contributed", label, words.count(total), VALUE, held, total, below=below)


def headline(release: Release, scope: Scope) -> tuple[str, str]:
    """Return the answer of Contributions where states give the people, and its second fact."""
    first, second = states(release, scope), missions(release, scope)
    return first.sentence or first.absence, second.sentence
