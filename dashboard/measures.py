"""Every number defined once: which rows it may add, and why others are refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from dashboard.words import fiscal_year_span

_DAY_ONE: Final = date(1970, 1, 1)


class UnsafeSumError(ValueError):
    """Rows were asked to be added that may not be; nothing was added, and the message says why."""


@dataclass(frozen=True, eq=False)
class Measure:
    """One number: what it counts and which rows may be added for it.

    Attributes:
        name: Stable name.
        label: What a reader calls it.
        unit: Unit of the sum.
        column: Column that is added.
        rule: How it is counted, in words, shown with every figure.
        allowed: Column to the codes a row must have one of; other rows are refused.
        across_series: Whether rows of several series may be added; True only where no two series can overlap.
        apart_by: Column whose codes keep series apart: rows of several series may be added where no code is in two.
    """

    name: str
    label: str
    unit: str
    column: str
    rule: str
    allowed: Mapping[str, tuple[str, ...]]
    across_series: bool = False
    apart_by: str = ""


@dataclass(frozen=True)
class Total:
    """A sum and how sure it is.

    Attributes:
        value: The sum; None where no row has a number.
        qualifier: EXACT, ABOUT, or AT_LEAST where a bound or an unknown is inside.
        rows: Rows asked to be added.
        unknown: Rows among them without a number; they are not zero.
        bounds: Rows among them that state a lower bound.
    """

    value: float | None
    qualifier: str
    rows: int
    unknown: int
    bounds: int


SERVING: Final = Measure(
    "serving",
    "Civilians deployed",
    "people",
    "people_count",
    "People on tours whose first day is on or before the as-of day and whose last day, where one is recorded, is on or "
    "after it; both days are served. Planned tours are not counted.",
    {"measure_code": ("TOUR",), "stage_code": ("ACTUAL",)},
    apart_by="agency_code",
)
PLANNED: Final = Measure(
    "planned",
    "Civilians planned",
    "people",
    "people_count",
    "People on tours that are planned and have not begun.",
    {"measure_code": ("TOUR",), "stage_code": ("PLANNED",)},
    apart_by="agency_code",
)
DEPLOYMENTS: Final = Measure(
    "deployments_in_year",
    "Deployments in the fiscal year",
    "deployments",
    "people_count",
    "Deployments in one US fiscal year as one report lists them by country. A person sent twice counts twice, so this "
    "is not a number of people. The report's own total row is never added to its parts.",
    {"measure_code": ("DEPLOYMENTS",), "stage_code": ("ACTUAL",)},
)
PERSON_DAYS: Final = Measure(
    "person_days_in_year",
    "Person-days in the fiscal year",
    "person-days",
    "person_days",
    "Days served by all people together in one US fiscal year, as one report lists them by country.",
    {"measure_code": ("DEPLOYMENTS",), "stage_code": ("ACTUAL",)},
)
POSTS: Final = Measure(
    "posts_requested",
    "Posts requested",
    "posts",
    "posts_count",
    "Posts requested from a day on or before the as-of day and not withdrawn by then.",
    {},
)
OBLIGATED: Final = Measure(
    "obligated",
    "Obligated",
    "nominal US dollars",
    "amount_usd",
    "Obligations of one US fiscal year. Requests, appropriations and disbursements are other stages and never added.",
    {"stage_code": ("OBLIGATED",)},
)
REQUESTED: Final = Measure(
    "requested",
    "Requested",
    "nominal US dollars",
    "amount_usd",
    "Money requested for one US fiscal year, not yet granted.",
    {"stage_code": ("REQUESTED",)},
)
TRANSFERRED: Final = Measure(
    "transferred",
    "Transferred under Section 1207",
    "nominal US dollars",
    "amount_usd",
    "Amounts the sources state project by project for one fiscal year of the Section 1207 authority.",
    {"stage_code": ("TRANSFERRED",)},
)
PROVIDED: Final = Measure(
    "provided",
    "Provided",
    "nominal US dollars",
    "amount_usd",
    "The parts of one printed sheet. Sheets of one fiscal year are running totals: a later one includes the earlier, "
    "so only one sheet is ever added up.",
    {"stage_code": ("PROVIDED",)},
)
MEASURES: Final = {
    measure.name: measure
    for measure in (SERVING, PLANNED, DEPLOYMENTS, PERSON_DAYS, POSTS, OBLIGATED, REQUESTED, TRANSFERRED, PROVIDED)
}


def assert_addable(rows: pd.DataFrame, measure: Measure) -> None:
    """Refuse a sum that would count something twice or mix what is not alike.

    Any part of rows that pass may be added as well, so one check serves every filter.

    Raises:
        UnsafeSumError: A row has another measure or stage, a total stands beside its
            parts, a row is part of another row present, or two series may overlap.
    """
    for column, wanted in measure.allowed.items():
        others = sorted(set(rows[column].dropna()) - set(wanted))
        if others or rows[column].isna().any():
            found = ", ".join(others) or "rows without one"
            raise UnsafeSumError(f"{measure.label} adds only {column} {' or '.join(wanted)}, not {found}")
    _refuse_totals(rows, measure)
    if not measure.across_series and "series_id" in rows and len(rows) > 1:
        _refuse_overlap(rows, measure)


def _refuse_overlap(rows: pd.DataFrame, measure: Measure) -> None:
    series = rows["series_id"]
    if len(set(series)) == 1 and series.notna().all():
        return
    if measure.apart_by and series.notna().all() and rows[measure.apart_by].notna().all():
        in_series = rows[[measure.apart_by, "series_id"]].drop_duplicates()
        series = in_series.loc[in_series.duplicated(measure.apart_by, keep=False), "series_id"]
        if not len(series):
            return
    names = ", ".join(sorted(series.dropna().unique())[:3]) or "none named"
    raise UnsafeSumError(f"{measure.label} adds rows of one series only, and these may overlap: {names}")


def _refuse_totals(rows: pd.DataFrame, measure: Measure) -> None:
    if "is_total" not in rows:
        return
    totals = rows["is_total"].fillna(False).astype(bool)
    if totals.any() and len(rows) > 1:
        raise UnsafeSumError(
            f"{measure.label} never adds a total to other rows: {', '.join(rows.loc[totals].iloc[:3, 0])}"
        )
    inside = rows["part_of_id"].isin(set(rows.iloc[:, 0]))
    if inside.any():
        first = rows.loc[inside].iloc[0]
        raise UnsafeSumError(
            f"{measure.label} never adds a row to its own part: {first.iloc[0]} is part of {first['part_of_id']}"
        )


def add(rows: pd.DataFrame, measure: Measure) -> Total:
    """Add rows after refusing what may not be added.

    Args:
        rows: Rows of one canonical table, its key first.
        measure: What is counted.

    Returns:
        The sum in the measure's unit; None where no row has a number, 0 where there is no row.

    Raises:
        UnsafeSumError: The rows may not be added; see ``assert_addable``.
    """
    assert_addable(rows, measure)
    return summed(rows[measure.column], rows.get("qualifier_code"))


def summed(values: pd.Series, qualifiers: pd.Series | None = None) -> Total:
    """Add values known to be addable, and say how sure the sum is; a missing value makes it a lower bound."""
    unknown = int(values.isna().sum())
    present = set() if qualifiers is None else set(qualifiers[values.notna()].dropna())
    bounds = 0 if qualifiers is None else int((qualifiers[values.notna()] == "AT_LEAST").sum())
    if len(values) and unknown == len(values):
        return Total(None, "EXACT", len(values), unknown, 0)
    is_bound = bounds or unknown
    qualifier = "AT_LEAST" if is_bound else "ABOUT" if present & {"ABOUT", "NEARLY", "UP_TO", "RANGE"} else "EXACT"
    return Total(round(float(values.sum()), 2), qualifier, len(values), unknown, bounds)


def day_number(day: date) -> int:
    """Return a day as a whole number, one more each day."""
    return (day - _DAY_ONE).days


def person_days(start: np.ndarray, end: np.ndarray, people: np.ndarray, period: tuple[date, date]) -> float:
    """Return the person-days that tours serve within a period; first and last days are served.

    Args:
        start: First day of each tour, as day numbers.
        end: Last day of each tour, as day numbers; a very large number where open.
        people: People on each tour.
        period: First and last day counted.
    """
    first, last = day_number(period[0]), day_number(period[1])
    days = np.minimum(end, last) - np.maximum(start, first) + 1
    return float((np.clip(days, 0, None) * people).sum())


def in_fiscal_year(start: np.ndarray, end: np.ndarray, year: int) -> np.ndarray:
    """Return which tours serve at least one day of a US fiscal year."""
    first, last = (day_number(day) for day in fiscal_year_span(year))
    return np.asarray((start <= last) & (end >= first))
