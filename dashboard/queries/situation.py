"""Situation: how bad is it, where, who is there, and what changed?"""

from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard import geo, words, worldlabels
from dashboard.queries import changes, people, status, unplaced
from dashboard.queries.names import country_names
from dashboard.scope import Scope
from dashboard.view import COMPUTED, VALUE, Citation, Figure, View
from loaders import codes
from loaders.release import Release

_WORLD: worldlabels.Box = (-90.0, 135.0, -38.0, 54.0)
_EDGE = 8.0
"""Degrees between a country's point and the edge of the map, so that its mark is not cut."""


@lru_cache(maxsize=64)
def label_points(release: Release) -> dict[str, tuple[float, float]]:
    """Return country code to latitude and longitude of its label point in degrees, where it has one."""
    rows = release.table("countries").dropna(subset=["label_lat", "label_lon"])
    points = zip(rows["label_lat"].astype(float), rows["label_lon"].astype(float), strict=True)
    return dict(zip(rows["country_code"], points, strict=True))


def countries_at_risk(release: Release, scope: Scope) -> Figure:
    """Return how many countries are at risk."""
    total = len(status.at_risk(release, scope))
    return Figure(
        "countries_at_risk", "Countries at risk", words.count(total), VALUE, status.citation(release, scope), total
    )


def complex_emergencies(release: Release, scope: Scope) -> Figure:
    """Return how many countries are in a complex emergency."""
    total = status.counts(release, scope)["COMPLEX"]
    return Figure(
        "complex_emergencies",
        "Complex emergencies",
        words.count(total),
        VALUE,
        status.citation(release, scope, "COMPLEX"),
        total,
    )


def world(release: Release, scope: Scope) -> View:
    """Return where the crises are and where the people are.

    The frame has one row a country at risk or with people: country_code, country_name,
    status_code, status_words, people (missing where not reported), people_words, shape,
    lat, lon, is_changed, is_silent, label_at, label_lat, label_lon, is_led.
    """
    risk = status.at_risk(release, scope)
    meaning, numbers, citation = people.by_country(release, scope)
    silent = people.unreported(release, scope, frozenset(risk["country_code"]))
    frame, shown = framed(release, scope, numbers, silent)
    counts = status.counts(release, scope)
    total = sum(counts.values())
    sentence = (
        f"{words.plural(total, 'country is', 'countries are')} at risk: "
        + ", ".join(f"{codes.STATUS[code].lower()} {counts[code]}" for code in status.SEVERITY if counts[code])
        + "."
        if total
        else "No country at risk."
    )
    return View(
        "world",
        "Where are the crises, and where are our people?",
        f"Fill: status of each country. Circles: {meaning}, area in proportion. Select a country to open it.",
        frame,
        {"country_name": "Country", "status_words": "Status", "people": meaning[0].upper() + meaning[1:]},
        sentence,
        Citation(f"{status.RULE} {citation.rule}", citation.table, citation.rows, COMPUTED),
        (*_unplaced(release, scope, frame), disclaimer(scope)),
        absence="" if len(frame) else "No country within these filters is at risk or has people deployed.",
        facts={
            "counts": counts,
            "labels": dict(codes.STATUS),
            "circles": meaning,
            "silent": len(silent),
            "disputed": geo.disputed_address(scope.asof),
            "frame": shown,
        },
    )


def _unplaced(release: Release, scope: Scope, frame: pd.DataFrame) -> tuple[str, ...]:
    """Return how many people are not on the map and why; counts of several sources are never added and have none."""
    meaning, numbers, _ = people.by_country(release, scope)
    if not people.has_tours(release) and not len(people.deployments_in_year(release, scope)):
        return ()
    return unplaced.on_no_map(release, numbers, set(frame["country_code"]), meaning)


def disclaimer(scope: Scope) -> str:
    """Return what every map carries on the page and in its image."""
    return (
        "Boundaries, names and designations on these maps do not imply official endorsement or acceptance. "
        f"Dashed lines: disputed or undetermined boundaries. Boundaries as of {words.day(scope.asof)}; {geo.SET_NAME}."
    )


_COLUMNS = (
    "country_code", "country_name", "status_code", "status_words", "people", "people_words", "shape", "lat", "lon",
    "is_changed", "is_silent", "label_at", "label_lat", "label_lon", "is_led",
)  # fmt: skip


def framed(
    release: Release, scope: Scope, numbers: dict[str, tuple[float, str]], silent: frozenset[str]
) -> tuple[pd.DataFrame, worldlabels.Box]:
    """Return the countries at risk or with a number, in the columns of ``world``, and the part of the world they fill.

    Args:
        release: The open release.
        scope: The reader's choices.
        numbers: Country code to number and qualifier.
        silent: Countries whose number nobody reports.
    """
    known = {row["country_code"]: row for row in status.at_risk(release, scope).to_dict("records")}
    changed = changes.status_changed(release, scope)
    names, points = country_names(release), label_points(release)
    rows = []
    for code in (*known, *sorted(set(numbers) - set(known))):
        if code not in points:
            continue
        lat, lon = points[code]
        given = known.get(code, {"status_code": "NONE", "status_text": None})
        number, qualifier = numbers.get(code, (None if code in silent else 0.0, "EXACT"))
        rows.append(
            {
                "country_code": code,
                "country_name": names.get(code, code),
                "status_code": given["status_code"],
                "status_words": status.status_words(given["status_code"], given["status_text"]),
                "people": number,
                "people_words": "" if number is None else words.SIGNS[qualifier] + words.count(number),
                "shape": geo.shape_on(code, scope.asof),
                "lat": lat,
                "lon": lon,
                "is_changed": code in changed,
                "is_silent": code in silent,
            }
        )
    shown = frame_of(rows, is_filtered=bool(scope.region or scope.country))
    frame = pd.DataFrame(worldlabels.placed(rows, shown), columns=_COLUMNS).astype({"people": "float64"})
    return frame, shown


def frame_of(rows: list[dict[str, Any]], *, is_filtered: bool) -> worldlabels.Box:
    """Return the part of the world to show: west, east, south, north in degrees."""
    if not rows:
        return _WORLD
    lons, lats = [row["lon"] for row in rows], [row["lat"] for row in rows]
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    if is_filtered:
        across = max(8.0, 0.16 * max(east - west, (north - south) * 2))
        up = across * 0.7
        box = west - across, east + across, south - up, north + up
    else:
        box = (
            min(west - _EDGE, _WORLD[0]),
            max(east + _EDGE, _WORLD[1]),
            min(south - _EDGE, _WORLD[2]),
            max(north + _EDGE, _WORLD[3]),
        )
    return max(box[0], -165.0), min(box[1], 178.0), max(box[2], -56.0), min(box[3], 76.0)
