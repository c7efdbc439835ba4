"""Selection: which countries and which rows a reader's filters leave, by region and status as of the day."""

from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.index import Coded
from dashboard.scope import Scope
from loaders.release import Release


@lru_cache(maxsize=512)
def region_of(release: Release, tax: str, day: date) -> dict[str, str]:
    """Return the region of each country on a day, in one taxonomy; countries without one are left out."""
    members = release.table("country_regions")
    members = members[members["taxonomy_code"] == tax]
    on = pd.Timestamp(day)
    begun = members["start_date"].isna() | (members["start_date"] <= on)
    lasting = members["end_date"].isna() | (members["end_date"] >= on)
    here = members[begun & lasting]
    return dict(zip(here["country_code"], here["region_code"], strict=True))


@lru_cache(maxsize=512)
def status_on(release: Release, day: date) -> pd.DataFrame:
    """Return each country's newest status known to stand on a day, one row a country; an undated one stands always."""
    rows = release.table("country_status")
    rows = rows[rows["start_date"].isna() | (rows["start_date"] <= pd.Timestamp(day))]
    newest = rows.sort_values("start_date", na_position="first", kind="stable").drop_duplicates(
        "country_code", keep="last"
    )
    return newest.sort_values("country_code").reset_index(drop=True)


@lru_cache(maxsize=2048)
def countries_in(release: Release, scope: Scope) -> frozenset[str] | None:
    """Return the countries that the region, country and status filters leave; None where none of them is set."""
    chosen: list[frozenset[str]] = []
    if scope.country:
        chosen.append(frozenset(scope.country))
    if scope.region:
        regions = region_of(release, scope.tax, scope.asof)
        chosen.append(frozenset(country for country, region in regions.items() if region in scope.region))
    if scope.status:
        status = status_on(release, scope.asof)
        chosen.append(frozenset(status.loc[status["status_code"].isin(scope.status), "country_code"]))
    return frozenset.intersection(*chosen) if chosen else None


def chosen(by: dict[str, Coded], release: Release, scope: Scope, size: int) -> np.ndarray:
    """Return which rows of a coded table the filters leave; a filter on a column it lacks leaves all."""
    mask = np.ones(size, dtype=bool)
    countries = countries_in(release, scope)
    if countries is not None:
        mask &= by["country_code"].within(countries)
    for name in ("agency", "component", "tool"):
        wanted = getattr(scope, name)
        if wanted and f"{name}_code" in by:
            mask &= by[f"{name}_code"].within(wanted)
    return mask


def rows_chosen(rows: pd.DataFrame, release: Release, scope: Scope) -> pd.DataFrame:
    """Return the rows of a small table that the filters leave; a filter on a column it lacks leaves all."""
    mask = pd.Series(True, index=rows.index)
    countries = countries_in(release, scope)
    if countries is not None:
        mask &= rows["country_code"].isin(countries)
    for name in ("agency", "component", "tool"):
        wanted = frozenset(getattr(scope, name))
        if wanted and f"{name}_code" in rows:
            mask &= rows[f"{name}_code"].isin(wanted) | _is_joint(rows, name, wanted)
    return rows[mask]


def _is_joint(rows: pd.DataFrame, name: str, wanted: frozenset[str]) -> "pd.Series[bool]":
    """Return which rows are a joint figure of agencies of which one is wanted."""
    if name != "agency" or "agency_codes" not in rows:
        return pd.Series(False, index=rows.index)
    return rows["agency_codes"].fillna("").astype(str).str.split(";").map(wanted.intersection).astype(bool)
