"""Events of the world: how many, where and in which month, from the counts sealed with the release."""

from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard import index, words
from dashboard.scope import Scope
from dashboard.view import COMPUTED, NOT_REPORTED, VALUE, Citation, Figure, View
from loaders.release import Release

MONTHS: Final = 36
"""Months shown."""
_YEAR: Final = 12
RULE: Final = (
    "Events of the events table counted by country, month and category, up to the month of the as-of day. An event "
    "whose month is not known is left out here and stands among the rows."
)
_COLOURS: Final = ("@bar", "@agency-STATE", "@agency-USAID", "@agency-DOJ", "@agency-HHS", "@agency-USDA")


@lru_cache(maxsize=512)
def counts(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the sealed counts within the filters up to the month of the as-of day."""
    rows = release.table("event_counts")
    rows = rows[rows["month_date"].notna() & (rows["month_date"] <= pd.Timestamp(scope.asof))]
    countries = index.countries_in(release, scope)
    return rows if countries is None else rows[rows["country_code"].isin(countries)]


def last_year(release: Release, scope: Scope) -> tuple[pd.DataFrame, str]:
    """Return the counts of the twelve months up to the newest with an event, and these months in words."""
    rows = counts(release, scope)
    if not len(rows):
        return rows, ""
    newest = rows["month_date"].max()
    first = newest - pd.DateOffset(months=_YEAR - 1)
    return rows[rows["month_date"] >= first], f"{first:%b %Y} to {newest:%b %Y}"


def by_country(release: Release, scope: Scope) -> tuple[dict[str, float], str]:
    """Return the events of the last twelve months that hold any, by country, and these months in words."""
    rows, when = last_year(release, scope)
    sums = rows.groupby("country_code")["event_count"].sum()
    return {str(code): float(number) for code, number in sums.items()}, when


def without_country(release: Release, scope: Scope) -> tuple[str, ...]:
    """Return how many events of these months are on no map because they name no country, in one sentence."""
    rows, when = last_year(release, scope)
    number = float(rows.loc[rows["country_code"].isna(), "event_count"].sum())
    if not number:
        return ()
    return (f"{words.plural(number, 'more event names', 'more events name')} no country and so no place here, {when}.",)


def citation(release: Release, scope: Scope) -> Citation:
    """Return rule and rows of the counted events."""
    return Citation(RULE, "event_counts", lambda: counts(release, scope), COMPUTED)


def by_month(release: Release, scope: Scope) -> View:
    """Return how many events happened in each of the last months, one row a month and category."""
    rows = counts(release, scope)
    shown = _months(rows)
    frame = pd.DataFrame([row for rows_of in shown.values() for row in rows_of], columns=_COLUMNS)
    total = float(frame["value"].sum())
    return View(
        "events_by_month",
        "How much is happening?",
        f"Events by month and category, the last {MONTHS} months that hold any.",
        frame,
        {"panel": "Category", "month": "Month", "words": "Events"},
        f"{words.count(total)} events in the {MONTHS} months to {frame['month'].iloc[-1]}." if len(frame) else "",
        citation(release, scope),
        absence="" if len(frame) else "No source in this release tells of an event in a known month here.",
        facts={"per_row": 3, "narrow_row": 1},
    )


_COLUMNS: Final = ("panel", "label", "month", "value", "text", "words", "qualifier_code", "is_request", "colour")


def _months(rows: pd.DataFrame) -> dict[str, list[tuple[object, ...]]]:
    """Return the columns of each category, the largest first; a month without an event is none."""
    if not len(rows):
        return {}
    newest = rows["month_date"].max()
    months = pd.date_range(end=newest, periods=MONTHS, freq="MS")
    recent = rows[rows["month_date"] >= months[0]]
    sums = recent.groupby(["category_code", "month_date"])["event_count"].sum()
    order = recent.groupby("category_code")["event_count"].sum().sort_values(ascending=False, kind="stable").index
    found: dict[str, list[tuple[object, ...]]] = {}
    for place, category in enumerate(order[: len(_COLOURS)]):
        numbers = sums[category].reindex(months, fill_value=0)
        most = numbers.max()
        found[str(category)] = [
            (
                category, f"{month:%Y}" if month.month == 1 else "", f"{month:%b %Y}", float(number),
                words.count(number) if number == most and number else "", words.count(number), "EXACT", False,
                _COLOURS[place],
            )
            for month, number in numbers.items()
        ]  # fmt: skip
    return found


def year(release: Release, scope: Scope) -> Figure:
    """Return the events of the last twelve months that hold any."""
    numbers, when = by_country(release, scope)
    held = citation(release, scope)
    if not numbers:
        return Figure("events_year", "Events", "[x]", NOT_REPORTED, held, below="no event in a known month")
    total = sum(numbers.values())
    return Figure("events_year", "Events", words.count(total), VALUE, held, total, below=when)


def lead(release: Release, scope: Scope) -> str:
    """Return what happened last in the chosen countries, in one sentence."""
    figure = year(release, scope)
    if figure.value is None:
        return "No source in this release tells of an event in a known month here."
    return f"{words.plural(figure.value, 'event')}, {figure.below}: the newest twelve months with events."
