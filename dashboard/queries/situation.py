"""Situation: how bad is it, where, who is there, and what changed?"""

from functools import lru_cache

import pandas as pd

from dashboard import geo, index, words
from dashboard.queries import people, status
from dashboard.queries.names import country_names
from dashboard.scope import Scope
from dashboard.view import COMPUTED, VALUE, Citation, Figure, View
from loaders import codes
from loaders.release import Release

_LABELLED = 22
_LABEL_COLUMNS = ("label_at", "label_lat", "label_lon")


@lru_cache(maxsize=8)
def label_points(release: Release) -> pd.DataFrame:
    """Return each country's label point by code: label_lat, label_lon in degrees."""
    return release.table("countries").set_index("country_code")[["label_lat", "label_lon"]]


def countries_at_risk(release: Release, scope: Scope) -> Figure:
    """Return how many countries are at risk."""
    total = len(status.at_risk(release, scope))
    return Figure("countries_at_risk", "Countries at risk", words.count(total), VALUE, status.citation(release, scope), total)


def complex_emergencies(release: Release, scope: Scope) -> Figure:
    """Return how many countries are in a complex emergency."""
    total = status.counts(release, scope)["COMPLEX"]
    return Figure("complex_emergencies", "Complex emergencies", words.count(total), VALUE, status.citation(release, scope, "COMPLEX"), total)


def world(release: Release, scope: Scope) -> View:
    """Return where the crises are and where the people are.

    The frame has one row a country at risk or with people: country_code, country_name,
    status_code, status_words, people (missing where not reported), people_words, shape,
    lat, lon, is_changed, is_silent, label_at, label_lat, label_lon.
    """
    risk = status.at_risk(release, scope)
    meaning, numbers, citation = people.by_country(release, scope)
    silent = people.unreported(release, scope, frozenset(risk["country_code"]))
    frame = _frame(release, scope, risk, numbers, silent)
    counts = status.counts(release, scope)
    total = sum(counts.values())
    sentence = f"{words.plural(total, 'country is', 'countries are')} at risk: " + ", ".join(
        f"{codes.STATUS[code].lower()} {counts[code]}" for code in status.SEVERITY if counts[code]) + "." if total else "No country at risk."
    notes = [f"{words.plural(len(silent), 'country', 'countries')} at risk without any deployment row: not reported, not none."] if silent else []
    notes.append(disclaimer(scope))
    return View(
        "world", "Where are the crises, and where are our people?",
        f"Fill: status of each country. Circles: {meaning}, area in proportion. Select a country to open it.", frame,
        {"country_name": "Country", "status_words": "Status", "people": meaning[0].upper() + meaning[1:]}, sentence,
        Citation(f"{status.RULE} {citation.rule}", citation.table, citation.rows, COMPUTED), tuple(notes),
        absence="" if len(frame) else "No country within these filters is at risk or has people deployed.",
        facts={
            "counts": counts, "labels": dict(codes.STATUS), "circles": meaning, "silent": len(silent),
            "disputed": geo.disputed_address(scope.asof), "is_filtered": bool(scope.region or scope.country),
        },
    )


def disclaimer(scope: Scope) -> str:
    """Return what stands beneath every map."""
    return (
        "Boundaries, names and designations on these maps do not imply official endorsement or acceptance. Dashed lines: "
        f"disputed or undetermined boundaries. Boundaries as of {words.day(scope.asof)}; {geo.SET_NAME}."
    )


def _frame(release: Release, scope: Scope, risk: pd.DataFrame, numbers: dict[str, tuple[float, str]], silent: frozenset[str]) -> pd.DataFrame:
    names, points = country_names(release), label_points(release)
    known = risk.set_index("country_code")
    order = [*risk["country_code"], *sorted(set(numbers) - set(risk["country_code"]))]
    rows = []
    for code in order:
        if code not in points.index or pd.isna(points.at[code, "label_lat"]):
            continue
        status_code = known.at[code, "status_code"] if code in known.index else "NONE"
        number, qualifier = numbers.get(code, (None if code in silent else 0.0, "EXACT"))
        rows.append({
            "country_code": code,
            "country_name": names.get(code, code),
            "status_code": status_code,
            "status_words": status.status_words(status_code, known.at[code, "status_text"]) if code in known.index else codes.STATUS["NONE"],
            "people": number,
            "people_words": "" if number is None else words.SIGNS[qualifier] + words.count(number),
            "shape": geo.shape_on(code, scope.asof),
            "lat": points.at[code, "label_lat"],
            "lon": points.at[code, "label_lon"],
            "is_changed": False,
            "is_silent": code in silent,
        })
    columns = ["country_code", "country_name", "status_code", "status_words", "people", "people_words", "shape", "lat", "lon", "is_changed", "is_silent"]
    frame = pd.DataFrame(rows, columns=columns).astype({"people": "float64"})
    return _labelled(frame)


def _labelled(frame: pd.DataFrame) -> pd.DataFrame:
    """Give a label to the countries that matter most, and stop where two would touch."""
    weight = {"COMPLEX": 40, "FAILED": 30, "FAILING": 20, "POST": 10, "DESCRIBED": 10, "NONE": 0}
    rank = frame["status_code"].map(weight) + frame["people"].fillna(0) * 2 + frame["is_changed"] * 200
    taken = [_circle(row) for _, row in frame.iterrows()]
    places: dict[int, tuple[str, float, float]] = {}
    for at in rank.sort_values(ascending=False, kind="stable").index[:60]:
        place = _free(frame.loc[at], taken)
        if place and len(places) < _LABELLED:
            places[at] = place
    columns = {name: pd.Series({at: place[number] for at, place in places.items()}) for number, name in enumerate(_LABEL_COLUMNS)}
    return frame.assign(**{name: column.reindex(frame.index) for name, column in columns.items()})


Box = tuple[float, float, float, float]


def _circle(row: pd.Series) -> Box:
    """Return the box of a country's circle or shape in degrees of the default frame: west, south, east, north."""
    people = 0.0 if row["people"] != row["people"] else row["people"]
    radius = max(1.5, 0.62 * people**0.5 if people >= 6 else 0.0)
    return (row["lon"] - radius, row["lat"] - radius, row["lon"] + radius, row["lat"] + radius)


def _free(row: pd.Series, taken: list[Box]) -> tuple[str, float, float] | None:
    """Return where a label fits beside its country without touching another label or circle, or nothing."""
    west, south, east, north = own = _circle(row)
    width, half = 1.5 * len(row["country_name"]) + (4 if row["is_silent"] else 2), 1.7
    spots: dict[str, tuple[float, float, Box]] = {
        "middle right": (row["lat"], east + 0.4, (east + 0.4, row["lat"] - half, east + 0.4 + width, row["lat"] + half)),
        "middle left": (row["lat"], west - 0.4, (west - 0.4 - width, row["lat"] - half, west - 0.4, row["lat"] + half)),
        "bottom center": (south, row["lon"], (row["lon"] - width / 2, south - 2 * half, row["lon"] + width / 2, south)),
        "top center": (north, row["lon"], (row["lon"] - width / 2, north, row["lon"] + width / 2, north + 2 * half)),
    }
    for place, (lat, lon, box) in spots.items():
        if all(other == own or box[2] <= other[0] or box[0] >= other[2] or box[3] <= other[1] or box[1] >= other[3] for other in taken):
            taken.append(box)
            return place, lat, lon
    return None
