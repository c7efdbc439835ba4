"""Dated rows: which rows of a table are known by a day, and when a country was last written about."""

from datetime import date
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard import selection
from dashboard.queries import eventrows
from dashboard.scope import Scope
from loaders.release import Release
from loaders.tables import TABLES as CANONICAL

_DAYS: Final = ("as_of_date", "start_date", "requested_date")

TABLES: Final = (
    "deployments",
    "personnel",
    "posts_requested",
    "programs",
    "transactions",
    "needs",
    "missions",
)
"""Tables, beside events, whose rows make a country appear in the list though no source states its status."""


@lru_cache(maxsize=256)
def known(release: Release, table: str, day: date) -> pd.DataFrame:
    """Return the rows of a table that are dated on or before a day, tours left out; an undated row counts as known."""
    rows = release.table(table)
    rows = rows[rows["measure_code"] != "TOUR"] if table == "deployments" else rows
    columns = [name for name in ("as_of_date", "end_date", "start_date") if name in rows]
    when = rows[columns[0]]
    for name in columns[1:]:
        when = when.fillna(rows[name])
    return rows[when.isna() | (when <= pd.Timestamp(day))]


@lru_cache(maxsize=256)
def _places(release: Release, table: str, day: date | None) -> dict[str, np.ndarray]:
    """Return country code to the places of the rows that name it, alone or among several countries."""
    rows = release.table(table) if day is None else known(release, table, day)
    several = rows["country_codes"] if "country_codes" in rows else [None] * len(rows)
    found: dict[str, list[int]] = {}
    for place, (alone, joint) in enumerate(zip(rows["country_code"], several, strict=True)):
        named = {alone} if isinstance(alone, str) else set()
        named |= set(joint.split(";")) if isinstance(joint, str) else set()
        for code in named:
            found.setdefault(code, []).append(place)
    return {code: np.array(places) for code, places in found.items()}


@lru_cache(maxsize=256)
def _records(release: Release, table: str, day: date | None) -> list[dict[Any, Any]]:
    rows = release.table(table) if day is None else known(release, table, day)
    return rows.to_dict("records")


def _chosen(release: Release, table: str, scope: Scope, *, is_open: bool) -> tuple[date | None, np.ndarray]:
    """Return the places of the rows that the filters leave, among those known by the day, or all where None."""
    day = None if is_open else scope.asof
    rows = release.table(table) if day is None else known(release, table, day)
    places, countries = np.arange(len(rows)), selection.countries_in(release, scope)
    if countries is not None:
        naming = _places(release, table, day)
        held = [naming[code] for code in countries if code in naming]
        places = np.unique(np.concatenate(held)) if held else places[:0]
    if len(places) and (scope.agency or scope.component or scope.tool):
        plain = rows.iloc[places].reset_index(drop=True)
        left = selection.rows_chosen(plain, release, scope.but(country=(), region=(), status=()))
        places = places[left.index.to_numpy()]
    return day, places


def here(release: Release, table: str, scope: Scope, *, is_open: bool = False) -> pd.DataFrame:
    """Return the rows of a table that the filters leave; a row that names several countries counts for each.

    Args:
        release: The open release.
        table: Name of the table.
        scope: The reader's choices.
        is_open: Whether rows dated after the as-of day are wanted too, such as programs planned.
    """
    day, places = _chosen(release, table, scope, is_open=is_open)
    return (release.table(table) if day is None else known(release, table, day)).iloc[places]


def records(release: Release, table: str, scope: Scope, *, is_open: bool = False) -> list[dict[Any, Any]]:
    """Return the same rows as ``here``, column name to value each; they are shared and not to be changed."""
    day, places = _chosen(release, table, scope, is_open=is_open)
    every = _records(release, table, day)
    return [every[place] for place in places]


def counts(release: Release, table: str, day: date) -> dict[str, int]:
    """Return country code to how many rows known by a day name it, alone or among several countries."""
    if table == "events":
        found = eventrows.by_country(release, day)
        pairs = zip(found["country_code"], found["event_count"], strict=True)
        return {str(code): int(number) for code, number in pairs}
    return {code: len(places) for code, places in _places(release, table, day).items()}


@lru_cache(maxsize=64)
def last_days(release: Release, day: date) -> dict[str, pd.Timestamp]:
    """Return the newest day that a row about each country is dated, not after a given one."""
    limit = pd.Timestamp(day)
    found: dict[str, pd.Timestamp] = {}
    for table in ("country_status", *TABLES):
        columns = [name for name in _DAYS if name in CANONICAL[table].columns]
        rows = release.table(table, ["country_code", *columns])
        for column in columns:
            dated = rows[rows[column] <= limit].groupby("country_code")[column].max()
            for code, newest in dated.items():
                found[str(code)] = max(newest, found.get(str(code), newest))
    happened = eventrows.by_country(release, day).dropna(subset=["event_date"])
    for code, newest in zip(happened["country_code"], happened["event_date"], strict=True):
        found[str(code)] = max(newest, found.get(str(code), newest))
    return found
