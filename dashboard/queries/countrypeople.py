"""People in one country as sources state them: one row a statement, with its day, sign and words; never added."""

from functools import lru_cache

import pandas as pd

from dashboard import words
from dashboard.cells import Column, is_said
from dashboard.queries import dated, people
from dashboard.queries.names import agency_names
from dashboard.scope import Scope
from dashboard.view import REPORTED, Citation, View
from loaders import codes
from loaders.release import Release

RULE = (
    "What sources known by the as-of day state about people in this country: rows of the deployments table, and of the "
    "personnel table of all agencies' people. Each has its own day, measure and stage and they are never added."
)
CELLS = (
    Column("day", "Day or period"),
    Column("agency_name", "Agency", agency="chip"),
    Column("who", "Who", minor=True),
    Column("people", "People", "count", qualifier="qualifier_code", strong=True),
    Column("person_days", "Person-days", "count", minor=True),
    Column("what", "What is counted"),
    Column("stage", "Stage", minor=True),
    Column("place", "Place", minor=True),
    Column("key", "", "mark"),
)


@lru_cache(maxsize=256)
def frame(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the statements about the chosen country, newest first.

    Returns:
        One row a statement: key, table, day (in words), day_date, agency_code, agency_name, chip, who, people
        (text where a range is stated), qualifier_code, person_days, what, stage, place.
    """
    names = agency_names(release)
    rows = [_deployment(row, names) for row in dated.records(release, "deployments", scope)]
    rows += [_personnel(row, names) for row in dated.records(release, "personnel", scope)]
    columns = [
        "key",
        "table",
        "day",
        "day_date",
        "agency_code",
        "agency_name",
        "chip",
        "who",
        "people",
        "qualifier_code",
        "person_days",
        "what",
        "stage",
        "place",
    ]
    found = pd.DataFrame(rows, columns=columns)
    found = found.assign(day_date=pd.to_datetime(found["day_date"]))
    return found.sort_values(["day_date", "key"], ascending=[False, True], na_position="last").reset_index(drop=True)


def _deployment(row: dict[str, object], names: dict[str, str]) -> dict[str, object]:
    measure = str(row["measure_code"])
    what = codes.MEASURE[measure] if not isinstance(row["measure_text"], str) else str(row["measure_text"])
    return {
        **_shared(row, names),
        "key": row["deployment_id"],
        "table": "deployments",
        "who": _first(row, "component_text", "team_name", "function_text"),
        "people": _number(row),
        "person_days": _float(row["person_days"]) if measure in ("DEPLOYMENTS", "PERSON_DAYS") else "[z]",
        "what": what if measure != "PRESENCE" else f"presence: {_first(row, 'function_text') or 'not counted'}",
    }


def _personnel(row: dict[str, object], names: dict[str, str]) -> dict[str, object]:
    return {
        **_shared(row, names),
        "key": row["personnel_id"],
        "table": "personnel",
        "who": _first(row, "component_text"),
        "people": _number(row),
        "person_days": "[z]",
        "what": _first(row, "measure_text"),
    }


def _shared(row: dict[str, object], names: dict[str, str]) -> dict[str, object]:
    agency = str(row["agency_code"]) if isinstance(row["agency_code"], str) else ""
    day = next((row[name] for name in ("as_of_date", "end_date", "start_date") if pd.notna(row[name])), pd.NaT)
    return {
        "day": when(row),
        "day_date": day,
        "agency_code": agency,
        "agency_name": _agencies(row, agency, names),
        "chip": agency if agency in codes.PARTNERS or agency == "DOD" else "",
        "qualifier_code": row["qualifier_code"] if isinstance(row["qualifier_code"], str) else "EXACT",
        "stage": codes.PEOPLE_STAGE[str(row["stage_code"])],
        "place": _first(row, "place_name"),
    }


def _agencies(row: dict[str, object], agency: str, names: dict[str, str]) -> str:
    if isinstance(row["agency_codes"], str):
        several = row["agency_codes"].split(";")
        return (
            f"{len(several)} agencies"
            if len(several) > 3
            else words.listed([names.get(code, code) for code in several])
        )
    return names.get(agency, "[x]") if agency else "[x]"


def _first(row: dict[str, object], *columns: str) -> str:
    return next((str(row[name]) for name in columns if isinstance(row[name], str) and row[name]), "")


def _float(value: object) -> float:
    return float("nan") if value is None or pd.isna(value) else float(value)  # type: ignore[arg-type]


def _number(row: dict[str, object]) -> object:
    if row["qualifier_code"] == "RANGE" and pd.notna(row["people_low"]):
        return f"{words.count(_float(row['people_low']))}–{words.count(_float(row['people_high']))}"
    return _float(row["people_count"])


def when(row: dict[str, object]) -> str:
    """Return the day a statement stands for, or its first and last day, no more exactly than the source says."""
    ends = {
        name: words.day_at(row[f"{name}_date"], str(row[f"{name}_precision"]))  # type: ignore[arg-type]
        for name in ("as_of", "start", "end")
        if pd.notna(row[f"{name}_date"])
    }
    if "start" in ends and ends["start"] == ends.get("end"):
        return ends["start"]
    if "start" in ends and "end" in ends:
        return f"{ends['start']} to {ends['end']}"
    return ends.get("as_of") or (
        f"from {ends['start']}" if "start" in ends else f"to {ends['end']}" if "end" in ends else "undated"
    )


@lru_cache(maxsize=256)
def stated(release: Release, scope: Scope) -> View:
    """Return what sources state about people in the chosen country, newest first."""
    found = frame(release, scope)
    is_all = scope.all == "people_stated"
    limit = len(found) if is_all else 10
    numbers = (
        int(found["people"].map(lambda value: isinstance(value, str) or pd.notna(value)).sum()) if len(found) else 0
    )
    shown = tuple(column for column in CELLS if column.form == "mark" or column.strong or _says(found, column.name))
    return View(
        "people_stated",
        "What do sources state about people there?",
        "Newest first; each statement has its own day, measure and stage. Never added.",
        found,
        {column.name: column.head for column in shown if column.form != "mark"},
        f"{words.plural(len(found), 'statement')}, {numbers} with a number." if len(found) else "",
        Citation(RULE, "deployments", lambda: _both(release, scope), REPORTED),
        (f"{limit} of {len(found)} statements shown. [x]: the source does not say; [z]: does not apply.",)
        if limit < len(found)
        else (),
        absence="" if len(found) else _absence(release),
        facts={"cells": shown, "limit": limit},
    )


def _says(found: pd.DataFrame, column: str) -> bool:
    """Return whether a column tells the reader anything: a code of absence or one stage for all does not."""
    if column == "stage":
        return set(found[column]) != {codes.PEOPLE_STAGE["ACTUAL"]}
    return is_said(found[column])


def _both(release: Release, scope: Scope) -> pd.DataFrame:
    parts = [dated.here(release, table, scope) for table in ("deployments", "personnel")]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _absence(release: Release) -> str:
    if people.has_tours(release):
        return "No statement beside the tours."
    return "No source known by this day states anything about people deployed here. That is not the same as none."
