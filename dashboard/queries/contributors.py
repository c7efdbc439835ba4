"""Contributors: which states give their people to the missions of the United Nations, to which, and since when."""

from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard import index, words
from dashboard.queries.names import country_names
from dashboard.scope import Scope
from dashboard.view import COMPUTED, NOT_REPORTED, VALUE, Citation, Figure, View
from loaders.release import Release

FIRST: Final = 12
"""States and missions shown until all are asked for."""
RULE: Final = (
    "People that a state gives to a mission, as one source counts them: the rows of the personnel table that name a "
    "contributing state, in place, of the newest year begun by the as-of day, added over one series of one source. "
    "Totals that other rows are part of are left out."
)


@lru_cache(maxsize=64)
def _stocks(release: Release) -> pd.DataFrame:
    """Return the counts of contributed people of the series with most rows; two series may overlap."""
    rows = release.table("personnel")
    rows = rows[
        rows["contributor_code"].notna()
        & (rows["stage_code"] == "ACTUAL")
        & ~rows["is_total"].fillna(False)
        & rows["as_of_date"].notna()
        & rows["people_count"].notna()
    ]
    sizes = rows["series_id"].value_counts()
    return rows[rows["series_id"] == sizes.index[0]] if len(sizes) else rows.head(0)


@lru_cache(maxsize=512)
def counted(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the counts of contributed people known by the as-of day within the filters; a country is a contributor."""
    rows = _stocks(release)
    # A year's count stands on its last day; one that has begun is the newest there is.
    begun = rows["as_of_date"].dt.year <= scope.asof.year
    countries = index.countries_in(release, scope)
    rows = rows[begun]
    return rows if countries is None else rows[rows["contributor_code"].isin(countries)]


def has_contributors(release: Release) -> bool:
    """Whether the release says which states give people."""
    return len(_stocks(release)) > 0


def _newest(release: Release, scope: Scope) -> tuple[int, pd.DataFrame]:
    rows = counted(release, scope)
    years = rows["as_of_date"].dt.year
    newest = int(years.max()) if len(rows) else 0
    return newest, rows[(years == newest) & (rows["people_count"] > 0)]


def states(release: Release, scope: Scope) -> View:
    """Return which states give the most people in the newest year, one row a state."""
    year, rows = _newest(release, scope)
    sums = rows.groupby("contributor_code")["people_count"].sum().sort_values(ascending=False, kind="stable")
    names = country_names(release)
    frame = _bars([(names.get(code, code), float(number), code) for code, number in sums.items()])
    total = float(sums.sum())
    sentence = (
        f"{frame['label'].iloc[0]} gives the most: {frame['text'].iloc[0]} of {words.count(total)} people "
        f"from {words.plural(len(frame), 'state')} in {year}."
        if len(frame)
        else ""
    )
    limit = len(frame) if scope.all == "contributors" else FIRST
    return View(
        "contributors",
        "Which states give the people?",
        f"People in missions by contributing state, {year}.",
        frame,
        {"label": "State", "text": "People"},
        sentence,
        Citation(RULE, "personnel", lambda: rows, COMPUTED),
        (f"{limit} of {len(frame)} states shown.",) if limit < len(frame) else (),
        absence="" if len(frame) else "No source in this release counts people by contributing state here.",
        facts={"limit": limit, "click": ("countries", "country")},
    )


def missions(release: Release, scope: Scope) -> View:
    """Return where contributed people serve in the newest year, one row a mission."""
    year, rows = _newest(release, scope)
    sums = rows.groupby("mission_code")["people_count"].sum().sort_values(ascending=False, kind="stable")
    frame = _bars([(str(code), float(number), "") for code, number in sums.items()])
    limit = len(frame) if scope.all == "contributed_missions" else FIRST
    return View(
        "contributed_missions",
        "To which missions?",
        f"People given by states, by mission, {year}.",
        frame,
        {"label": "Mission", "text": "People"},
        f"The largest is {frame['label'].iloc[0]}: {frame['text'].iloc[0]} people in {year}." if len(frame) else "",
        Citation(RULE, "personnel", lambda: rows, COMPUTED),
        (f"{limit} of {len(frame)} missions shown.",) if limit < len(frame) else (),
        absence="" if len(frame) else "No source in this release counts people by mission here.",
        facts={"limit": limit},
    )


def years(release: Release, scope: Scope) -> View:
    """Return how many people states gave, one row a year."""
    rows = counted(release, scope)
    sums = rows.groupby(rows["as_of_date"].dt.year)["people_count"].sum().astype("float64")
    most, last = sums.max(), sums.index.max()
    # A year that nobody counts whole stands as not reported between its neighbours.
    every = sums.reindex(range(sums.index.min(), last + 1)) if len(sums) else sums
    frame = pd.DataFrame(
        {
            "panel": "People",
            "label": [str(year) for year in every.index],
            "value": every.to_numpy(),
            "text": [words.count(number) if number == most or year == last else "" for year, number in every.items()],
            "words": ["[x]" if pd.isna(number) else words.count(number) for number in every],
            "qualifier_code": "EXACT",
            "is_request": False,
            "colour": "@bar",
        }
    )
    return View(
        "contributed_years",
        "How did it change?",
        "People given by states, mean of each year's months as the source states it.",
        frame,
        {"label": "Year", "words": "People"},
        f"{frame['words'].iloc[-1]} people in {frame['label'].iloc[-1]}." if len(frame) else "",
        Citation(RULE, "personnel", lambda: rows, COMPUTED),
        absence="" if len(frame) else "No source in this release counts people by contributing state here.",
        facts={"titles": {"People": ""}},
    )


def contributed(release: Release, scope: Scope) -> Figure:
    """Return how many people states give in the newest year."""
    year, rows = _newest(release, scope)
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


def _bars(rows: list[tuple[str, float, str]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": [label for label, _, _ in rows],
            "value": [number for _, number, _ in rows],
            "text": [words.count(number) for _, number, _ in rows],
            "qualifier_code": "EXACT",
            "code": [code for _, _, code in rows],
        }
    )
