"""Members of the Civilian Response Corps: its partner agencies, and how strong each component is."""

from datetime import date
from functools import lru_cache

import pandas as pd

from dashboard import words
from dashboard.cells import Column
from dashboard.queries import corps
from dashboard.queries.names import agency_names
from dashboard.scope import Scope
from dashboard.view import REPORTED, Citation, View
from loaders import codes
from loaders.release import Release

_PARTNER_RULE = (
    "Agencies a source names as partners of the Civilian Response Corps on the as-of day. A founding partner has no "
    "joining day; one that joined later counts from its first day."
)
_STRENGTH_RULE = (
    "For each component of the whole corps, the newest number of members in place and the newest plan or target that a "
    "source states for a day on or before the as-of day; an undated one only where there is no dated one. The two may "
    "come from different sources and days."
)
_MEMBER_CELLS = (
    Column("agency_name", "Agency", agency="agency_code"),
    Column("since", "Partner since"),
    Column("role", "Role"),
    Column("agency_code", "Source", "mark"),
)
_STRENGTH_CELLS = (
    Column("component", "Component", strong=True),
    Column("members", "Members", "count", strong=True),
    Column("members_day", "Day"),
    Column("plan", "Plan or target", "count"),
    Column("plan_day", "For"),
    Column("component_code", "Source", "mark"),
)


def partners(release: Release, scope: Scope) -> View:
    """Return who is in the corps: its partner agencies on the as-of day, each with its role and joining day."""
    rows = corps.partners(release, scope)
    rows = rows[rows["agency_code"].isin(scope.agency)] if scope.agency else rows
    joined = rows["member_since_date"]
    frame = pd.DataFrame(
        {
            "agency_code": rows["agency_code"],
            "agency_name": rows["agency_code"].map(agency_names(release)),
            "since": [words.day(day) if pd.notna(day) else "founding" for day in joined],
            "role": rows["role_text"].fillna("[x]"),
        }
    ).reset_index(drop=True)
    later = int(joined.notna().sum())
    number = words.plural(len(frame), "partner agency", "partner agencies")
    sentence = f"{number}: {len(frame) - later} founding, {later} joined later."
    return View(
        "partners",
        "Who is in the Corps?",
        f"Agencies recorded as partners of the Civilian Response Corps by {words.day(scope.asof)}.",
        frame,
        {"agency_name": "Agency", "since": "Partner since", "role": "Role"},
        sentence,
        Citation(_PARTNER_RULE, "agencies", lambda: rows, REPORTED),
        absence="" if len(frame) else "No partner of the Corps is among the chosen agencies.",
        facts={"cells": _MEMBER_CELLS},
    )


@lru_cache(maxsize=64)
def _stated_by(release: Release, day: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return each component as it is known on a day, and the rows behind it."""
    rows = release.table("corps_strength")
    rows = rows[(rows["agency_code"] == "ALL") & rows["component_code"].notna()]
    rows = rows[~(rows["as_of_date"] > pd.Timestamp(day))]
    actual = _newest(rows[rows["stage_code"] == "ACTUAL"])
    planned = _newest(rows[rows["stage_code"].isin(("TARGET", "PLANNED"))])
    present = [code for code in codes.COMPONENT if code in {*actual.index, *planned.index}]
    lines = [(code, codes.COMPONENT[code], *_stated(actual, code), *_stated(planned, code)) for code in present]
    columns = ["component_code", "component", "members", "members_day", "plan", "plan_day"]
    return pd.DataFrame(lines, columns=columns), pd.concat([actual, planned]).reset_index()


def strength(release: Release, scope: Scope) -> View:
    """Return how strong each component of the corps is, and how strong it was planned to be."""
    frame, rows = _stated_by(release, scope.asof)
    if scope.component:
        frame = frame[frame["component_code"].isin(scope.component)].reset_index(drop=True)
        rows = rows[rows["component_code"].isin(scope.component)]
    first = frame.iloc[0] if len(frame) else None
    return View(
        "strength",
        "How strong is each component?",
        "Members of the whole Corps: newest number stated, and newest plan or target. [x]: no number stated.",
        frame,
        {
            "component": "Component",
            "members": "Members",
            "members_day": "Day",
            "plan": "Plan or target",
            "plan_day": "For",
        },
        f"{first['component']}: {first['members']} members, {first['members_day']}; planned {first['plan']}."
        if first is not None
        else "",
        Citation(_STRENGTH_RULE, "corps_strength", lambda: rows, REPORTED),
        absence="" if len(frame) else "No source known by this day states how many members the Corps has.",
        facts={"cells": _STRENGTH_CELLS},
    )


def _newest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the newest row of each component; one with a number comes before one without."""
    ranked = rows.assign(is_known=rows["people_count"].notna())
    ranked = ranked.sort_values(["is_known", "as_of_date"], na_position="first", kind="stable")
    return ranked.drop_duplicates("component_code", keep="last").drop(columns="is_known").set_index("component_code")


def _stated(rows: pd.DataFrame, code: str) -> tuple[str, str]:
    if code not in rows.index:
        return "[x]", "–"
    row = rows.loc[code]
    day = words.day_at(row["as_of_date"], str(row["as_of_precision"])) if pd.notna(row["as_of_date"]) else "undated"
    if pd.isna(row["people_count"]):
        return "[x]", day
    return words.SIGNS.get(str(row["qualifier_code"]), "") + words.count(row["people_count"]), day
