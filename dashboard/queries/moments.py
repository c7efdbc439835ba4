"""Moments: the few events worth a hairline on a figure over time."""

from typing import Final

import pandas as pd

from dashboard import index
from dashboard.days import day_of
from dashboard.measures import day_number
from dashboard.queries import people
from dashboard.queries.names import country_names
from dashboard.scope import Scope
from loaders.release import Release

_RANK: Final = {"conflict": 0, "disaster": 1, "deployment": 2}
_MOST: Final = 3
_APART: Final = 75


def moments(release: Release, scope: Scope, first: int, last: int) -> tuple[tuple[int, str], ...]:
    """Return up to three events of a span of days, in order of time, as day number and words.

    Conflicts come before disasters and arrivals, countries with more people before others;
    only events known to the day with three to six words, none within 75 days of another.
    """
    rows = index.rows_chosen(release.table("events"), release, scope)
    rows = rows[rows["category_code"].isin(_RANK) & (rows["event_precision"] == "DAY") & rows["country_code"].notna()]
    begin, end = (pd.Timestamp(day_of(day)) for day in (first + 15, last - 15))
    rows = rows[
        (rows["event_date"] >= begin) & (rows["event_date"] <= end) & rows["event_title"].str.count(" ").between(2, 5)
    ]
    serving = people.serving_by(release, scope.facts, "country_code")
    weight = rows["country_code"].map(serving).fillna(0.0)
    ranked = rows.assign(rank=rows["category_code"].map(_RANK), weight=weight)
    ranked = ranked.sort_values(["rank", "weight", "event_date"], ascending=[True, False, True], kind="stable")
    names, taken = country_names(release), list[tuple[int, str]]()
    for row in ranked.itertuples():
        day = day_number(row.event_date.date())
        if len(taken) < _MOST and all(abs(day - other) >= _APART for other, _ in taken):
            taken.append((day, _words(str(row.event_title), names.get(row.country_code, ""))))
    return tuple(sorted(taken))


def _words(title: str, country: str) -> str:
    """Return the title, led by its country where it does not name it."""
    return title if country in title else f"{country}: {title[:1].lower()}{title[1:]}"
