"""Duty stations: where in one country people are, on a day."""

from datetime import date
from functools import lru_cache

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from dashboard import index, selection, words
from dashboard.queries import people, situation, status
from dashboard.queries.names import country_names
from dashboard.scope import Scope, encode
from dashboard.view import COMPUTED, REPORTED, Citation, View
from loaders.release import Release

COLUMNS = ("place_name", "lat", "lon", "people_count", "qualifier_code", "people", "stated")
_TOUCHING = 0.05
FAR = 3.0
"""Degrees from the country's main outline beyond which a place is not drawn."""
STATED_RULE = (
    "The newest row of each place that a source names with its coordinates, on or before the as-of day. A place "
    "without a number has people or a team, and no source says how many. Places are never added."
)


@lru_cache(maxsize=256)
def rows_behind(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the rows that name a place in the chosen country: tours that serve, or what sources state."""
    if people.has_tours(release):
        return index.tours(release).rows[people.serving_mask(release, scope)]
    rows = release.table("deployments")
    rows = rows[rows["place_name"].notna() & rows["lat"].notna() & rows["lon"].notna()]
    day = rows["as_of_date"].fillna(rows["start_date"])
    return selection.rows_chosen(rows[day.isna() | (day <= pd.Timestamp(scope.asof))], release, scope)


@lru_cache(maxsize=256)
def frame(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the duty stations with coordinates, most people first.

    Returns:
        One row a place: place_name, lat and lon in degrees, people_count (missing where no number is
        stated), qualifier_code, people (as written) and stated (the day, where a source states one).
    """
    places = _of_tours(release, scope) if people.has_tours(release) else _as_stated(release, scope)
    written = [
        "[x]"
        if pd.isna(row.people_count)
        else words.SIGNS.get(str(row.qualifier_code), "") + words.count(row.people_count)
        for row in places.itertuples()
    ]
    ordered = places.assign(people=written).sort_values(["people_count", "place_name"], ascending=[False, True])
    return ordered[list(COLUMNS)].reset_index(drop=True)


@lru_cache(maxsize=8)
def _placed(release: Release) -> pd.DataFrame:
    """Return place, coordinates and people of every tour, and nothing else, so that a filter copies little."""
    return index.tours(release).columns("place_name", "lat", "lon", "people_count")


def _of_tours(release: Release, scope: Scope) -> pd.DataFrame:
    found: dict[str, list[float]] = {}
    rows = _placed(release)[people.serving_mask(release, scope)]
    for place, lat, lon, number in zip(*(list(rows[name]) for name in rows.columns), strict=True):
        if isinstance(place, str) and not pd.isna(lat):
            known = found.setdefault(place, [lat, lon, float("nan")])
            if not pd.isna(number):
                known[2] = float(number) + (0.0 if pd.isna(known[2]) else known[2])
    lines = [(place, *rest, "EXACT", words.day(scope.asof)) for place, rest in sorted(found.items())]
    return pd.DataFrame(lines, columns=["place_name", "lat", "lon", "people_count", "qualifier_code", "stated"])


def _as_stated(release: Release, scope: Scope) -> pd.DataFrame:
    rows = rows_behind(release, scope)
    dated = rows.sort_values("as_of_date", na_position="first", kind="stable")
    newest = dated.drop_duplicates("place_name", keep="last")
    return newest[["place_name", "lat", "lon", "people_count", "qualifier_code"]].assign(
        stated=[_day(row) for row in newest.to_dict("records")]
    )


def _day(row: dict[str, object]) -> str:
    for name in ("as_of", "start"):
        day = row[f"{name}_date"]
        if isinstance(day, pd.Timestamp) and not pd.isna(day):
            return words.day_at(day, str(row[f"{name}_precision"]))
    return "undated"


@lru_cache(maxsize=256)
def country_map(release: Release, scope: Scope) -> View:
    """Return where in the chosen country people are; the map itself is a page of its own."""
    places = frame(release, scope)
    has_tours = people.has_tours(release)
    total = sum(people.serving_by(release, scope, "country_code").values()) if has_tours else 0.0
    placed = float(places["people_count"].fillna(0).sum()) if has_tours else 0.0
    code = scope.country[0] if scope.country else ""
    name = country_names(release).get(code, code)
    mark = COMPUTED if has_tours else REPORTED
    rule = people.citation_of_serving(release, scope).rule if has_tours else STATED_RULE
    subtitle = (
        "Civilians by duty station." if has_tours else "Places that sources name, with the number they state there."
    )
    return View(
        "country_map",
        "Where are they?",
        f"{subtitle} Neighbours tinted by status.",
        places,
        {"place_name": "Duty station", "people": "People", "stated": "Stated for"},
        _sentence(places, name, total),
        Citation(rule, "deployments", lambda: rows_behind(release, scope), mark),
        notes=(
            *_notes(places, total - placed, has_tours=has_tours),
            *_far_note(release, scope, places),
            *_outline_note(release, scope),
            *_line_note(release, scope),
            situation.disclaimer(scope),
        ),
        facts={"address": encode(scope.facts.but(cmp="none", period=None)), "name": name},
    )


def _sentence(places: pd.DataFrame, name: str, total: float) -> str:
    if not len(places):
        return f"Map of {name} and its neighbours; no duty station is known."
    known = [f"{row.place_name} {row.people}" for row in places.head(5).itertuples()]
    rest = f" and {len(places) - 5} more" if len(places) > 5 else ""
    whole = f"{words.count(total)} civilians in {name}: " if total else f"{name}: "
    return f"{whole}{', '.join(known)}{rest}."


def _notes(places: pd.DataFrame, unplaced: float, *, has_tours: bool) -> list[str]:
    notes = []
    if not len(places):
        unknown = "No source known by this day names a duty station with its place."
        notes.append("No duty station is recorded here on this day." if has_tours else unknown)
    if unplaced > 0:
        who = words.plural(unplaced, "civilian has", "civilians have")
        notes.append(f"{who} no duty station recorded and {'is' if unplaced == 1 else 'are'} not on the map.")
    return notes


@lru_cache(maxsize=256)
def outline(release: Release, day: date, code: str) -> BaseGeometry | None:
    """Return a country's outline valid on a day, None where it has none."""
    every = outlines(release, day)
    here = every[every["fill_code"] == code].geometry
    return here.union_all() if len(here) else None


@lru_cache(maxsize=16)
def outlines(release: Release, day: date) -> gpd.GeoDataFrame:
    """Return the outlines valid on a day; a polygon that is no country of its own is filled as its owner."""
    found = release.outlines(day)
    return found if "fill_code" in found else found.assign(fill_code=found["country_code"])


@lru_cache(maxsize=16)
def _disputed(release: Release, day: date) -> gpd.GeoDataFrame:
    return release.disputed(day)


def _far_note(release: Release, scope: Scope, places: pd.DataFrame) -> list[str]:
    """Name the places that lie too far from the country to be drawn with it."""
    here = outline(release, scope.asof, scope.country[0]) if scope.country and len(places) else None
    if here is None:
        return []
    points = gpd.points_from_xy(places["lon"], places["lat"])
    far = list(places.loc[points.distance(here) >= FAR, "place_name"])
    return [f"Outside the map: {words.listed(far)}."] if far else []


def _outline_note(release: Release, scope: Scope) -> list[str]:
    """Say so where the chosen country had no outline of its own on the day."""
    code = scope.country[0] if scope.country else ""
    if outline(release, scope.asof, code) is not None:
        return []
    known = release.table("countries").set_index("country_code")["valid_from"].get(code)
    is_dated = isinstance(known, pd.Timestamp) and not pd.isna(known)
    since = f" Its boundaries count from {words.day(known)}." if is_dated else ""
    return [f"No outline of {country_names(release).get(code, code)} is valid on {words.day(scope.asof)}.{since}"]


def own_lines(release: Release, day: date, code: str) -> gpd.GeoDataFrame:
    """Return the disputed lines valid on a day that touch a country's outline."""
    lines, here = _disputed(release, day), outline(release, day, code)
    return lines.head(0) if here is None else lines[lines.intersects(here.buffer(_TOUCHING))]


def _line_note(release: Release, scope: Scope) -> list[str]:
    """Name the disputed lines on the chosen country's border."""
    if not scope.country:
        return []
    lines = own_lines(release, scope.asof, scope.country[0])
    names = list(dict.fromkeys(str(name) for name in lines["line_name"]))
    return [f"Dashed on this border: {'; '.join(names)}."] if names else []


def neighbour_status(release: Release, scope: Scope) -> dict[str, str]:
    """Return country code to status code on the as-of day, countries at risk only."""
    known = selection.status_on(release, scope.asof)
    known = known[known["status_code"].isin(status.SEVERITY)]
    return dict(zip(known["country_code"], known["status_code"], strict=True))
