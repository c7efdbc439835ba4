"""A release's big tables coded as numbers once, so that a filter is a few lookups however many rows there are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from dashboard import measures
from loaders.release import Release

OPEN: Final = np.iinfo(np.int32).max
NOT_STATED: Final = "NONE"
_TOURS: Final = (
    "deployment_id", "measure_code", "stage_code", "country_code", "agency_code", "component_code", "function_code",
    "start_date", "end_date", "people_count", "series_id", "is_total", "part_of_id",
)  # fmt: skip
"""What is asked of a tour: what filters and sums touch, and what says whether tours may be added."""
_AMOUNTS: Final = (
    "transaction_id", "country_code", "agency_code", "tool_code", "fiscal_year", "stage_code", "amount_usd",
    "qualifier_code", "series_id", "is_total", "part_of_id",
)  # fmt: skip
"""What is asked of an amount, likewise."""


@dataclass(frozen=True)
class Coded:
    """A column of codes as small numbers; a missing code is the last label, ``NONE``.

    Attributes:
        labels: The codes, in order.
        numbers: Position in ``labels``, one a row.
    """

    labels: tuple[str, ...]
    numbers: np.ndarray

    def within(self, wanted: frozenset[str] | tuple[str, ...]) -> np.ndarray:
        """Return which rows have one of the wanted codes."""
        return np.array([label in wanted for label in self.labels])[self.numbers]

    def sums(self, weights: np.ndarray, mask: np.ndarray) -> dict[str, float]:
        """Return the sum of weights a code over the rows of a mask; codes without a row are left out."""
        size = len(self.labels)
        totals = np.bincount(self.numbers[mask], weights[mask], minlength=size)
        present = np.bincount(self.numbers[mask], minlength=size) > 0
        return {label: float(totals[place]) for place, label in enumerate(self.labels) if present[place]}


def coded(column: pd.Series) -> Coded:
    """Code one column."""
    numbers, labels = pd.factorize(column, sort=True)
    size = len(labels)
    return Coded((*map(str, labels), NOT_STATED), np.where(numbers < 0, size, numbers).astype(np.int16))


def pair_sums(first: Coded, second: Coded, weights: np.ndarray, mask: np.ndarray) -> dict[tuple[str, str], float]:
    """Return the sum of weights for each pair of codes that has a row in the mask."""
    width = len(second.labels)
    joint = first.numbers[mask].astype(np.int64) * width + second.numbers[mask]
    size = len(first.labels) * width
    totals = np.bincount(joint, weights[mask], minlength=size)
    present = np.flatnonzero(np.bincount(joint, minlength=size))
    return {(first.labels[at // width], second.labels[at % width]): float(totals[at]) for at in present}


@dataclass(frozen=True)
class Held:
    """Rows of one table of a release, known by their places in it; the rows themselves stay in their sealed file.

    Attributes:
        release: The open release.
        table: Name of the table.
        places: Place of each row in the table.
    """

    release: Release
    table: str
    places: np.ndarray

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.places)

    @property
    def rows(self) -> pd.DataFrame:
        """The canonical rows with all their columns; a large table is read anew each time."""
        return self.release.table(self.table).iloc[self.places].reset_index(drop=True)

    def columns(self, *names: str) -> pd.DataFrame:
        """Return some columns of the rows, for what is made of them to be kept."""
        return self.release.table(self.table, names).iloc[self.places].reset_index(drop=True)


@dataclass(frozen=True)
class Tours(Held):
    """The tours of a release, one place a tour.

    Attributes:
        start: First day of each as a day number.
        end: Last day, ``OPEN`` where none is recorded.
        people: People on each; unknown counts as none here and is told by ``unknown``.
        unknown: Which tours state no number.
        planned: Which tours are planned only.
        by: Column name to the column coded.
    """

    start: np.ndarray
    end: np.ndarray
    people: np.ndarray
    unknown: np.ndarray
    planned: np.ndarray
    by: dict[str, Coded]

    def serving(self, day: date) -> np.ndarray:
        """Return which tours serve on a day; both their days are served, planned tours are not."""
        number = measures.day_number(day)
        return np.asarray((self.start <= number) & (self.end >= number) & ~self.planned)


def _days(column: pd.Series, missing: int) -> np.ndarray:
    days = column.to_numpy("datetime64[D]").astype(np.int64)
    return np.where(column.isna(), missing, days).astype(np.int32)


@lru_cache(maxsize=64)
def tours(release: Release) -> Tours:
    """Return the tours of a release, checked once as rows that may be added.

    Raises:
        UnsafeSumError: Tours of the release overlap each other.
    """
    rows = release.table("deployments", _TOURS)
    places = np.flatnonzero((rows["measure_code"] == "TOUR").to_numpy()).astype(np.int32)
    rows = rows.iloc[places].reset_index(drop=True)
    for measure, stage in ((measures.SERVING, "ACTUAL"), (measures.PLANNED, "PLANNED")):
        measures.assert_addable(rows[rows["stage_code"] == stage], measure)
    return Tours(
        release,
        "deployments",
        places,
        _days(rows["start_date"], OPEN),
        _days(rows["end_date"], OPEN),
        rows["people_count"].fillna(0).to_numpy("float64"),
        rows["people_count"].isna().to_numpy(),
        (rows["stage_code"] == "PLANNED").to_numpy(),
        {name: coded(rows[name]) for name in ("country_code", "agency_code", "component_code", "function_code")},
    )


@dataclass(frozen=True)
class Amounts(Held):
    """The amounts of one stage of a release that may be added, one place an amount.

    Attributes:
        usd: Amounts in nominal US dollars; unknown counts as none here and is told by ``unknown``.
        unknown: Which amounts are not stated.
        bound: Which amounts are lower bounds.
        about: Which amounts are about.
        year: Fiscal year, 0 where an amount covers several or none is stated.
        by: Column name to the column coded.
    """

    usd: np.ndarray
    unknown: np.ndarray
    bound: np.ndarray
    about: np.ndarray
    year: np.ndarray
    by: dict[str, Coded]


@lru_cache(maxsize=256)
def amounts(release: Release, measure: measures.Measure) -> Amounts | None:
    """Return the amounts a money measure adds, or None where those of the release may not be added.

    In an exercise one series holds every amount of a stage. In the public record the
    amounts of a stage come from many sheets, and no sum over them is offered.
    """
    rows = release.table("transactions", _AMOUNTS)
    kept = rows["stage_code"].isin(measure.allowed["stage_code"]) & ~rows["is_total"].fillna(False)
    places = np.flatnonzero(kept.to_numpy("bool")).astype(np.int32)
    try:
        measures.assert_addable(rows.iloc[places], measure)
    except measures.UnsafeSumError:
        return None
    return _amounts(release, places, rows)


def no_amounts(release: Release) -> Amounts:
    """Return the amounts of no row, for a release whose amounts may not be added."""
    return _amounts(release, np.zeros(0, dtype=np.int32), release.table("transactions", _AMOUNTS))


def _amounts(release: Release, places: np.ndarray, table: pd.DataFrame) -> Amounts:
    rows = table.iloc[places].reset_index(drop=True)
    return Amounts(
        release,
        "transactions",
        places,
        rows["amount_usd"].fillna(0).to_numpy("float64"),
        rows["amount_usd"].isna().to_numpy(),
        (rows["qualifier_code"] == "AT_LEAST").to_numpy(),
        rows["qualifier_code"].isin(("ABOUT", "NEARLY")).to_numpy(),
        rows["fiscal_year"].fillna(0).to_numpy("int16"),
        {name: coded(rows[name]) for name in ("country_code", "agency_code", "tool_code")},
    )


@dataclass(frozen=True)
class Posts(Held):
    """The requests for posts of a release, one place a request."""

    start: np.ndarray
    end: np.ndarray
    posts: np.ndarray
    by: dict[str, Coded]

    def open_on(self, day: date) -> np.ndarray:
        """Return which requests stand on a day; both their days count."""
        number = measures.day_number(day)
        return np.asarray((self.start <= number) & (self.end >= number))


@lru_cache(maxsize=64)
def posts(release: Release) -> Posts:
    """Return the requests for posts of a release, checked once as rows that may be added."""
    rows = release.table("posts_requested")
    measures.assert_addable(rows, measures.POSTS)
    return Posts(
        release,
        "posts_requested",
        np.arange(len(rows), dtype=np.int32),
        _days(rows["requested_date"], OPEN),
        _days(rows["end_date"], OPEN),
        rows["posts_count"].fillna(0).to_numpy("float64"),
        {name: coded(rows[name]) for name in ("country_code", "function_code")},
    )


def read(release: Release) -> None:
    """Read every table of a release that is held, and code the large ones, so that no reader waits for it."""
    for name in release.manifest["tables"]:
        if name not in ("outlines", "disputed") and release.holds(name):
            release.table(name)
    tours(release)
    posts(release)
    for measure in (measures.OBLIGATED, measures.REQUESTED):
        amounts(release, measure)


Rows = Callable[[], pd.DataFrame]


def behind(held: Held, mask: np.ndarray) -> Rows:
    """Return a way to get the rows of a mask; nothing is read before it is called."""
    return lambda: held.rows[mask]
