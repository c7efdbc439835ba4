"""Annual figures: what one publisher states of a country and year, or what its rows add up to."""

from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard.queries import eventrows
from loaders.release import Release

DEATHS: Final = "Deaths in events"
"""The indicator of a choice whose figure is the fatalities of a publisher's events, added by country and year."""
_HOME: Final = "USA"
_OUTSIDE: Final = "OTHER"
_PEOPLE: Final = (
    "source_id", "measure_text", "contributor_code", "agency_code", "kind_code", "stage_code", "part_of_id",
    "series_id", "people_count", "as_of_date",
)  # fmt: skip


@lru_cache(maxsize=64)
def figures(release: Release, publisher: str, indicator: str) -> "pd.Series[float]":
    """Return a publisher's newest figure of each year, by country_code and year.

    Args:
        release: The open release.
        publisher: Name of the publisher, as its sources have it.
        indicator: ``DEATHS``; what a count of people measures, which is then told of the state whose people they
            are; else the name of a need or an indicator.
    """
    sources = release.table("sources")
    own = frozenset(sources.loc[sources["publisher_name"] == publisher, "source_id"])
    if indicator == DEATHS:
        return eventrows.deaths_by_year(release, own).rename_axis(["country_code", "year"])
    people = release.table("personnel", _PEOPLE)
    people = people[people["source_id"].isin(own) & (people["measure_text"] == indicator)]
    return _given(people) if len(people) else _stated(release, own, indicator)


def _given(rows: pd.DataFrame) -> "pd.Series[float]":
    """Return the people of each state in place; a year that two series count is left out, for they may overlap."""
    rows = rows[
        (rows["kind_code"] == "STOCK") & (rows["stage_code"] == "ACTUAL") & rows["part_of_id"].isna()
        & rows["people_count"].notna() & rows["as_of_date"].notna()
    ]  # fmt: skip
    rows = rows.assign(
        country_code=rows["contributor_code"].where(rows["agency_code"] == _OUTSIDE, _HOME),
        year=rows["as_of_date"].dt.year,
    ).dropna(subset=["country_code"])
    keys = ["country_code", "year"]
    single = rows.groupby(keys)["series_id"].transform("nunique") == 1
    return _newest(rows[single], keys)["people_count"].sum().astype("float64")


def _stated(release: Release, own: frozenset[str], indicator: str) -> "pd.Series[float]":
    """Return figures of whole countries; one stated by country of origin only is the sum over these."""
    found = [_of_countries(release.table(table), own, indicator) for table in ("needs", "indicators")]
    rows = next((rows for rows in found if len(rows)), found[0])
    rows = rows.assign(year=rows["as_of_date"].dt.year)
    return _newest(rows, ["country_code", "year"])["value"].sum()


def _of_countries(rows: pd.DataFrame, own: frozenset[str], indicator: str) -> pd.DataFrame:
    parts = [name for name in ("admin_code", "admin_name", "sector_text") if name in rows]
    whole = rows[parts].isna().all(axis="columns")
    rows = rows[whole & rows["source_id"].isin(own) & (rows["indicator_name"] == indicator)]
    return rows.dropna(subset=["as_of_date", "country_code", "value"])


def _newest(rows: pd.DataFrame, keys: list[str]) -> "pd.api.typing.DataFrameGroupBy[tuple[str, int]]":
    """Return the rows of the newest day of each country and year, in groups."""
    newest = rows["as_of_date"] == rows.groupby(keys)["as_of_date"].transform("max")
    return rows[newest].groupby(keys)
