"""Hosted: people that a publisher counts in each country, in the newest year it counts, and over the years."""

from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard import index, words
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


@lru_cache(maxsize=64)
def _stocks(release: Release) -> pd.DataFrame:
    """Return the counts in countries of the series with most rows."""
    rows = release.table("personnel")
    rows = rows[
        rows["country_code"].notna() & rows["contributor_code"].isna() & rows["part_of_id"].isna()
        & (rows["kind_code"] == "STOCK") & (rows["stage_code"] == "ACTUAL") & rows["people_count"].notna()
        & rows["as_of_date"].notna() & rows["series_id"].notna()
    ]  # fmt: skip
    sizes = rows["series_id"].value_counts()
    return rows[rows["series_id"] == sizes.index[0]] if len(sizes) else rows.head(0)


@lru_cache(maxsize=512)
def counted(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the counts known by the as-of day within the filters."""
    rows = _stocks(release)
    rows = rows[rows["as_of_date"].dt.year <= scope.asof.year]
    return index.rows_chosen(rows, release, scope.but(component=(), tool=()))


def _newest(release: Release, scope: Scope) -> tuple[int, pd.DataFrame]:
    rows = counted(release, scope)
    years = rows["as_of_date"].dt.year
    newest = int(years.max()) if len(rows) else 0
    return newest, rows[(years == newest) & (rows["people_count"] > 0)]


def _meaning(rows: pd.DataFrame) -> str:
    return str(rows["measure_text"].iloc[0]) if len(rows) else "People"


def countries(release: Release, scope: Scope) -> View:
    """Return where the counted people are in the newest year, one row a country."""
    year, rows = _newest(release, scope)
    sums = rows.groupby("country_code")["people_count"].sum().sort_values(ascending=False, kind="stable")
    names = country_names(release)
    frame = pd.DataFrame(
        {
            "label": [names.get(code, code) for code in sums.index],
            "value": sums.to_numpy("float64"),
            "text": [words.count(number) for number in sums],
            "qualifier_code": "EXACT",
            "code": list(sums.index),
        }
    )
    limit = len(frame) if scope.all == "hosted" else FIRST
    return View(
        "hosted",
        "Where are they?",
        f"{_meaning(rows)} by country, {year}." if len(frame) else "People by country.",
        frame,
        {"label": "Country", "text": "People"},
        f"{frame['label'].iloc[0]} has the most: {frame['text'].iloc[0]} of {words.count(float(sums.sum()))} in "
        f"{words.plural(len(frame), 'country', 'countries')}." if len(frame) else "",
        Citation(RULE, "personnel", lambda: rows, COMPUTED),
        (f"{limit} of {len(frame)} countries shown.",) if limit < len(frame) else (),
        absence="" if len(frame) else "No publisher in this release counts people by country here.",
        facts={"limit": limit, "click": ("countries", "country")},
    )  # fmt: skip


def years(release: Release, scope: Scope) -> View:
    """Return how many people were counted in each of the last years, one row a year."""
    rows = counted(release, scope)
    sums = rows.groupby(rows["as_of_date"].dt.year)["people_count"].sum().astype("float64")
    last = sums.index.max() if len(sums) else 0
    shown = sums.reindex(range(last - _YEARS + 1, last + 1)) if len(sums) else sums
    most = shown.max()
    frame = pd.DataFrame(
        {
            "panel": "People",
            "label": [f"{year % 100:02d}" for year in shown.index],
            "year": [str(year) for year in shown.index],
            "value": shown.to_numpy(),
            "text": [words.count(number) if number == most or year == last else "" for year, number in shown.items()],
            "words": ["[x]" if pd.isna(number) else words.count(number) for number in shown],
            "qualifier_code": "EXACT",
            "is_request": False,
            "colour": "@bar",
        }
    )
    return View(
        "hosted_years",
        "How did it change?",
        f"{_meaning(rows)} in the chosen countries, the last {_YEARS} years counted.",
        frame,
        {"year": "Year", "words": "People"},
        f"{frame['words'].iloc[-1]} people in {frame['year'].iloc[-1]}." if len(frame) else "",
        Citation(RULE, "personnel", lambda: rows, COMPUTED),
        absence="" if len(frame) else "No publisher in this release counts people by country here.",
        facts={"titles": {"People": ""}, "room": 1.3},
    )


def headline(release: Release, scope: Scope) -> tuple[str, str]:
    """Return the answer of Deployments in a world release, and its second fact."""
    view = countries(release, scope)
    return view.sentence or view.absence, view.subtitle if view.sentence else ""
