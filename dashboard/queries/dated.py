"""Dated rows: which rows of a table are known by a day, and when a country was last written about."""

from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard.scope import Scope
from loaders.release import Release

TABLES: Final = (
    "deployments",
    "personnel",
    "posts_requested",
    "programs",
    "transactions",
    "needs",
    "missions",
    "events",
)
"""Tables whose rows make a country appear in the list though no source states its status."""


def known_by(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Return the rows of a table that are dated on or before the as-of day; an undated row counts as known."""
    columns = [name for name in ("as_of_date", "event_date", "end_date", "start_date") if name in rows]
    day = rows[columns[0]]
    for name in columns[1:]:
        day = day.fillna(rows[name])
    return rows[day.isna() | (day <= pd.Timestamp(scope.asof))]


@lru_cache(maxsize=64)
def last_days(release: Release, scope: Scope) -> dict[str, pd.Timestamp]:
    """Return the newest day that a row about each country is dated, not after the as-of day."""
    limit = pd.Timestamp(scope.asof)
    found: dict[str, pd.Timestamp] = {}
    for table in ("country_status", *TABLES):
        rows = release.table(table)
        for column in ("as_of_date", "event_date", "start_date", "requested_date"):
            if column in rows:
                dated = rows[rows[column] <= limit].groupby("country_code")[column].max()
                for code, day in dated.items():
                    found[str(code)] = max(day, found.get(str(code), day))
    return found
