"""Statements: which agencies the public record names where, and the people it counts for them; never added."""

from datetime import date
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard import index, selection, words
from dashboard.cells import Column
from dashboard.queries import corps, crossings
from dashboard.queries.names import agency_names, country_names, region_shorts
from dashboard.scope import Scope
from dashboard.view import COMPUTED, REPORTED, Citation, View
from loaders.release import Release

FIRST: Final = 16
"""Numbers shown until all are asked for."""
NAMED_RULE = (
    "Rows of the deployments table about one country that name an agency, begun or standing by the as-of day. "
    "Each is one statement of a source, never a number of people. A statement that names several agencies counts once "
    "for each of them, so the squares add up to more than there are statements."
)
COUNTED_RULE = (
    "For each agency and country the newest number of its people in place that a source states, dated on or before "
    "the as-of day; an undated number only where there is no dated one. A number that is part of another of the same "
    "agency is left out. Numbers of several sources and days are never added."
)


@lru_cache(maxsize=512)
def named_rows(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the statements about one country that are known by the as-of day, within the filters but for agency."""
    rows = release.table("deployments")
    on = pd.Timestamp(scope.asof)
    known = (rows["start_date"].isna() | (rows["start_date"] <= on)) & (
        rows["as_of_date"].isna() | (rows["as_of_date"] <= on)
    )
    rows = rows[
        known
        & rows["country_code"].notna()
        & (rows["measure_code"] != "TOUR")
        & (rows["measure_code"] != "DEPLOYMENTS")
    ]
    return selection.rows_chosen(rows, release, scope.but(agency=()))


def agencies_of(code: object, joint: object) -> tuple[str, ...]:
    """Return the agencies a row names: its agency, or each of the joint ones; none where it names none."""
    if isinstance(joint, str) and joint:
        return tuple(joint.split(";"))
    return (code,) if isinstance(code, str) and code not in ("SEVERAL", "ALL") else ()


@lru_cache(maxsize=512)
def named_by(release: Release, scope: Scope) -> dict[tuple[str, str], float]:
    """Return how many statements name each agency in each region; joint ones count for each agency they name."""
    rows = named_rows(release, scope)
    places = selection.region_of(release, scope.tax, scope.asof)
    found: dict[tuple[str, str], float] = {}
    for country, code, joint in zip(rows["country_code"], rows["agency_code"], rows["agency_codes"], strict=True):
        for agency in agencies_of(code, joint):
            if not scope.agency or agency in scope.agency:
                square = agency, places.get(country, index.NOT_STATED)
                found[square] = found.get(square, 0.0) + 1
    return found


def named(release: Release, scope: Scope) -> View:
    """Return which agencies the record places where, as counts of statements by agency and region."""
    found = named_by(release, scope)
    rows = named_rows(release, scope)
    pairs = zip(rows["agency_code"], rows["agency_codes"], strict=True)
    naming = rows[np.array([bool(agencies_of(*pair)) for pair in pairs], dtype=bool)]
    shown = crossings.agencies_shown(release, scope, {agency for agency, _ in found})
    columns = crossings.columns_of(release, scope, crossings.by_region(found))
    frame = crossings.squares(found, shown, columns, region_shorts(release))
    joint = int(naming["agency_codes"].notna().sum())
    notes = [f"{len(naming)} of {words.plural(len(rows), 'statement')} within these choices name an agency."]
    notes += (
        [f"{words.plural(joint, 'statement names', 'statements name')} several agencies and count once for each."]
        if joint
        else []
    )
    return View(
        "named",
        "Which agencies does the record place where?",
        f"Statements of sources that name the agency, by {crossings.TAXONOMY_NOUN[scope.tax]}; never people.",
        frame,
        {"row_label": "Agency", "column_label": "Region", "value": "Statements"},
        _most_named(frame),
        Citation(NAMED_RULE, "deployments", lambda: naming, COMPUTED),
        tuple(notes) if len(frame) else (),
        absence="" if len(frame) else "No source known by this day names an agency in a country" + _within(scope),
        facts={"rows": shown, "columns": columns, "click": (None, "agency")},
    )


def _within(scope: Scope) -> str:
    return " within these filters." if scope.is_filtered else "."


def _most_named(frame: pd.DataFrame) -> str:
    if not len(frame):
        return ""
    sums = frame.groupby("row_label", sort=False)["value"].sum()
    return f"{sums.idxmax()} is named most often: in {words.plural(sums.max(), 'statement')}."


@lru_cache(maxsize=64)
def _every_count(release: Release, day: date) -> pd.DataFrame:
    rows = release.table("personnel")
    rows = rows[(rows["kind_code"] == "STOCK") & (rows["stage_code"] == "ACTUAL") & rows["agency_code"].notna()]
    rows = rows[rows["people_count"].notna() | rows["people_low"].notna()]
    rows = rows[(rows["agency_code"] != "ALL") & ~(rows["as_of_date"] > pd.Timestamp(day))]
    whose = dict(zip(rows["personnel_id"], rows["agency_code"], strict=True))
    is_part = rows["part_of_id"].map(whose) == rows["agency_code"]
    rows = rows[~is_part & rows["country_code"].notna()]
    key = [rows["agency_code"] + rows["agency_codes"].fillna(""), rows["country_code"]]
    newest = rows["as_of_date"].groupby(key).transform("max")
    rows = rows[(rows["as_of_date"] == newest) | newest.isna()]
    order = {code: place for place, code in enumerate(agency_names(release))}
    rows = rows.assign(rank=rows["agency_code"].map(order), name=rows["country_code"].map(country_names(release)))
    return rows.sort_values(["rank", "name", "personnel_id"], kind="stable").drop(columns=["rank", "name"])


@lru_cache(maxsize=512)
def newest_counts(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the newest stated number of each agency's people in each country, within the filters.

    Returns:
        Rows of the personnel table, agencies in their order, then country; several rows of
        one agency and country where they stand on one day side by side.
    """
    return selection.rows_chosen(_every_count(release, scope.asof), release, scope)


def counted(release: Release, scope: Scope) -> View:
    """Return what people sources count for each agency: the newest number each by country, never added."""
    rows = newest_counts(release, scope)
    names, countries = agency_names(release), country_names(release)
    low, high = rows["people_low"], rows["people_high"]
    ranges = low.astype("string") + "–" + high.astype("string")
    frame = pd.DataFrame(
        {
            "personnel_id": rows["personnel_id"],
            "agency_code": rows["agency_code"],
            "agency_name": [
                _whose(names, *pair) for pair in zip(rows["agency_code"], rows["agency_codes"], strict=True)
            ],
            "country_code": rows["country_code"],
            "country_name": rows["country_code"].map(countries),
            "people": [
                _number(*each) for each in zip(rows["people_count"], rows["qualifier_code"], ranges, strict=True)
            ],
            "measure": rows["measure_text"],
            "day": [_day(*each) for each in zip(rows["as_of_date"], rows["as_of_precision"], strict=True)],
            "qualifier_code": rows["qualifier_code"],
        }
    ).reset_index(drop=True)
    limit = len(frame) if scope.all == "counted" else FIRST
    more = f" {limit} of {len(frame)} shown." if len(frame) > limit else ""
    return View(
        "counted",
        "What people do sources count, by agency?",
        f"Newest number each source states for an agency in a country. Different days and measures: never added.{more}",
        frame,
        {"agency_name": "Agency", "country_name": "Country", "people": "Number", "measure": "Counts", "day": "Day"},
        _numbers(frame),
        Citation(COUNTED_RULE, "personnel", lambda: rows, REPORTED),
        absence=""
        if len(frame)
        else "No source known by this day counts an agency's people in a country" + _within(scope),
        facts={"cells": CELLS, "limit": limit},
    )


def _numbers(frame: pd.DataFrame) -> str:
    if not len(frame):
        return ""
    agencies = words.plural(frame["agency_name"].nunique(), "agency", "agencies")
    places = words.plural(frame["country_code"].nunique(), "country", "countries")
    return f"{words.plural(len(frame), 'number')} for {agencies} in {places}, never added."


def _whose(names: dict[str, str], code: str, joint: object) -> str:
    return (
        words.listed([names.get(each, each) for each in joint.split(";")])
        if isinstance(joint, str)
        else names.get(code, code)
    )


def _number(count: Any, qualifier: object, span: object) -> str:
    if pd.isna(count):
        return str(span)
    return words.SIGNS.get(str(qualifier), "") + words.count(float(count))


def _day(when: pd.Timestamp, precision: object) -> str:
    return "undated" if pd.isna(when) else words.day_at(when, str(precision))


CELLS = (
    Column("agency_name", "Agency", agency="agency_code"),
    Column("country_name", "Country", to=("countries", "country"), to_code="country_code"),
    Column("people", "Number", "count", strong=True),
    Column("measure", "What it counts"),
    Column("day", "Day"),
    Column("personnel_id", "Source", "mark"),
)


def headline(release: Release, scope: Scope) -> tuple[str, str]:
    """Return the answer of Contributions for a release without tours, and its second fact."""
    rows, found = named_rows(release, scope), named_by(release, scope)
    partners = corps.partners(release, scope)
    many = "agency is recorded as partner" if len(partners) == 1 else "agencies are recorded as partners"
    lead = (
        f"{words.capital(words.number_word(len(partners)))} {many} of the Civilian Response Corps. No source splits "
        "deployments by agency: what follows counts statements and quotes single sources, and adds nothing up."
    )
    sums: dict[str, float] = {}
    for (agency, _), number in found.items():
        sums[agency] = sums.get(agency, 0.0) + number
    if not sums:
        return f"No source known by this day names an agency in a country{_within(scope)}", lead
    names = agency_names(release)
    ranked = sorted(sums, key=lambda agency: (-sums[agency], list(names).index(agency)))
    often = [words.count(sums[agency]) for agency in ranked]
    whole = words.plural(len(rows), "statement")
    first = f"Sources place {names[ranked[0]]} in {often[0]} of {whole} about who went where"
    if len(ranked) == 1:
        return f"{first}, and no other agency.", lead
    return f"{first}, {names[ranked[1]]} in {often[1]}.", lead
