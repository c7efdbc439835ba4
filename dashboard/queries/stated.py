"""Stated: what single sources say about deployments where none lists tours; each on its own, never added."""

from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

import pandas as pd

from dashboard import selection, words
from dashboard.cells import Column
from dashboard.days import Window, day_of
from dashboard.measures import day_number
from dashboard.queries import deployments
from dashboard.queries.names import agency_names, country_names
from dashboard.queries.outlook import known_statements
from dashboard.scope import Scope
from dashboard.view import REPORTED, Citation, View
from loaders import codes
from loaders.release import Release

RULE: Final = (
    "Every statement of a source about people in or sent to a country that had begun by the as-of day, tours and "
    "yearly lists apart. Each stands on its own day and may overlap others, so they are never added."
)
_SPANS: Final = {"MONTH": 31, "SEASON": 92, "YEAR": 365, "FISCAL_YEAR": 365}
_GROUPS, _ROWS = 8, 15
_MARKS: Final = (
    ("solid", "stated from first to last day"),
    ("hatch", "only month, season or year known"),
    ("tick", "one day stated"),
    ("arrow", "no last day stated"),
)
_CELLS: Final = (
    Column("country_name", "Country"),
    Column("number", "Number", "count", strong=True),
    Column("what", "What the source counts"),
    Column("agency_name", "Agency", agency="agency_shown", title="agencies"),
    Column("when", "Day or days"),
    Column("deployment_id", "Source", "mark"),
)


