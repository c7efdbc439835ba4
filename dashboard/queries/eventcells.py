"""Event cells: where in one country events lie, by cell of half a degree, from the counts sealed with the release."""

from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely

from dashboard import words
from dashboard.queries import eventrows, situation, stations
from dashboard.queries.names import country_names
from dashboard.scope import Scope, encode
from dashboard.view import COMPUTED, Citation, View
from loaders.release import Release

SIZE: Final = 0.5
"""Width and height of a cell in degrees."""
FROM: Final = (1, 2, 6, 21, 101)
"""Fewest events of each of the five classes, the same for every country."""
RULE: Final = (
    "Events that name a place and a year, up to the year of the as-of day, counted by cell of half a degree. A cell "
    "that touches the country is shown whole, so that one on the border may hold events of a neighbour."
)


@lru_cache(maxsize=256)
def cells(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the cells that touch the chosen country, most events first.

    Returns:
        One row a cell: cell_lat and cell_lon (its south-west corner in degrees), first and last (years with an event),
        event_count, fatalities_count (missing where no event states any), uncounted_count and class_number (0-4).
    """
    grid = release.table("event_grid")
    grid = grid[grid["cell_lat"].notna() & (grid["event_year"] <= scope.asof.year)]
    outline = stations.outline(release, scope.asof, scope.country[0]) if len(scope.country) == 1 else None
    if outline is None or not len(grid):
        return _summed(grid.head(0))
    west, south = (grid[name].to_numpy("float64") for name in ("cell_lon", "cell_lat"))
    return _summed(grid[shapely.intersects(outline, shapely.box(west, south, west + SIZE, south + SIZE))])


def _summed(grid: pd.DataFrame) -> pd.DataFrame:
    """Add years and categories, cell by cell."""
    corners = ["cell_lat", "cell_lon"]
    sums = grid.groupby(corners)[["event_count", "fatalities_count", "uncounted_count"]].sum(min_count=1)
    years = grid.groupby(corners)["event_year"].agg(first="min", last="max")
    found = sums.join(years).sort_values("event_count", ascending=False, kind="stable").reset_index()
    classes = np.searchsorted(FROM, found["event_count"].to_numpy("float64"), side="right") - 1
    return found.assign(class_number=classes)


def listed(release: Release, scope: Scope) -> View:
    """Return where in the chosen country events lie; the map itself is a page of its own."""
    found = cells(release, scope)
    name = country_names(release).get(scope.country[0], scope.country[0]) if scope.country else ""
    total = words.count(found["event_count"].sum())
    span = _span(found["first"].min(), found["last"].max()) if len(found) else ""
    return View(
        "event_cells",
        "Where do the events lie?",
        f"Events by cell of half a degree, about 55 km high, {span}; classes are the same for every country.",
        _told(found),
        {"place": "Cell", "events": "Events", "deaths": "Deaths in them", "years": "Years"},
        f"Map of {name}: {total} events in {words.plural(len(found), 'cell')}, {span}; most in "
        f"{_place(found.iloc[0])}: {words.count(found['event_count'].iloc[0])}."
        if len(found)
        else "",
        Citation(RULE, "events", lambda: eventrows.in_cells(release, scope.asof.year, _corners(found)), COMPUTED),
        (
            f"{total} events lie in these cells; one whose place is not stated lies in none, and one of which only the "
            "province is known lies where its source puts it.",
            situation.disclaimer(scope),
        ),
        absence="" if len(found) else "No source in this release tells of an event with its place here.",
        facts={"address": encode(scope.facts.but(cmp="none", period=None)), "key": _key()},
    )


def _corners(found: pd.DataFrame) -> list[tuple[float, float]]:
    return list(zip(found["cell_lat"].astype("float64"), found["cell_lon"].astype("float64"), strict=True))


def _told(found: pd.DataFrame) -> pd.DataFrame:
    """Return the cells in words, as the table instead of the map shows them."""
    rows = list(found.itertuples())
    return pd.DataFrame(
        {
            "place": [_place(row) for row in rows],
            "events": found["event_count"].astype("int64"),
            "deaths": [_deaths(row) for row in rows],
            "years": [_span(row.first, row.last) for row in rows],
        }
    )


def _span(first: float, last: float) -> str:
    return f"{first:.0f}" if first == last else f"{first:.0f}–{last:.0f}"


def _deaths(row: Any) -> str:
    """Return the deaths in the events of a cell, at least so many where an event states none."""
    if pd.isna(row.fatalities_count):
        return "[x]"
    return ("≥ " if row.uncounted_count else "") + words.count(row.fatalities_count)


def _place(row: Any) -> str:
    """Return the edges of a cell: ``21.5–22° N, 95–95.5° E``."""
    return f"{_edges(float(row.cell_lat), 'NS')}, {_edges(float(row.cell_lon), 'EW')}"


def _edges(low: float, signs: str) -> str:
    """Return two edges with the sign of their half of the world; no cell lies across its border."""
    edges = sorted((abs(low), abs(low + SIZE)))
    return f"{edges[0]:g}–{edges[1]:g}° {signs[0] if low >= 0 else signs[1]}"


def _key() -> list[dict[str, str]]:
    """Return the swatch and the words of each class."""
    ends = [*(f"–{number - 1}" for number in FROM[1:]), " and more"]
    said = ["1 event", *(f"{low}{end} events" for low, end in zip(FROM[1:], ends[1:], strict=True))]
    return [{"sw": f"class{place}", "t": text} for place, text in enumerate(said)]
