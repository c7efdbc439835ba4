"""Tours over time: how many serve on each day, and how many would if no tour is extended."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from dashboard import index, measures, selection, words
from dashboard.days import Window, day_of, window_of
from dashboard.index import NOT_STATED, Coded
from dashboard.queries import people
from dashboard.queries.moments import moments
from dashboard.queries.names import agency_names, region_shorts
from dashboard.scope import Scope
from dashboard.view import Citation, View
from loaders import codes
from loaders.release import Release

RULE: Final = (
    "People on tours, day by day; first and last day are served. Up to the as-of day only tours in place are counted. "
    "After it, tours in place up to their recorded last day, those without one to the end, and planned tours from "
    "their first day. A planned tour whose first day has passed without word is not counted."
)
_MOST_STEPS: Final = 160
_MOST_BANDS: Final = 10
_SHADES: Final = ("1", "0.5", "0.8", "0.35", "0.65", "0.25", "0.9", "0.45", "0.72", "0.3")


@dataclass(frozen=True)
class Band:
    """One band of the area over time: its code, its name, its colour and the colour of words on it."""

    code: str
    label: str
    colour: str
    ink: str


@dataclass(frozen=True)
class Series:
    """People on each day of a window, one row a band, one column a day."""

    window: Window
    labels: tuple[str, ...]
    people: np.ndarray


@lru_cache(maxsize=256)
def series(release: Release, scope: Scope, column: str) -> Series:
    """Return the people on each day by one code column.

    Args:
        release: A release with tours.
        scope: Filters, as-of day and period; what only turns the picture is not looked at.
        column: ``component_code``, ``agency_code``, ``country_code``, or ``region``.
    """
    tours, window = index.tours(release), window_of(scope)
    by = _by_region(release, scope) if column == "region" else tours.by[column]
    mask = selection.chosen(tours.by, release, scope, tours.size)
    past = _counted(by, mask & ~tours.planned, tours, window)
    coming = _counted(by, mask & (~tours.planned | (tours.start > window.asof)), tours, window)
    is_past = np.arange(window.first, window.last + 1) <= window.asof
    return Series(window, by.labels, np.where(is_past, past, coming))


def _by_region(release: Release, scope: Scope) -> Coded:
    countries = index.tours(release).by["country_code"]
    regions = selection.region_of(release, scope.tax, scope.asof)
    labels = tuple(sorted({regions.get(code, NOT_STATED) for code in countries.labels} - {NOT_STATED}))
    place = {code: at for at, code in enumerate((*labels, NOT_STATED))}
    recoded = np.array([place[regions.get(code, NOT_STATED)] for code in countries.labels], dtype=np.int16)
    return Coded((*labels, NOT_STATED), recoded[countries.numbers])


def _counted(by: Coded, mask: np.ndarray, tours: index.Tours, window: Window) -> np.ndarray:
    """Return people by band and day: each tour adds on its first day and is taken off after its last."""
    days = window.last - window.first + 1
    seen = mask & (tours.start <= window.last) & (tours.end >= window.first)
    begin = np.maximum(tours.start[seen], window.first) - window.first
    leave = np.minimum(tours.end[seen].astype(np.int64), window.last) - window.first + 1
    row, weights, width = by.numbers[seen].astype(np.int64), tours.people[seen], days + 1
    size = len(by.labels) * width
    steps = np.bincount(row * width + begin, weights, minlength=size) - np.bincount(
        row * width + leave, weights, minlength=size
    )
    return np.cumsum(steps.reshape(len(by.labels), width)[:, :days], axis=1)


def bands_of(release: Release, scope: Scope, found: Series) -> list[tuple[Band, np.ndarray]]:
    """Return the bands from the base up, each with its people by day; small regions beyond ten stand together."""
    used = {label: row for label, row in zip(found.labels, found.people, strict=True) if row.any()}
    if scope.split == "component":
        order = [code for code in codes.COMPONENT if code in used] + [code for code in (NOT_STATED,) if code in used]
        return [(_component(code), used[code]) for code in order]
    if scope.split == "agency":
        names = agency_names(release)
        return [(_agency(code, names[code]), used[code]) for code in names if code in used]
    return _regions(region_shorts(release), used)


def _component(code: str) -> Band:
    ink = "@ink" if code == "RESERVE" else "@bar-ink"
    return Band(code, codes.COMPONENT.get(code, "Not stated"), f"@component-{code}", ink)


def _agency(code: str, name: str) -> Band:
    return Band(code, name, f"@agency-{code}", f"@on-{code}")


def _regions(names: dict[str, str], used: dict[str, np.ndarray]) -> list[tuple[Band, np.ndarray]]:
    order = sorted(used, key=lambda code: (-float(used[code].sum()), code))
    shown, rest = order[:_MOST_BANDS], order[_MOST_BANDS:]
    bands = [
        (
            Band(code, names.get(code, "No region"), f"@bar/{shade}", "@bar-ink" if float(shade) > 0.6 else "@ink"),
            used[code],
        )
        for code, shade in zip(shown, _SHADES, strict=False)
    ]
    if rest:
        others = np.sum([used[code] for code in rest], axis=0)
        bands.append((Band("OTHER", "Other regions", "@bar/0.15", "@ink"), others))
    return bands


def over_time(release: Release, scope: Scope) -> View:
    """Return people in country over about eighteen months, split as the scope says.

    The frame has one row a step: day, basis (in words), total and one column a band by its
    code. Facts: bands (from the base up), window, total (on the as-of day), moments (events).
    """
    column = {"component": "component_code", "agency": "agency_code"}.get(scope.split, "region")
    found = series(release, scope.facts, column)
    bands = bands_of(release, scope, found)
    whole = np.sum([row for _, row in bands], axis=0) if bands else np.zeros(found.people.shape[1])
    steps, is_weekly = _steps(found, bands, whole)
    window = found.window
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime((steps + window.first).astype("datetime64[D]")),
            "basis": np.where(steps + window.first <= window.asof, "in country", "if no tour is extended"),
            "total": whole[steps],
            **{band.code: row[steps] for band, row in bands},
        }
    )
    now = whole[window.asof - window.first] if window.has_asof else 0.0
    return View(
        "people_over_time",
        "How many are deployed, and how many are due to leave?",
        f"Civilians in country by {_split_words(scope)}. Right of the line: recorded end dates and planned arrivals.",
        frame,
        {"day": "From", "basis": "Basis", "total": "Civilians", **{band.code: band.label for band, _ in bands}},
        _sentence(float(now), float(whole[-1]), window) if whole.any() else "",
        _citation(release, scope, window),
        _notes(release, scope, is_weekly=is_weekly),
        absence="" if whole.any() else people.silence(release, scope) or _nobody(window),
        facts={
            "bands": tuple(band for band, _ in bands),
            "window": window,
            "total": float(now),
            "moments": moments(release, scope, window.first, min(window.asof, window.last)),
        },
        is_none=people.are_known(release, scope),
    )


def _split_words(scope: Scope) -> str:
    return {"component": "corps component", "agency": "agency"}.get(
        scope.split, f"region ({codes.TAXONOMY[scope.tax]})"
    )


def _nobody(window: Window) -> str:
    span = f"between {words.day(day_of(window.first))} and {words.day(day_of(window.last))}"
    return f"No civilians are or were deployed within these filters {span}."


def _steps(found: Series, bands: list[tuple[Band, np.ndarray]], whole: np.ndarray) -> tuple[np.ndarray, bool]:
    """Return the days on which anything changes, both ends and the as-of day; each week's first where they are many."""
    days, asof = found.people.shape[1], found.window.asof - found.window.first
    stacked = np.vstack([row for _, row in bands]) if bands else whole[None, :]
    changed = np.flatnonzero(np.any(np.diff(stacked, axis=1) != 0, axis=0)) + 1
    is_weekly = len(changed) > _MOST_STEPS
    kept = np.arange(0, days, 7) if is_weekly else changed
    edges = np.array([day for day in (0, asof, days - 1) if 0 <= day < days])
    return np.unique(np.concatenate([kept, edges])), is_weekly


