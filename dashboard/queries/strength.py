"""Strength of the corps over time: members in place against plans and targets, as sources state them."""

from typing import Any, Final

import pandas as pd

from dashboard import words
from dashboard.queries.names import agency_names
from dashboard.scope import Scope
from dashboard.view import REPORTED, Citation, View
from loaders import codes
from loaders.release import Release

RULE: Final = (
    "Each number of members that a source states for one component, on its own day, dated on or before the as-of day. "
    "Numbers in place are filled, plans and targets hollow. Sources count differently, so no line joins them."
)


def over_time(release: Release, scope: Scope) -> View:
    """Return the stated strength of each component of the corps over time.

    The frame has one row a statement: component, day, when (in words), number, value, is_target,
    qualifier_code, agency_name, stage, component_text, strength_id.
    """
    rows = release.table("corps_strength")
    known = rows["component_code"].notna() & rows["as_of_date"].notna() & rows["people_count"].notna()
    on_time = rows["as_of_date"] <= pd.Timestamp(scope.asof)
    targets = rows["stage_code"].isin(("TARGET", "PLANNED"))
    chosen = rows[known & (on_time | targets)]
    if scope.component:
        chosen = chosen[chosen["component_code"].isin(scope.component)]
    left_out = len(rows) - len(rows[known & (on_time | targets)])
    frame = _framed(release, chosen)
    notes = ["Each component has its own scale; the numbers stand beside the marks."]
    if left_out:
        said = f"{words.plural(left_out, 'statement')} without a day, a number or a component"
        notes.append(f"{said} {'is' if left_out == 1 else 'are'} left out here.")
    return View(
        "corps_over_time",
        "How strong is the Corps?",
        "Members by component. Filled: in place. Hollow: planned or target.",
        frame,
        {
            "component": "Component",
            "when": "Day",
            "number": "Members",
            "stage": "Stage",
            "agency_name": "Agency",
            "component_text": "In the source's words",
        },
        _newest(frame),
        Citation(RULE, "corps_strength", lambda: chosen, REPORTED),
        tuple(notes),
        absence="" if len(frame) else "No source known by this day states a dated number of members.",
        facts={"click": (None, "open")},
    )


def _newest(frame: pd.DataFrame) -> str:
    """Return the newest count in place in one sentence, nothing where there is none."""
    in_place = frame[~frame["is_target"]]
    if not len(in_place):
        return ""
    row = in_place.iloc[-1]
    return f"The newest count in place: {row['number']} {row['component']} members, {row['when']}."


def _framed(release: Release, rows: pd.DataFrame) -> pd.DataFrame:
    agencies = agency_names(release)
    rank = {code: place for place, code in enumerate(codes.COMPONENT)}
    rows = rows.assign(rank=rows["component_code"].map(rank)).sort_values(
        ["rank", "as_of_date", "stage_code"], kind="stable"
    )
    return pd.DataFrame(
        {
            "component": rows["component_code"].map(codes.COMPONENT),
            "day": rows["as_of_date"],
            "when": [words.day_at(row.as_of_date, str(row.as_of_precision)) for row in rows.itertuples()],
            "number": [_number(row) for row in rows.itertuples()],
            "value": rows["people_count"].astype("float64"),
            "is_target": rows["stage_code"] != "ACTUAL",
            "stage": rows["stage_code"].map(codes.PEOPLE_STAGE),
            "agency_name": rows["agency_code"].map(agencies).fillna("Not stated"),
            "component_text": rows["component_text"],
            "strength_id": rows["strength_id"],
        }
    ).reset_index(drop=True)


def _number(row: Any) -> str:
    return words.SIGNS.get(str(row.qualifier_code), "") + words.count(row.people_count)
