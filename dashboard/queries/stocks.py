"""Stocks: people that publishers count year by year, given by a state or present in a country; one series only."""

from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard import selection, words
from dashboard.scope import Scope
from loaders.release import Release

GIVEN: Final = "contributor_code"
HOSTED: Final = "country_code"


@lru_cache(maxsize=64)
def series(release: Release, whose: str) -> pd.DataFrame:
    """Return the counts of people in place of the series with most rows; two series may overlap.

    Args:
        release: The open release.
        whose: ``GIVEN`` for counts by the state that gives the people, ``HOSTED`` for those by the country they are in.
    """
    rows = release.table("personnel")
    is_given = rows["contributor_code"].notna()
    rows = rows[
        rows[whose].notna() & (is_given == (whose == GIVEN)) & rows["part_of_id"].isna()
        & (rows["kind_code"] == "STOCK") & (rows["stage_code"] == "ACTUAL") & rows["people_count"].notna()
        & rows["as_of_date"].notna() & rows["series_id"].notna()
    ]  # fmt: skip
    sizes = rows["series_id"].value_counts()
    return rows[rows["series_id"] == sizes.index[0]] if len(sizes) else rows.head(0)


@lru_cache(maxsize=512)
def counted(release: Release, scope: Scope, whose: str) -> pd.DataFrame:
    """Return the counts known by the as-of day within the filters; a country is the one the count is of."""
    rows = series(release, whose)
    # A year's count stands on its last day; one that has begun is the newest there is.
    rows = rows[rows["as_of_date"].dt.year <= scope.asof.year]
    countries = selection.countries_in(release, scope)
    rows = rows if countries is None else rows[rows[whose].isin(countries)]
    return rows[rows["agency_code"].isin(scope.agency)] if scope.agency else rows


def newest(release: Release, scope: Scope, whose: str) -> tuple[int, pd.DataFrame]:
    """Return the newest year counted, 0 where there is none, and its counts that are more than none."""
    rows = counted(release, scope, whose)
    years = rows["as_of_date"].dt.year
    year = int(years.max()) if len(rows) else 0
    return year, rows[(years == year) & (rows["people_count"] > 0)]


def ranked(rows: pd.DataFrame, column: str, names: dict[str, str]) -> pd.DataFrame:
    """Return the people of some counts by one column, the most first, as ``bars.draw_values`` takes them."""
    sums = rows.groupby(column)["people_count"].sum().sort_values(ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "label": [names.get(code, code) for code in sums.index],
            "value": sums.to_numpy("float64"),
            "text": [words.count(number) for number in sums],
            "qualifier_code": "EXACT",
            "code": list(sums.index),
        }
    )


def by_year(rows: pd.DataFrame, last: int = 0) -> pd.DataFrame:
    """Return the people of some counts by year, as ``columns.draw`` takes them.

    Args:
        rows: The counts.
        last: How many years to show, all where 0. A year that nobody counts stands as not reported.
    """
    sums = rows.groupby(rows["as_of_date"].dt.year)["people_count"].sum().astype("float64")
    if len(sums):
        end = int(sums.index.max())
        sums = sums.reindex(range(end - last + 1 if last else int(sums.index.min()), end + 1))
    most, newest_year = sums.max(), sums.index.max()
    return pd.DataFrame(
        {
            "panel": "People",
            "label": [f"{year % 100:02d}" for year in sums.index],
            "year": [str(year) for year in sums.index],
            "value": sums.to_numpy(),
            "text": [words.count(number) if number == most or year == newest_year else ""
                     for year, number in sums.items()],
            "words": ["[x]" if pd.isna(number) else words.count(number) for number in sums],
            "qualifier_code": "EXACT",
            "is_request": False,
            "colour": "@bar",
        }
    )  # fmt: skip
