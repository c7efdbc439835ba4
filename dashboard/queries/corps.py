"""The Civilian Response Corps: its agencies, its members, its strength over time."""

import pandas as pd

from dashboard import words
from dashboard.queries import people
from dashboard.scope import Scope
from dashboard.view import NOT_REPORTED, REPORTED, VALUE, Citation, Figure
from loaders.release import Release


def partners(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the corps' partner agencies on the as-of day, in their order; a founding partner has no joining day."""
    rows = release.table("agencies")
    joined = rows["member_since_date"].isna() | (rows["member_since_date"] <= pd.Timestamp(scope.asof))
    return rows[rows["is_partner"].fillna(False) & joined].sort_values("display_order")


def agencies(release: Release, scope: Scope) -> Figure:
    """Return how many partner agencies have people out, of how many there are on the as-of day."""
    all_of = partners(release, scope)
    if not people.has_tours(release):
        return _counted(all_of)
    citation = Citation(
        "Partner agencies of the corps on the as-of day with at least one person serving.", "agencies", lambda: all_of
    )
    if people.is_silent(release, scope):
        return people.not_reported("agencies", "Agencies contributing", citation)
    out = set(people.serving_by(release, scope, "agency_code")) & set(all_of["agency_code"])
    return Figure(
        "agencies",
        "Agencies contributing",
        words.count(len(out)),
        VALUE,
        citation,
        len(out),
        suffix=f"of {len(all_of)}",
        below=_newest(all_of),
    )


def _counted(all_of: pd.DataFrame) -> Figure:
    """Return how many partner agencies there are, where no source says which of them have people out."""
    rule = "Partner agencies of the Civilian Response Corps on the as-of day; a founding partner has no joining day."
    return Figure(
        "agencies",
        "Partner agencies",
        words.count(len(all_of)),
        VALUE,
        Citation(rule, "agencies", lambda: all_of),
        len(all_of),
        below=_newest(all_of) or "founding partners",
    )


def _newest(all_of: pd.DataFrame) -> str:
    """Return the last partner that joined, and since when; empty where all are founding partners."""
    joined = all_of[all_of["member_since_date"].notna()]
    if not len(joined):
        return ""
    last = joined.iloc[-1]
    return f"{last['short_name']} since {words.day_at(last['member_since_date'], 'MONTH')}"


def active_members(release: Release, scope: Scope) -> Figure:
    """Return the newest count of Active members that a source states for the whole corps."""
    rows = release.table("corps_strength")
    stated = rows[
        (rows["component_code"] == "ACTIVE") & (rows["stage_code"] == "ACTUAL") & rows["people_count"].notna()
    ]
    stated = stated[(stated["agency_code"] == "ALL") & (stated["as_of_date"] <= pd.Timestamp(scope.asof))].sort_values(
        "as_of_date"
    )
    rule = "The newest count of Active members of the whole corps that a source states for a day up to the as-of day."
    newest = stated.tail(1)
    citation = Citation(rule, "corps_strength", lambda: newest, REPORTED)
    if not len(newest):
        return Figure(
            "active_members", "Active corps members", "[x]", NOT_REPORTED, citation, below="not stated by any source"
        )
    row = newest.iloc[0]
    text = words.SIGNS[row["qualifier_code"]] + words.count(row["people_count"])
    return Figure(
        "active_members",
        "Active corps members",
        text,
        VALUE,
        citation,
        float(row["people_count"]),
        below=words.day_at(row["as_of_date"], str(row["as_of_precision"])),
    )