def _sentence(now: float, then: float, window: Window) -> str:
    end = words.day(day_of(window.last))
    if window.last <= window.asof:
        return f"{words.plural(then, 'civilian was', 'civilians were')} deployed on {end}."
    here = f"{words.plural(now, 'civilian is', 'civilians are')} deployed on {words.day(day_of(window.asof))}"
    return f"{here}; {words.count(then)} on {end} if no tour is extended."


def _citation(release: Release, scope: Scope, window: Window) -> Citation:
    tours = index.tours(release)
    mask = (
        selection.chosen(tours.by, release, scope, tours.size)
        & (tours.start <= window.last)
        & (tours.end >= window.first)
    )
    return Citation(RULE, "deployments", index.behind(tours, mask))


def _notes(release: Release, scope: Scope, *, is_weekly: bool) -> tuple[str, ...]:
    tours = index.tours(release)
    mask = selection.chosen(tours.by, release, scope, tours.size)
    unknown = int((tours.unknown & mask).sum())
    overdue = int((tours.planned & mask & (tours.start <= measures.day_number(scope.asof))).sum())
    notes = []
    if is_weekly:
        notes.append("More than 160 days bring a change; one step a week is drawn, each as it stood on that day.")
    if unknown:
        tours_of = words.plural(unknown, "tour states", "tours state")
        notes.append(f"{tours_of} no number of people and is in no band.")
    if overdue:
        late = words.plural(overdue, "planned tour", "planned tours")
        notes.append(f"{late} should have begun by the as-of day; no source reports that, so none is counted.")
    return tuple(notes)
