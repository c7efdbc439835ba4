"""Moments: the few events worth a hairline on a figure over time."""

from functools import lru_cache
from typing import Final

import duckdb
import pandas as pd

from dashboard import selection
from dashboard.days import day_of
from dashboard.measures import day_number
from dashboard.queries import people
from dashboard.queries.names import country_names
from dashboard.scope import Scope
from loaders.release import Release

_RANK: Final = {"conflict": 0, "disaster": 1, "deployment": 2}
_MOST, _APART, _LOOKED_AT = 3, 75, 400


@lru_cache(maxsize=8)
def _fitting(release: Release) -> pd.DataFrame:
    """Return the events that could have a hairline: known to the day, about one country, three to six words.

    A release may hold millions of events, so they are sifted in their file: the first of
    each country, category and month.
    """
    query = """
        SELECT event_date, event_title, country_code, category_code FROM read_parquet(?)
        WHERE category_code IN ('conflict', 'disaster', 'deployment') AND event_precision = 'DAY'
            AND country_code IS NOT NULL AND len(string_split(event_title, ' ')) BETWEEN 3 AND 6
        QUALIFY row_number() OVER (
            PARTITION BY country_code, category_code, date_trunc('month', event_date) ORDER BY event_date, event_id
        ) = 1
        ORDER BY event_date, event_title
    """
    with duckdb.connect() as engine:
        rows = engine.execute(query, [str(release.path("events"))]).df()
    return rows.assign(rank=rows["category_code"].map(_RANK))


def moments(release: Release, scope: Scope, first: int, last: int) -> tuple[tuple[int, str], ...]:
    """Return up to three events of a span of days, in order of time, as day number and words.

    Conflicts come before disasters and arrivals, countries with more people before others;
    none within 75 days of another.
    """
    rows = selection.rows_chosen(_fitting(release), release, scope)
    begin, end = (pd.Timestamp(day_of(day)) for day in (first + 15, last - 15))
    rows = rows[(rows["event_date"] >= begin) & (rows["event_date"] <= end)]
    serving = people.serving_by(release, scope.facts, "country_code")
    ranked = rows.assign(weight=rows["country_code"].map(serving).astype("float64").fillna(0.0))
    ranked = ranked.sort_values(["rank", "weight", "event_date"], ascending=[True, False, True], kind="stable")
    names, taken = country_names(release), list[tuple[int, str]]()
    for row in ranked.head(_LOOKED_AT).itertuples():
        day = day_number(row.event_date.date())
        if all(abs(day - other) >= _APART for other, _ in taken):
            taken.append((day, _words(str(row.event_title), names.get(row.country_code, ""))))
        if len(taken) == _MOST:
            break
    return tuple(sorted(taken))


def _words(title: str, country: str) -> str:
    """Return the title, led by its country where it does not name it."""
    return title if country in title else f"{country}: {title[:1].lower()}{title[1:]}"
