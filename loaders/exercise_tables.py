"""The exercise's smaller tables: statuses, agencies, corps, needs, missions and events, version by version."""

from typing import Final

import pandas as pd

from loaders import codes
from loaders.exercise_world import (
    EVENTS,
    FIRST_KNOWN,
    MISSIONS,
    NEEDS,
    READY,
    STATUSES,
    STRENGTH,
    STRENGTH_TARGETS,
)  # fmt: skip

_SHORT_NAMES: Final = {**codes.AGENCY, "HHS": "HHS", "DHS": "Homeland Sec."}
_DAY_LENGTH: Final = len("2011-09-15")
_WORTH_TELLING: Final = 3
_NOTE: Final = "Invented for the exercise."


def _frame(rows: list[dict[str, str]], key: str, prefix: str) -> pd.DataFrame:
    """Return rows with a numbered key, known from the first release where nothing else is said."""
    numbered = [{key: f"{prefix}{number:02d}", "known": FIRST_KNOWN, "dropped": "", **row} for number, row in
                enumerate(rows, start=1)]  # fmt: skip
    return pd.DataFrame(numbered).fillna("")


def status_rows() -> pd.DataFrame:
    """Return every status, known from the day it starts."""
    rows = [
        {
            "country_code": country,
            "status_code": status,
            "status_basis": "SOURCE_WORD",
            "status_text": codes.STATUS[status],
            "reason_text": reason,
            "start_date": start,
            "correction_text": "",
            "note": _NOTE,
            "source_id": "X008",
            "known": max(start, FIRST_KNOWN),
        }
        for country, status, start, reason in STATUSES
    ]
    return _frame(rows, "status_id", "X-S")


def agency_rows() -> pd.DataFrame:
    """Return the nine agencies of the Corps in their fixed order."""
    rows = [
        {
            "agency_code": code,
            "agency_name": codes.AGENCY[code],
            "short_name": _SHORT_NAMES[code],
            "display_order": str(order),
            "is_partner": "yes",
            "member_since_date": "2011-02-11" if code == "DOT" else "",
            "role_text": "Ninth agency of the Corps" if code == "DOT" else "Founding agency of the Corps",
            "source_id": "X009",
            "known": FIRST_KNOWN,
            "dropped": "",
        }
        for order, code in enumerate(codes.PARTNERS, start=1)
    ]
    return pd.DataFrame(rows)


def personnel_rows() -> pd.DataFrame:
    """Return how many members of each agency are ready and not deployed."""
    rows = [
        {
            "kind_code": "STOCK",
            "stage_code": "READY",
            "agency_code": agency,
            "agencies_text": codes.AGENCY[agency],
            "as_of_date": "2011-06-30",
            "people_count": str(people),
            "qualifier_code": "EXACT",
            "measure_text": "Members ready to deploy, not deployed",
            "series_id": "X-READY",
            "is_total": "no",
            "note": _NOTE,
            "source_id": "X010",
        }
        for agency, people in READY.items()
    ]
    return _frame(rows, "personnel_id", "X-R")


def strength_rows() -> pd.DataFrame:
    """Return how many members the Corps counts and wants, by component."""
    counted = [
        ("ACTUAL", component, day, count)
        for day, *counts in STRENGTH
        for component, count in zip(("ACTIVE", "STANDBY", "RESERVE"), counts, strict=True)
    ]
    wanted = [("TARGET", component, "2011-06-30", count) for component, count in STRENGTH_TARGETS]
    rows = [
        {
            "component_code": component,
            "component_text": codes.COMPONENT[component],
            "agency_code": "ALL",
            "stage_code": stage,
            "as_of_date": day,
            "people_count": str(count),
            "qualifier_code": "EXACT",
            "note": _NOTE,
            "source_id": "X010",
        }
        for stage, component, day, count in [*counted, *wanted]
    ]
    return _frame(rows, "strength_id", "X-C")


def need_rows() -> pd.DataFrame:
    """Return the need figures of every country followed."""
    rows = [
        {
            "country_code": country,
            "indicator_name": indicator,
            "unit_code": unit,
            "value": value,
            "qualifier_code": exactness,
            "as_of_date": "2011-09-12" if country == "SYR" else "2011-08-12",
            "origin_name": "Exercise control",
            "note": _NOTE if value else "Not available; not yet assessed. Invented for the exercise.",
            "source_id": "X008" if country == "SYR" else "X011",
            "known": "2011-09-11" if country == "SYR" else FIRST_KNOWN,
        }
        for country, indicator, unit, value, exactness in NEEDS
    ]
    return _frame(rows, "need_id", "X-N")


def mission_rows() -> pd.DataFrame:
    """Return the figures of other bodies' missions."""
    rows = [
        {
            "mission_code": f"EXM-{number}",
            "mission_name": name,
            "mission_kind": kind,
            "country_code": country,
            "lead_name": lead,
            "indicator_name": indicator,
            "unit_code": unit,
            "value": value,
            "qualifier_code": "ABOUT",
            "as_of_date": "2011-07-31",
            "note": _NOTE,
            "source_id": "X012",
        }
        for number, (name, kind, country, lead, indicator, unit, value) in enumerate(MISSIONS, start=1)
    ]
    return _frame(rows, "mission_id", "X-M")


def event_rows(tours: pd.DataFrame) -> pd.DataFrame:
    """Return the listed events and the larger arrivals among the tours."""
    listed = [(day, country, category, title) for day, country, category, title in EVENTS]
    rows = [
        {
            "event_date": day,
            "event_title": title,
            "country_code": country,
            "category_code": category,
            "note": _NOTE,
            "source_id": "X018",
            "known": max(day, FIRST_KNOWN),
        }
        for day, country, category, title in sorted([*listed, *_arrivals(tours)])
    ]
    return _frame(rows, "event_id", "X-E")


def _arrivals(tours: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    """Return one event for each day of 2011 on which three civilians or more reached a place."""
    day, place = tours["start_date"], ["start_date", "country_code", "place_name"]
    dated = tours[(tours["stage_code"] == "ACTUAL") & (tours["dropped"] == "") & (day.str.len() == _DAY_LENGTH)]
    reached = dated[dated["start_date"] >= "2011"].assign(people=lambda rows: rows["people_count"].astype(int))
    groups = reached.groupby(place)["people"].sum().reset_index()
    return [
        (start, country, "deployment", f"{people} civilians arrive in {name}")
        for start, country, name, people in groups[[*place, "people"]].itertuples(index=False)
        if people >= _WORTH_TELLING
    ]