@lru_cache(maxsize=256)
def told(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the statements with their words, newest first: number, what, when, agency_name, country_name."""
    rows = known_statements(release, scope)
    names, agencies = country_names(release), agency_names(release)
    joint = [[agencies.get(code, code) for code in str(found).split(";")] for found in rows["agency_codes"].fillna("")]
    single = rows["agency_code"].map(agencies).fillna("Not stated")
    frame = rows.assign(
        country_name=rows["country_code"].map(names).fillna("All countries"),
        agency_name=[_agencies(names_of, one) for names_of, one in zip(joint, single, strict=True)],
        agencies=[words.listed(names_of) if names_of[0] else "" for names_of in joint],
        agency_shown=rows["agency_code"].where(~rows["agency_code"].isin(("SEVERAL", "ALL")), ""),
        number=[_number(row) for row in rows.itertuples()],
        what=[_what(row) for row in rows.itertuples()],
        when=[_when(row) for row in rows.itertuples()],
        newest=rows[["start_date", "end_date", "as_of_date"]].max(axis=1),
    )
    texts = ("country_name", "agency_name", "agencies", "number", "what", "when")
    frame = frame.astype(dict.fromkeys(texts, "str"))
    return frame.sort_values(
        ["newest", "country_name"], ascending=[False, True], na_position="last", kind="stable"
    ).reset_index(drop=True)


def _agencies(joint: list[str], single: str) -> str:
    """Return up to three joint agencies by name, more as a number, else the one that is named."""
    if not joint[0]:
        return "Several agencies" if single.startswith("Several") else single
    return words.listed(joint) if len(joint) <= 3 else f"{len(joint)} agencies"


def _number(row: Any) -> str:
    if row.measure_code == "PERSON_DAYS":
        return _signed(row.person_days, row.qualifier_code)
    if pd.isna(row.people_count) and pd.notna(row.people_low):
        return f"{words.count(row.people_low)}–{words.count(row.people_high)}"
    return _signed(row.people_count, row.qualifier_code)


def _signed(value: Any, qualifier: Any) -> str:
    return "[x]" if pd.isna(value) else words.SIGNS.get(str(qualifier), "") + words.count(value)


def _what(row: Any) -> str:
    if isinstance(row.measure_text, str):
        return row.measure_text
    return {"PRESENCE": "people there, no number stated"}.get(row.measure_code, codes.MEASURE[row.measure_code])


def _when(row: Any) -> str:
    start, end, seen = (_day(row, name) for name in ("start", "end", "as_of"))
    if start and end:
        return f"{start} to {end}" if start != end else start
    if start:
        return f"from {start}, seen {seen}" if seen and seen != start else f"from {start}"
    return f"on {seen}" if seen and str(row.as_of_precision) == "DAY" else f"in {seen}" if seen else "undated"


def _day(row: Any, name: str) -> str:
    day = getattr(row, f"{name}_date")
    return words.day_at(day, str(getattr(row, f"{name}_precision"))) if pd.notna(day) else ""


def table(release: Release, scope: Scope) -> View:
    """Return every statement as a table, newest first."""
    frame = told(release, scope.facts)
    shown = len(frame) if scope.all == "every_statement" else min(len(frame), _ROWS)
    number = int((frame["number"] != "[x]").sum())
    where = " within these filters" if scope.is_filtered else ""
    notes = (
        [f"{shown} of {words.plural(len(frame), 'statement')} shown; the CSV holds all."] if shown < len(frame) else []
    )
    return View(
        "every_statement",
        "What does each source say about deployments?",
        "One row a statement, newest first. ≥ at least, ≈ about.",
        frame,
        {column.name: column.head for column in _CELLS[:-1]},
        f"{words.plural(len(frame), 'statement')} of sources; {words.count(number)} give a number.",
        Citation(RULE, "deployments", lambda: known_statements(release, scope), REPORTED),
        tuple(notes),
        absence="" if len(frame) else f"No source known by this day says anything about deployments{where}.",
        facts={"cells": _CELLS, "limit": shown},
    )


def view(release: Release, scope: Scope) -> View:
    """Return the dated statements about single countries as bars over days, by country.

    The frame is what ``timelines.draw`` asks for. Facts: window, marks, click.
    """
    frame = _bars(release, scope)
    groups = frame["group_code"].value_counts(sort=False)
    names = frame.drop_duplicates("group_code").set_index("group_code")["group_label"]
    order = sorted(groups.index, key=lambda code: (-groups[code], names[code]))
    kept = order if scope.all == "stated" else order[:_GROUPS]
    shown = _in_order(frame[frame["group_code"].isin(kept)], order)
    undated = int((told(release, scope.facts)["when"] == "undated").sum())
    here = f"{len(kept)} of {words.plural(len(order), 'country', 'countries')} shown"
    notes = [f"{here}, {len(shown)} of {words.plural(len(frame), 'dated statement')}."]
    if undated:
        stand = words.plural(undated, "statement has", "statements have")
        notes.append(f"{stand} no date and {'stands' if undated == 1 else 'stand'} in the table only.")
    where = " within these filters" if scope.is_filtered else ""
    first = groups.get(order[0], 0) if order else 0
    return View(
        "stated",
        "What do sources say about deployments?",
        "Statements of single sources by country and the days they speak of. They may overlap and are never added.",
        shown,
        {
            "group_label": "Country",
            "row_label": "Agency",
            "number": "Number",
            "team": "What the source counts",
            "until": "Day or days",
        },
        f"{shown['group_label'].iloc[0]} has the most: {words.plural(first, 'dated statement')}." if order else "",
        Citation(RULE, "deployments", lambda: known_statements(release, scope), REPORTED),
        tuple(notes),
        absence="" if len(frame) else f"No source known by this day gives a dated statement about deployments{where}.",
        facts={"window": _window(shown, scope), "marks": _MARKS, "click": (None, "open")},
    )


def _in_order(frame: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Return the bars country by country in the order given, each country's by their first day."""
    rank = {code: place for place, code in enumerate(order)}
    return frame.sort_values(
        ["group_code", "start"],
        key=lambda column: column.map(rank) if column.name == "group_code" else column,
        kind="stable",
    )


def countries_of(release: Release, scope: Scope) -> tuple[int, int]:
    """Return how many countries have a dated statement, and how many are shown at first."""
    return int(_bars(release, scope)["group_code"].nunique()), _GROUPS


def statements_of(release: Release, scope: Scope) -> tuple[int, int]:
    """Return how many statements there are, and how many are shown at first."""
    return len(told(release, scope.facts)), _ROWS


def yearly(release: Release, scope: Scope) -> View:
    """Return deployments by country of the latest fiscal year in full; see ``deployments.by_country``."""
    found = deployments.by_country(release, scope)
    return replace(found, id="deployments_in_full", facts={**found.facts, "limit": len(found.frame)})


def _window(frame: pd.DataFrame, scope: Scope) -> Window:
    """Return whole years around the bars, up to the as-of day."""
    asof = day_number(scope.asof)
    if not len(frame):
        return Window(asof - 365, asof, asof)
    first, last = day_of(int(frame["start"].min())), day_of(int(frame["end"].max()))
    return Window(day_number(first.replace(month=1, day=1)), day_number(last.replace(month=12, day=31)), asof)


def _bars(release: Release, scope: Scope) -> pd.DataFrame:
    frame = told(release, scope.facts)
    frame = frame[frame["country_code"].notna() & (frame["when"] != "undated")]
    status = selection.status_on(release, scope.asof).set_index("country_code")["status_code"]
    known = frame["agency_code"].notna()
    spans = pd.DataFrame(
        [_span(row) for row in frame.itertuples()],
        columns=["start", "end", "about_days", "end_about_days", "is_open", "is_point"],
        index=frame.index,
    )
    return pd.concat([frame.drop(columns=["start_date", "end_date"]), spans], axis=1).assign(
        group_code=frame["country_code"],
        group_label=frame["country_name"],
        status_code=frame["country_code"].map(status.to_dict()).astype("str").fillna(""),
        row_label=[_short(row) for row in frame.itertuples()],
        team=frame["what"],
        number=frame["number"].where(frame["number"] != "[x]", ""),
        colour=("@agency-" + frame["agency_code"].fillna("ALL").astype(str)).where(known, "@bar"),
        ink=("@on-" + frame["agency_code"].fillna("ALL").astype(str)).where(known, "@bar-ink"),
        phase="stated",
        is_about=spans["about_days"] > 0,
        until=frame["when"].str.replace(", seen ", "–").str.replace(" to ", "–").str.replace("from ", "", regex=False),
        change="",
        key=frame["deployment_id"],
    )


def _short(row: Any) -> str:
    return "Several" if row.agency_code in ("SEVERAL", "ALL") else str(row.agency_name)


def _span(row: Any) -> tuple[int, int, int, int, bool, bool]:
    """Return the days a statement speaks of: first, last, rounded days at either end, no end, one day only."""
    start, end, seen = (getattr(row, f"{name}_date") for name in ("start", "end", "as_of"))
    about = _SPANS.get(str(row.start_precision), 0)
    if pd.notna(start):
        last = end if pd.notna(end) else seen
        if pd.isna(last):
            return day_number(start.date()), day_number(start.date()) + max(about, 1), about, 0, True, False
        end_about = _SPANS.get(str(row.end_precision if pd.notna(end) else row.as_of_precision), 0)
        return day_number(start.date()), day_number(last.date()), about, end_about, False, False
    about = _SPANS.get(str(row.as_of_precision), 0)
    day = day_number(seen.date()) if pd.notna(seen) else day_number(end.date())
    return day - max(about - 1, 0), day, about, about, False, about == 0
