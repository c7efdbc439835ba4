"""Events of the world: how many, where and in which month, from the counts sealed with the release."""

from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard import selection, words
from dashboard.queries import eventrows
from dashboard.scope import Scope
from dashboard.view import COMPUTED, NOT_REPORTED, VALUE, Citation, Figure, View
from loaders.release import Release

MONTHS: Final = 36
"""Months shown."""
_YEAR: Final = 12
RULE: Final = (
    "Events of the events table, as counted by country, month and category when the release was sealed, up to the "
    "month of the as-of day: the newest months of each category. An event "
    "whose month is not known is left out here and stands among the rows."
)
_KINDS: Final = 6
"""Categories shown."""


@lru_cache(maxsize=512)
def counts(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the sealed counts within the filters up to the month of the as-of day."""
    rows = release.table("event_counts")
    rows = rows[rows["month_date"].notna() & (rows["month_date"] <= pd.Timestamp(scope.asof))]
    countries = selection.countries_in(release, scope)
    return rows if countries is None else rows[rows["country_code"].isin(countries)]


def last_year(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the counts of each category's twelve months up to its newest with an event within the filters.

    Publishers end in different years, so that one span for all would say that what nobody counts yet did not happen.
    """
    rows = counts(release, scope)
    newest = rows.groupby("category_code")["month_date"].transform("max")
    return rows[rows["month_date"] > newest - pd.DateOffset(months=_YEAR)]


def spans(rows: pd.DataFrame) -> str:
    """Return to which month each category is counted, the most events first: ``flood to Dec 2018``."""
    newest = rows.groupby("category_code").agg(month=("month_date", "max"), events=("event_count", "sum"))
    ordered = newest.sort_values("events", ascending=False, kind="stable")
    return words.listed([f"{category} to {row.month:%b %Y}" for category, row in ordered.iterrows()])


def by_country(release: Release, scope: Scope) -> tuple[dict[str, float], str]:
    """Return the events of the newest twelve months of each category by country, and these spans in words."""
    rows = last_year(release, scope)
    sums = rows.groupby("country_code")["event_count"].sum()
    return {str(code): float(number) for code, number in sums.items()}, spans(rows)


def without_country(release: Release, scope: Scope) -> tuple[str, ...]:
    """Return how many events of these months are on no map because they name no country, in one sentence."""
    rows = last_year(release, scope)
    number = float(rows.loc[rows["country_code"].isna(), "event_count"].sum())
    if not number:
        return ()
    return (f"{words.plural(number, 'more event names', 'more events name')} no country and so no place here.",)


def citation(release: Release, scope: Scope, months: int = _YEAR) -> Citation:
    """Return rule and rows of the events counted in the newest months of each category."""
    newest = counts(release, scope).groupby("category_code")["month_date"].max()
    ends = newest + pd.DateOffset(months=1)
    spans = [(str(category), end - pd.DateOffset(months=months), end) for category, end in ends.items()]
    return Citation(RULE, "events", lambda: eventrows.within(release, scope, spans), COMPUTED)


def by_month(release: Release, scope: Scope) -> View:
    """Return how many events happened in each of the last months, one row a month and category."""
    rows = counts(release, scope)
    shown = _months(rows)
    frame = pd.DataFrame([row for rows_of in shown.values() for row in rows_of], columns=_COLUMNS)
    total = float(frame["value"].sum())
    return View(
        "events_by_month",
        "How much is happening?",
        f"Events by month, the last {MONTHS} months of each category that hold any.",
        frame,
        {"panel": "Category", "month": "Month", "words": "Events"},
        f"{words.count(total)} events: {spans(rows)}." if len(frame) else "",
        citation(release, scope, MONTHS),
        absence="" if len(frame) else "No source in this release tells of an event in a known month here.",
        facts={"per_row": 1, "narrow_row": 1, "room": 1.9, "height": 116},
    )


def last_order(rows: pd.DataFrame) -> list[str]:
    """Return the categories, those counted to the newest month first, then those with most events."""
    newest = rows.groupby("category_code").agg(month=("month_date", "max"), events=("event_count", "sum"))
    return [str(name) for name in newest.sort_values(["month", "events"], ascending=False, kind="stable").index]


_COLUMNS: Final = ("panel", "label", "month", "value", "text", "words", "qualifier_code", "is_request", "colour")


def _months(rows: pd.DataFrame) -> dict[str, list[tuple[object, ...]]]:
    """Return the columns of each category, the largest first; a month without an event is none."""
    if not len(rows):
        return {}
    order = last_order(rows)
    found: dict[str, list[tuple[object, ...]]] = {}
    for category in order[:_KINDS]:
        own = rows[rows["category_code"] == category]
        months = pd.date_range(end=own["month_date"].max(), periods=MONTHS, freq="MS")
        numbers = own.groupby("month_date")["event_count"].sum().reindex(months, fill_value=0)
        panel, most = f"{words.capital(category)}, to {months[-1]:%b %Y}", numbers.max()
        found[category] = [
            (
                panel, f"{month:%Y}" if month.month == 1 else "", f"{month:%b %Y}", float(number),
                words.count(number) if number == most else "", words.count(number), "EXACT", False, "@bar",
            )
            for month, number in numbers.items()
        ]  # fmt: skip
    return found


def year(release: Release, scope: Scope) -> Figure:
    """Return the events of the newest twelve months of each category."""
    rows = last_year(release, scope)
    held = citation(release, scope)
    if not len(rows):
        return Figure("events_year", "Events", "[x]", NOT_REPORTED, held, below="no event in a known month")
    total = float(rows["event_count"].sum())
    below = "newest twelve months of each kind"
    return Figure("events_year", "Events", words.count(total), VALUE, held, total, below=below)


def lead(release: Release, scope: Scope) -> str:
    """Return what happened last in the chosen countries, in one sentence."""
    rows = last_year(release, scope)
    if not len(rows):
        return "No source in this release tells of an event in a known month here."
    total = words.plural(float(rows["event_count"].sum()), "event")
    return f"{total} in the newest twelve months of each kind."
