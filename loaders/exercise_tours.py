"""The exercise's tours and posts: draws the days that the teams leave open and the tours that came before them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from loaders import codes
from loaders.exercise_teams import ENDED, PLANNED, SERVING, Tour
from loaders.exercise_world import CLOSED_REQUEST, DATED_REQUESTS, FIRST_KNOWN, REQUESTS

_PLANNED_KNOWN: Final = "2011-08-10"
# People in place on a day; earlier tours are drawn until the total comes to it.
_PROFILE: Final = (
    ("2010-10-01", 115), ("2010-11-15", 124), ("2011-01-05", 136), ("2011-02-17", 146), ("2011-03-12", 160),
    ("2011-04-20", 168), ("2011-06-05", 175), ("2011-07-09", 188), ("2011-08-05", 195), ("2011-08-16", 194),
)  # fmt: skip
_LAST_DAY: Final = "9999-12-31"
# First month of the drawn starts and how many months they spread over; none falls after August 2011.
_STARTS: Final = (pd.Period("2010-06", "M"), 14)
_LATE_STARTS: Final = ("DOT",)
# Months of the drawn ends with their share in a hundred; None is no recorded end.
_ENDS: Final = (
    ("2011-09", 3), ("2011-10", 5), ("2011-11", 4), ("2011-12", 7), ("2012-01", 4), ("2012-02", 3), ("2012-03", 2),
    ("2012-04", 26), ("2012-05", 16), ("2012-06", 13), (None, 17),
)  # fmt: skip
_JUBA: Final = {("SSD", "HHS"), ("SSD", "USDA")}
_LATE_REPORTS: Final = {("CIV", "USAID"): "2011-07-11", ("TJK", "STATE"): "2011-07-18"}
_LATE_KNOWN: Final = "2011-08-25"
_LIBERIA: Final = "Liberia was published as 11. Two Justice tours were counted twice. It is 9."


def deployment_rows(draw: np.random.Generator) -> pd.DataFrame:
    """Return every version of every tour, with the days it became known and was superseded."""
    serving = [_settled(tour, draw) for tour in SERVING]
    tours = [*serving, *_shared_days(serving, draw), *ENDED]
    numbered = [(tour, "ACTUAL") for tour in tours] + [(tour, "PLANNED") for tour in PLANNED]
    rows: list[dict[str, str]] = []
    counts: dict[str, int] = {}
    for tour, stage in numbered:
        counts[tour.country] = counts.get(tour.country, 0) + 1
        rows.extend(_versions(tour, _tour_row(tour, stage, counts[tour.country])))
    return pd.DataFrame([*rows, *_stations()]).fillna("")


def _settled(tour: Tour, draw: np.random.Generator) -> Tour:
    month, months = _STARTS
    started = month + int(draw.integers(0, months))
    day = started.start_time + pd.Timedelta(days=int(draw.integers(0, 28)))
    # One tour in eight is known to the month only.
    is_approximate = int(draw.integers(0, 8)) == 0
    start = started.strftime("%Y-%m") if is_approximate else day.strftime("%Y-%m-%d")
    end = _drawn_end(draw)
    return replace(tour, start=start if tour.start == "*" else tour.start, end=end if tour.end == "*" else tour.end)


def _drawn_end(draw: np.random.Generator) -> str:
    mark, day = int(draw.integers(0, sum(share for _, share in _ENDS))), int(draw.integers(16, 29))
    for month, share in _ENDS:
        mark -= share
        if mark < 0:
            return "-" if month is None else f"{month}-{day:02d}"
    return "-"


def _shared_days(serving: list[Tour], draw: np.random.Generator) -> list[Tour]:
    """Draw the tours that ended before: as many as the profile has people beyond those still serving."""
    earlier: list[Tour] = []
    previous = "2010-04-01"
    for day, target in _PROFILE:
        wanted = target - _in_place([*serving, *ENDED, *earlier], day)
        if wanted > 0:
            earlier.extend(_begun(wanted, previous, day, draw))
        else:
            earlier = _brought_home(earlier, -wanted, previous, day, draw)
        previous = day
    return _brought_home(earlier, _in_place(earlier, previous), previous, "2011-08-30", draw)


def _in_place(tours: list[Tour], day: str) -> int:
    return sum(tour.people for tour in tours if tour.start <= day <= _last(tour))


def _last(tour: Tour) -> str:
    return _LAST_DAY if tour.end in ("-", "*") else tour.end


def _begun(people: int, after: str, until: str, draw: np.random.Generator) -> Iterator[Tour]:
    models = [tour for tour in SERVING if tour.agency not in _LATE_STARTS and tour.country not in ("SSD", "LBY")]
    while people > 0:
        model = models[int(draw.integers(0, len(models)))]
        some = min(people, 1 + int(draw.integers(0, 3)))
        yield replace(model, start=_between(after, until, draw), end="-", people=some)
        people -= some


def _brought_home(tours: list[Tour], people: int, after: str, before: str, draw: np.random.Generator) -> list[Tour]:
    """End the longest tours between two days, splitting one where it holds more people than have to leave."""
    kept: list[Tour] = []
    for tour in sorted(tours, key=lambda tour: (tour.end != "-", tour.start)):
        leaving = min(people, tour.people) if tour.end == "-" else 0
        if leaving:
            kept.append(replace(tour, end=_between(after, before, draw), people=leaving))
            people -= leaving
        if leaving < tour.people:
            kept.append(replace(tour, people=tour.people - leaving))
    return kept


def _between(after: str, until: str, draw: np.random.Generator) -> str:
    """Return a day after the first and before the second."""
    first, last = pd.Timestamp(after), pd.Timestamp(until)
    return str((first + pd.Timedelta(days=1 + int(draw.integers(0, (last - first).days - 1)))).date())


def _tour_row(tour: Tour, stage: str, number: int) -> dict[str, str]:
    is_new = tour.start > "2011-08-15"
    return {
        "deployment_id": f"{tour.country}-T{number:02d}",
        "scope_code": "COUNTRY",
        "measure_code": "TOUR",
        "stage_code": stage,
        "country_code": tour.country,
        "place_name": tour.place,
        "agency_code": tour.agency,
        "agencies_text": codes.AGENCY[tour.agency],
        "component_code": tour.component,
        "component_text": codes.COMPONENT[tour.component],
        "function_code": tour.function,
        "function_text": codes.FUNCTION[tour.function],
        "team_name": tour.team,
        "start_date": tour.start,
        "end_date": "" if tour.end == "-" else tour.end,
        "people_count": str(tour.people),
        "qualifier_code": "EXACT",
        "measure_text": "People on the tour",
        "series_id": "X-TOURS",
        "is_total": "no",
        "note": "Invented for the exercise.",
        "source_id": _source(tour),
        "known": _PLANNED_KNOWN if stage == "PLANNED" else tour.start if is_new else FIRST_KNOWN,
        "dropped": "",
        "correction_text": "",
    }


def _source(tour: Tour) -> str:
    if tour.agency == "DOC":
        return "X005"
    if (tour.country, tour.agency) in _JUBA:
        return "X002"
    if (tour.country, tour.agency, tour.start) == ("LBY", "USAID", "2011-07-05"):
        return "X003"
    if (tour.country, tour.agency, tour.start) == ("SSD", "DOJ", "2011-09-09"):
        return "X004"
    return "X006" if (tour.country, tour.agency) == ("AFG", "USAID") else "X001"


def _versions(tour: Tour, row: dict[str, str]) -> list[dict[str, str]]:
    """Return what older releases knew of a tour, then what is known now."""
    whose = (tour.country, tour.agency)
    if whose == ("LBR", "DOJ") and tour.component == "ACTIVE" and tour.start == "2011-03-01":
        twice = {**row, "people_count": str(2 * tour.people), "dropped": "2011-09-14"}
        return [twice, {**row, "known": "2011-09-14", "correction_text": _LIBERIA}]
    if whose == ("HTI", "STATE") and tour.end == "2011-09-08":
        return [{**row, "end_date": "", "dropped": "2011-09-08"}, {**row, "known": "2011-09-08"}]
    if whose == ("LBN", "USAID") and tour.end == "2011-11-30":
        return [{**row, "end_date": "2011-08-31", "dropped": "2011-08-22"}, {**row, "known": "2011-08-22"}]
    if _LATE_REPORTS.get(whose) == tour.start:
        late = f"Late report: the tour began on {tour.start}."
        return [{**row, "known": _LATE_KNOWN, "correction_text": late}]
    return [row]


def _stations() -> list[dict[str, str]]:
    """Return the countries without a tour: two report nobody, one has not reported."""
    row = {
        "scope_code": "COUNTRY", "measure_code": "PEOPLE_IN_COUNTRY", "stage_code": "ACTUAL",
        "as_of_date": "2011-08-12", "qualifier_code": "EXACT", "measure_text": "Civilians in country",
        "series_id": "X-STATIONS", "is_total": "no", "source_id": "X001",
        "known": FIRST_KNOWN, "dropped": "", "correction_text": "",
    }  # fmt: skip
    silent = {
        "known": "2011-09-11",
        "people_count": "",
        "note": "Not reported for this period. Last asked 12 Sep 2011.",
    }
    return [
        {**row, "deployment_id": "MMR-N01", "country_code": "MMR", "people_count": "0", "note": "Nobody in place."},
        {**row, "deployment_id": "ZWE-N01", "country_code": "ZWE", "people_count": "0", "note": "Nobody in place."},
        {**row, "deployment_id": "SYR-N01", "country_code": "SYR", "as_of_date": "2011-09-12", **silent},
    ]


def post_rows(draw: np.random.Generator) -> pd.DataFrame:
    """Return every request for posts; most were made before October 2010, the rest by July 2011."""
    rows = [
        _post(country, function, count, day)
        for country, day, wanted in DATED_REQUESTS
        for function, count in wanted.items()
    ]
    for country, wanted in REQUESTS.items():
        for function, count in wanted.items():
            first = count - int(draw.integers(0, count // 2 + 1))
            early, late = _between("2009-06-01", "2010-10-01", draw), _between("2010-10-01", "2011-07-31", draw)
            rows.append(_post(country, function, first, early))
            rows.extend([_post(country, function, count - first, late)] if count > first else [])
    country, function, count, day, end = CLOSED_REQUEST
    rows.append({**_post(country, function, count, day), "end_date": end})
    posts = pd.DataFrame(rows)
    number = posts.groupby("country_code").cumcount() + 1
    posts.insert(0, "post_id", posts["country_code"] + "-P" + number.map("{:02d}".format))
    return posts


def _post(country: str, function: str, count: int, day: str) -> dict[str, str]:
    return {
        "country_code": country,
        "function_code": function,
        "posts_count": str(count),
        "requested_date": day,
        "end_date": "",
        "series_id": "X-POSTS",
        "note": "",
        "source_id": "X007",
        "known": max(day, FIRST_KNOWN),
        "dropped": "",
    }
